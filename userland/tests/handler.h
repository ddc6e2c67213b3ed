/* A handler that notes what it is told, and sets of signals. To be included before any other header. */
#ifndef HANDLER_H
#define HANDLER_H

#include "check.h"

static volatile int count;
static siginfo_t last;

static inline void note(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)context;
    last = *info;
    count++;
}

static inline void catch(int signal, void (*handler)(int, siginfo_t *, void *), unsigned long flags)
{
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags};
    CHECK(sigaction(signal, &action, NULL) == 0);
}

static inline sigset_t set_of(int first, int second)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, first);
    sigaddset(&set, second);
    return set;
}

static inline sigset_t block(int first, int second)
{
    sigset_t set = set_of(first, second);
    CHECK(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    return set;
}

#endif
