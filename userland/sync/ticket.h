/* The ticket lock: first come, first served. */
#ifndef SYNC_TICKET_H
#define SYNC_TICKET_H

#include <sync/statistics.h>

/* Both counters only grow, and may wrap around; the lock is free when they are equal. */
struct ticket_lock {
    unsigned int next_ticket; /* what the next to come draws */
    unsigned int now_serving; /* whose turn it is */
};

void ticket_acquire(struct ticket_lock *lock);
void ticket_release(struct ticket_lock *lock);

#endif
