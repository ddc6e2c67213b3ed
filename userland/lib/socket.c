#include "cancellation.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int socket(int family, int type, int protocol)
{
    return syscall(SYS_socket, family, type, protocol);
}

int socketpair(int family, int type, int protocol, int sockets[2])
{
    return syscall(SYS_socketpair, family, type, protocol, sockets);
}

int bind(int fd, const struct sockaddr *address, socklen_t length)
{
    return syscall(SYS_bind, fd, address, length);
}

int listen(int fd, int backlog)
{
    return syscall(SYS_listen, fd, backlog);
}

int accept(int fd, struct sockaddr *address, socklen_t *length)
{
    return cancellable_syscall(SYS_accept, fd, address, length);
}

int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
    return cancellable_syscall(SYS_accept4, fd, address, length, flags);
}

int connect(int fd, const struct sockaddr *address, socklen_t length)
{
    return cancellable_syscall(SYS_connect, fd, address, length);
}

int shutdown(int fd, int how)
{
    return syscall(SYS_shutdown, fd, how);
}

int getsockname(int fd, struct sockaddr *address, socklen_t *length)
{
    return syscall(SYS_getsockname, fd, address, length);
}

int getpeername(int fd, struct sockaddr *address, socklen_t *length)
{
    return syscall(SYS_getpeername, fd, address, length);
}

int getsockopt(int fd, int level, int option, void *value, socklen_t *length)
{
    return syscall(SYS_getsockopt, fd, level, option, value, length);
}

int setsockopt(int fd, int level, int option, const void *value, socklen_t length)
{
    return syscall(SYS_setsockopt, fd, level, option, value, length);
}

ssize_t send(int fd, const void *buffer, size_t size, int flags)
{
    return sendto(fd, buffer, size, flags, NULL, 0);
}

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    return recvfrom(fd, buffer, size, flags, NULL, NULL);
}

ssize_t sendto(int fd, const void *buffer, size_t size, int flags, const struct sockaddr *address, socklen_t length)
{
    return cancellable_syscall(SYS_sendto, fd, buffer, size, flags, address, length);
}

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *address, socklen_t *length)
{
    return cancellable_syscall(SYS_recvfrom, fd, buffer, size, flags, address, length);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    return cancellable_syscall(SYS_sendmsg, fd, message, flags);
}

int sendmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags)
{
    return cancellable_syscall(SYS_sendmmsg, fd, messages, count, flags);
}

int recvmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags, struct timespec *timeout)
{
    return cancellable_syscall(SYS_recvmmsg, fd, messages, count, flags, timeout);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    return cancellable_syscall(SYS_recvmsg, fd, message, flags);
}
