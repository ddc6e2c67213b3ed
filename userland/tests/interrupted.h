/* To send signals with a handler to a call that sleeps, and see what becomes of it (signal(7)). */
#ifndef INTERRUPTED_H
#define INTERRUPTED_H

#include "check.h"
#include <fcntl.h>

typedef long (*call)(void);

static int ends[2];
static char block[4096];
static int *handled; /* how often the handler has run */

static inline void handle(int signal)
{
    (void)signal;
    ++*handled;
}

static inline pid_t start_sleeper(call sleeper, int flags, int *gate)
{
    struct sigaction action = {.sa_handler = handle, .sa_flags = flags};
    handled = shared_memory(PAGE);
    CHECK(pipe(gate) == 0 && sigaction(SIGUSR1, &action, NULL) == 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        send_byte(gate[1]);
        errno = 0;
        _exit(sleeper() >= 0 ? 0 : errno);
    }
    await_byte(gate[0]);
    return child;
}

/* What a call comes to, 0 or an errno, when signals come again and again: one is sure to find it asleep. */
static inline int end_under_signals(call sleeper, int flags)
{
    int gate[2], status;
    pid_t child = start_sleeper(sleeper, flags, gate);
    while (waitpid(child, &status, WNOHANG) == 0) {
        kill(child, SIGUSR1);
        let_others_run();
    }
    CHECK(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* What a call comes to when signals come, and then what it waits for. */
static inline int end_after_signals(call sleeper, void (*release)(void), int flags)
{
    int gate[2];
    pid_t child = start_sleeper(sleeper, flags, gate);
    for (int i = 0; i < 10; i++) {
        let_others_run();
        kill(child, SIGUSR1);
    }
    let_others_run();
    release();
    int status = exit_status(child);
    CHECK(*handled > 0);
    return status;
}

/* SA_RESTART makes the difference. */
static inline void check_restarted(call sleeper, void (*release)(void))
{
    CHECK(end_under_signals(sleeper, 0) == EINTR);
    CHECK(end_after_signals(sleeper, release, SA_RESTART) == 0);
}

/* SA_RESTART makes none. */
static inline void check_ended(call sleeper)
{
    CHECK(end_under_signals(sleeper, 0) == EINTR);
    CHECK(end_under_signals(sleeper, SA_RESTART) == EINTR);
}

static inline void set_nonblocking(int fd, int on)
{
    CHECK(fcntl(fd, F_SETFL, on ? O_NONBLOCK : 0) == 0);
}

/* Writes until there is no room. */
static inline void fill(int fd)
{
    set_nonblocking(fd, 1);
    while (write(fd, block, sizeof block) > 0)
        ;
    while (write(fd, block, 1) > 0)
        ;
    set_nonblocking(fd, 0);
}

/* Reads until there is nothing. */
static inline void drain(int fd)
{
    set_nonblocking(fd, 1);
    while (read(fd, block, sizeof block) > 0)
        ;
}

static inline long read_from_0(void)
{
    char byte;
    return read(ends[0], &byte, 1);
}

static inline void write_to_1(void)
{
    CHECK(write(ends[1], "x", 1) == 1);
}

static inline long send_through_1(void)
{
    return write(ends[1], "x", 1);
}

static inline void drain_0(void)
{
    drain(ends[0]);
}

#endif
