/* One epoll waits for a timer, an event counter and a signal, all of which are descriptors. */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

int main(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int fds[3] = {eventfd(0, 0), signalfd(-1, &set, 0), timerfd_create(CLOCK_MONOTONIC, 0)}, all = epoll_create1(0);
    for (int i = 0; i < 3; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)i};
        if (epoll_ctl(all, EPOLL_CTL_ADD, fds[i], &event) != 0)
            return 1;
    }
    uint64_t three = 3;
    if (write(fds[0], &three, sizeof three) != sizeof three)
        return 1;
    kill(getpid(), SIGUSR1);
    struct itimerspec soon = {.it_value = {0, 1000000}};
    timerfd_settime(fds[2], 0, &soon, NULL);
    int seen[3] = {0}, total = 0;
    while (total < 3) {
        struct epoll_event event;
        struct signalfd_siginfo info;
        uint64_t value;
        if (epoll_wait(all, &event, 1, -1) != 1)
            return 1;
        uint32_t which = event.data.u32;
        ssize_t count = which == 1 ? read(fds[1], &info, sizeof info) : read(fds[which], &value, sizeof value);
        seen[which] = which == 1 ? (int)info.ssi_signo == SIGUSR1 : count == sizeof value ? (int)value : -1;
        total++;
    }
    printf("event %d, signal %d, timer %d\n", seen[0], seen[1], seen[2]);
    return 0;
}
