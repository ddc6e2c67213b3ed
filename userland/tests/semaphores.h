/* A set of System V semaphores to test, and short ways to use it. */
#ifndef SEMAPHORES_H
#define SEMAPHORES_H

#include "check.h"
#include <sys/sem.h>
#include <sys/syscall.h>

#define MAX_VALUE 32767 /* of a semaphore */

static int set;

static inline void new_set(int count)
{
    set = semget(IPC_PRIVATE, count, IPC_CREAT | 0600);
    CHECK(set >= 0);
}

static inline void remove_set(void)
{
    CHECK(semctl(set, 0, IPC_RMID) == 0);
}

static inline int value(int semaphore)
{
    return semctl(set, semaphore, GETVAL);
}

static inline void set_value(int semaphore, int to)
{
    CHECK(semctl(set, semaphore, SETVAL, to) == 0);
}

static inline int operate(int semaphore, int change, int flags)
{
    struct sembuf operation = {semaphore, change, flags};
    return semop(set, &operation, 1);
}

/* Until so many wait for a semaphore to grow, or to become 0. */
static inline void await_waiters(int semaphore, int command, int count)
{
    while (semctl(set, semaphore, command) != count)
        sched_yield();
}

#endif
