/* Lamport's bakery: customers take numbers and are served in their order. */
#ifndef SYNC_BAKERY_H
#define SYNC_BAKERY_H

#include <stdatomic.h>
#include <sync/tasks.h>

struct bakery {
    atomic_int choosing[SYNC_TASKS]; /* 1 while the task takes its number */
    atomic_long number[SYNC_TASKS];  /* 0: it does not want to enter */
};

/* self: the task's own number; see <sync/tasks.h>. */
void bakery_acquire(struct bakery *lock, int self);
void bakery_release(struct bakery *lock, int self);

#endif
