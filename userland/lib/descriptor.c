/* Descriptors and pipes. RISC-V has only the newer form of each call, to which the older is a special case. */
#include "cancellation.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

ssize_t read(int fd, void *buffer, size_t count)
{
    return cancellable_syscall(SYS_read, fd, buffer, count);
}

ssize_t write(int fd, const void *buffer, size_t count)
{
    return cancellable_syscall(SYS_write, fd, buffer, count);
}

ssize_t readv(int fd, const struct iovec *buffers, int count)
{
    return cancellable_syscall(SYS_readv, fd, buffers, count);
}

ssize_t writev(int fd, const struct iovec *buffers, int count)
{
    return cancellable_syscall(SYS_writev, fd, buffers, count);
}

/* The mode of the new file is there only when the flags ask for one. */
int openat(int folder, const char *path, int flags, ...)
{
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return cancellable_syscall(SYS_openat, folder, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return cancellable_syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int close(int fd)
{
    return cancellable_syscall(SYS_close, fd);
}

int pipe2(int ends[2], int flags)
{
    return syscall(SYS_pipe2, ends, flags);
}

int pipe(int ends[2])
{
    return pipe2(ends, 0);
}

int dup(int fd)
{
    return syscall(SYS_dup, fd);
}

int dup3(int from, int to, int flags)
{
    return syscall(SYS_dup3, from, to, flags);
}

/* Unlike dup3, dup2 accepts equal descriptors: then it only checks that the descriptor is open. */
int dup2(int from, int to)
{
    if (from == to)
        return fcntl(from, F_GETFD) < 0 ? -1 : to;
    return dup3(from, to, 0);
}

int fcntl(int fd, int command, ...)
{
    va_list arguments;
    va_start(arguments, command);
    long argument = va_arg(arguments, long);
    va_end(arguments);
    return command == F_SETLKW ? cancellable_syscall(SYS_fcntl, fd, command, argument) : syscall(SYS_fcntl, fd, command, argument);
}

int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return syscall(SYS_ioctl, fd, request, argument);
}

/* Only a terminal knows the size of its window. */
int isatty(int fd)
{
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0;
}

off_t lseek(int fd, off_t offset, int whence)
{
    return syscall(SYS_lseek, fd, offset, whence);
}
