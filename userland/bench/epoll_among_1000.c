/* epoll_among_1000: N times a byte comes through one of 1,000 pipes for which epoll waits */
#ifndef PIPES
#define PIPES 1000
#endif
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100000;
    int pipes[PIPES][2];
    struct rlimit limit = {4096, 4096};
    int epoll = epoll_create1(0);
    if (epoll < 0 || setrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 1;
    for (int i = 0; i < PIPES; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
        if (pipe(pipes[i]) != 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, pipes[i][0], &event) != 0)
            return 1;
    }
    for (long i = 0; i < n; i++) {
        struct epoll_event event;
        char byte = 0;
        write(pipes[i % PIPES][1], &byte, 1);
        if (epoll_wait(epoll, &event, 1, -1) != 1 || event.data.u32 != i % PIPES)
            return 1;
        read(pipes[i % PIPES][0], &byte, 1);
    }
    return 0;
}
