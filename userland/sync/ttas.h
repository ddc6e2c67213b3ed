/* The test-and-test-and-set lock: it looks before it swaps. */
#ifndef SYNC_TTAS_H
#define SYNC_TTAS_H

#include <sync/statistics.h>

struct ttas_lock {
    unsigned int locked; /* 1 while a process holds the lock */
};

void ttas_acquire(struct ttas_lock *lock);
void ttas_release(struct ttas_lock *lock);

#endif
