/* Peterson's algorithm: a lock for two tasks, of loads and stores alone, in three lines. */
#ifndef SYNC_PETERSON_H
#define SYNC_PETERSON_H

#include <stdatomic.h>

struct peterson {
    atomic_int wants[2]; /* 1: the task is inside or wants to be */
    atomic_int turn;     /* who goes first if both want to */
};

/* self: 0 or 1. */
void peterson_acquire(struct peterson *lock, int self);
void peterson_release(struct peterson *lock, int self);

#endif
