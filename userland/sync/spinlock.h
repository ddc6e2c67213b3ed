/* The test-and-set lock: the simplest there is.
 *
 * Like every lock here it is plain memory: zeroed memory is an unlocked lock, and in memory that processes share it
 * works between them. */
#ifndef SYNC_SPINLOCK_H
#define SYNC_SPINLOCK_H

#include <sync/statistics.h>

struct spinlock {
    unsigned int locked; /* 1 while a process holds the lock */
};

void spinlock_acquire(struct spinlock *lock);

/* Returns 1 if it got the lock, 0 if another process holds it. */
int spinlock_try_acquire(struct spinlock *lock);

void spinlock_release(struct spinlock *lock);

#endif
