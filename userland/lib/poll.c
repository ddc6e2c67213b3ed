#include "cancellation.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
    /* The kernel leaves the rest of the time in what it is given. */
    struct timespec rest;
    if (timeout)
        rest = *timeout;
    return cancellable_syscall(SYS_ppoll, fds, count, timeout ? &rest : NULL, mask, sizeof(sigset_t));
}

int poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
    struct timespec timeout = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000L};
    return ppoll(fds, count, milliseconds < 0 ? NULL : &timeout, NULL);
}

int pselect(int count, fd_set *readable, fd_set *writable, fd_set *exceptional, const struct timespec *timeout,
            const sigset_t *mask)
{
    struct timespec rest;
    if (timeout)
        rest = *timeout;
    struct {
        const sigset_t *mask;
        size_t size;
    } signals = {mask, sizeof(sigset_t)};
    return cancellable_syscall(SYS_pselect6, count, readable, writable, exceptional, timeout ? &rest : NULL, &signals);
}

/* As on Linux, the rest of the time is left in what it is given. */
int select(int count, fd_set *readable, fd_set *writable, fd_set *exceptional, struct timeval *timeout)
{
    struct timespec rest;
    if (timeout)
        rest = (struct timespec){timeout->tv_sec, timeout->tv_usec * 1000};
    int ready = cancellable_syscall(SYS_pselect6, count, readable, writable, exceptional, timeout ? &rest : NULL, NULL);
    if (timeout)
        *timeout = (struct timeval){rest.tv_sec, rest.tv_nsec / 1000};
    return ready;
}

int epoll_create1(int flags)
{
    return syscall(SYS_epoll_create1, flags);
}

int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
{
    return syscall(SYS_epoll_ctl, epoll, operation, fd, event);
}

int epoll_pwait(int epoll, struct epoll_event *events, int most, int milliseconds, const sigset_t *mask)
{
    return cancellable_syscall(SYS_epoll_pwait, epoll, events, most, milliseconds, mask, sizeof(sigset_t));
}

int epoll_wait(int epoll, struct epoll_event *events, int most, int milliseconds)
{
    return epoll_pwait(epoll, events, most, milliseconds, NULL);
}

int eventfd(unsigned int count, int flags)
{
    return syscall(SYS_eventfd2, count, flags);
}

int eventfd_read(int fd, eventfd_t *count)
{
    return read(fd, count, sizeof *count) == sizeof *count ? 0 : -1;
}

int eventfd_write(int fd, eventfd_t count)
{
    return write(fd, &count, sizeof count) == sizeof count ? 0 : -1;
}

int timerfd_create(clockid_t clock, int flags)
{
    return syscall(SYS_timerfd_create, clock, flags);
}

int timerfd_settime(int fd, int flags, const struct itimerspec *setting, struct itimerspec *old)
{
    return syscall(SYS_timerfd_settime, fd, flags, setting, old);
}

int timerfd_gettime(int fd, struct itimerspec *setting)
{
    return syscall(SYS_timerfd_gettime, fd, setting);
}

int signalfd(int fd, const sigset_t *signals, int flags)
{
    return syscall(SYS_signalfd4, fd, signals, sizeof(sigset_t), flags);
}
