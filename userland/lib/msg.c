#include "cancellation.h"

#include <sys/msg.h>
#include <sys/syscall.h>
#include <unistd.h>

int msgget(key_t key, int flags)
{
    return syscall(SYS_msgget, key, flags);
}

int msgsnd(int id, const void *message, size_t size, int flags)
{
    return cancellable_syscall(SYS_msgsnd, id, message, size, flags);
}

ssize_t msgrcv(int id, void *message, size_t size, long type, int flags)
{
    return cancellable_syscall(SYS_msgrcv, id, message, size, type, flags);
}

int msgctl(int id, int command, struct msqid_ds *buffer)
{
    return syscall(SYS_msgctl, id, command, buffer);
}
