#include "cancellation.h"

#include <errno.h>
#include <mqueue.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

mqd_t mq_open(const char *name, int flags, ...)
{
    mode_t mode = 0;
    struct mq_attr *attributes = 0;
    if (name[0] != '/') {
        errno = EINVAL;
        return -1;
    }
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        attributes = va_arg(arguments, struct mq_attr *);
        va_end(arguments);
    }
    return syscall(SYS_mq_open, name + 1, flags, mode, attributes);
}

int mq_close(mqd_t queue)
{
    return close(queue);
}

int mq_unlink(const char *name)
{
    if (name[0] != '/') {
        errno = EINVAL;
        return -1;
    }
    int result = syscall(SYS_mq_unlink, name + 1);
    if (result < 0 && errno == EPERM)
        errno = EACCES; /* as POSIX has it */
    return result;
}

int mq_send(mqd_t queue, const char *message, size_t size, unsigned priority)
{
    return mq_timedsend(queue, message, size, priority, 0);
}

int mq_timedsend(mqd_t queue, const char *message, size_t size, unsigned priority, const struct timespec *until)
{
    return cancellable_syscall(SYS_mq_timedsend, queue, message, size, priority, until);
}

ssize_t mq_receive(mqd_t queue, char *message, size_t room, unsigned *priority)
{
    return mq_timedreceive(queue, message, room, priority, 0);
}

ssize_t mq_timedreceive(mqd_t queue, char *message, size_t room, unsigned *priority, const struct timespec *until)
{
    return cancellable_syscall(SYS_mq_timedreceive, queue, message, room, priority, until);
}

int mq_getattr(mqd_t queue, struct mq_attr *attributes)
{
    return mq_setattr(queue, 0, attributes);
}

int mq_setattr(mqd_t queue, const struct mq_attr *attributes, struct mq_attr *before)
{
    return syscall(SYS_mq_getsetattr, queue, attributes, before);
}
