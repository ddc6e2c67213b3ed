/* The same at once in several tasks: threads of this process, or processes. */
#ifndef TOGETHER_H
#define TOGETHER_H

#include "check.h"
#include <sync/thread.h>
#include <sys/time.h>

enum { MOST_TASKS = 8 };

/* self: 0, 1, 2 ... */
typedef void (*body_of_task)(int self);

struct member {
    body_of_task body;
    int self;
    struct thread thread;
};

static inline void run_member(void *argument)
{
    struct member *member = argument;
    member->body(member->self);
}

static inline void as_threads(int tasks, body_of_task body)
{
    struct member members[MOST_TASKS];
    for (int i = 0; i < tasks; i++) {
        members[i].body = body;
        members[i].self = i;
        CHECK(thread_create(&members[i].thread, run_member, &members[i]) == 0);
    }
    for (int i = 0; i < tasks; i++)
        thread_join(&members[i].thread);
}

static inline void as_processes(int tasks, body_of_task body)
{
    pid_t children[MOST_TASKS];
    fflush(stdout);
    for (int i = 0; i < tasks; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            failures = 0;
            body(i);
            fflush(stdout);
            _exit(failures != 0);
        }
    }
    for (int i = 0; i < tasks; i++)
        CHECK(exit_status(children[i]) == 0);
}

/* A signal kills this process if it has not ended after so many milliseconds. Elsewhere than on Foal, where a
 * nanosecond is an instruction, that says little: use it where a verdict needs an end. */
static inline void do_not_hang(int milliseconds)
{
    struct itimerval once = {.it_value = {milliseconds / 1000, milliseconds % 1000 * 1000}};
    CHECK(setitimer(ITIMER_REAL, &once, NULL) == 0);
}

/* Some instructions in which anything may happen. */
static inline void dawdle(int rounds)
{
    for (volatile int round = 0; round < rounds; round++)
        ;
}

#endif
