/* Lamport's bakery with mistakes, for the tools that find them. */
#ifndef SYNC_BAKERY_BROKEN_H
#define SYNC_BAKERY_BROKEN_H

#include <stdatomic.h>
#include <sync/tasks.h>

/* Does not tell others while it takes its number. */
struct bakery_no_choosing {
    atomic_long number[SYNC_TASKS];
};

void bakery_no_choosing_acquire(struct bakery_no_choosing *lock, int self);
void bakery_no_choosing_release(struct bakery_no_choosing *lock, int self);

/* Does not decide between two who have the same number. */
struct bakery_no_tie {
    atomic_int choosing[SYNC_TASKS];
    atomic_long number[SYNC_TASKS];
};

void bakery_no_tie_acquire(struct bakery_no_tie *lock, int self);
void bakery_no_tie_release(struct bakery_no_tie *lock, int self);

#endif
