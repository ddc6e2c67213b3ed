/* The test-and-test-and-set lock with exponential backoff: who has lost stays away for a while. */
#ifndef SYNC_BACKOFF_H
#define SYNC_BACKOFF_H

#include <sync/statistics.h>

struct backoff_lock {
    unsigned int locked; /* 1 while a task holds the lock */
};

void backoff_acquire(struct backoff_lock *lock);
void backoff_release(struct backoff_lock *lock);

#endif
