/* A lock of load-reserved and store-conditional. */
#ifndef SYNC_LRSC_H
#define SYNC_LRSC_H

#include <sync/statistics.h>

struct lrsc_lock {
    unsigned int locked; /* 1 while a task holds the lock */
};

void lrsc_acquire(struct lrsc_lock *lock);
void lrsc_release(struct lrsc_lock *lock);

#endif
