#include "../include/foal.h" /* so that programs can be built with this file and another library, too */
#include <unistd.h>

ssize_t msg_send(pid_t to, const void *message, size_t length, int flags)
{
    return syscall(SYS_msg_send, to, message, length, flags);
}

ssize_t msg_receive(pid_t from, void *buffer, size_t room, pid_t *sender, int flags)
{
    return syscall(SYS_msg_receive, from, buffer, room, sender, flags);
}

ssize_t msg_call(pid_t to, const void *message, size_t length, void *reply, size_t room)
{
    return syscall(SYS_msg_call, to, message, length, reply, room);
}

ssize_t msg_reply(pid_t to, const void *message, size_t length)
{
    return syscall(SYS_msg_reply, to, message, length);
}

ssize_t msg_reply_receive(pid_t to, const void *reply, size_t length, void *buffer, size_t room, pid_t *sender)
{
    return syscall(SYS_msg_reply_receive, to, reply, length, buffer, room, sender);
}

int mbox_create(const char *name, int capacity)
{
    return syscall(SYS_mbox_create, name, capacity);
}

int mbox_open(const char *name)
{
    return syscall(SYS_mbox_open, name);
}

int mbox_unlink(const char *name)
{
    return syscall(SYS_mbox_unlink, name);
}

ssize_t mbox_send(int mbox, const void *message, size_t length, int flags)
{
    return syscall(SYS_mbox_send, mbox, message, length, flags);
}

ssize_t mbox_receive(int mbox, void *buffer, size_t room, int flags)
{
    return syscall(SYS_mbox_receive, mbox, buffer, room, flags);
}

int event_create(int flags)
{
    return syscall(SYS_event_create, flags);
}

int event_wait(int event, const struct timespec *timeout)
{
    return syscall(SYS_event_wait, event, timeout);
}

int event_set(int event)
{
    return syscall(SYS_event_set, event);
}

int event_reset(int event)
{
    return syscall(SYS_event_reset, event);
}

int event_pulse(int event)
{
    return syscall(SYS_event_pulse, event);
}
