#include <stdarg.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <unistd.h>

int semget(key_t key, int count, int flags)
{
    return syscall(SYS_semget, key, count, flags);
}

int semop(int id, struct sembuf *operations, size_t count)
{
    return syscall(SYS_semop, id, operations, count);
}

int semtimedop(int id, struct sembuf *operations, size_t count, const struct timespec *timeout)
{
    return syscall(SYS_semtimedop, id, operations, count, timeout);
}

int semctl(int id, int semaphore, int command, ...)
{
    va_list arguments;
    va_start(arguments, command);
    long argument = va_arg(arguments, long); /* a register, whichever type it is of */
    va_end(arguments);
    return syscall(SYS_semctl, id, semaphore, command, argument);
}
