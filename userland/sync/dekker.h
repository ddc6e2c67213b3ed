/* Dekker's algorithm: the first solution for two tasks that have only loads and stores. */
#ifndef SYNC_DEKKER_H
#define SYNC_DEKKER_H

#include <stdatomic.h>

struct dekker {
    atomic_int wants[2]; /* 1: the task is inside or wants to be */
    atomic_int turn;     /* who need not give way */
};

/* self: 0 or 1. */
void dekker_acquire(struct dekker *lock, int self);
void dekker_release(struct dekker *lock, int self);

#endif
