/* A fair reader-writer lock: readers and writers are let in in the order in which they came. Nobody starves. */
#ifndef SYNC_RWLOCK_FAIR_H
#define SYNC_RWLOCK_FAIR_H

#include <sync/monitor.h>

struct rwlock_fair {
    struct monitor monitor;   /* guards everything below */
    struct condition changed;
    unsigned int next_ticket; /* what the next to come draws; may wrap around */
    unsigned int now_serving; /* who is let in next */
    int readers;              /* inside */
    int writers;              /* inside: 0 or 1 */
};

void rwlock_fair_read(struct rwlock_fair *lock);
void rwlock_fair_read_done(struct rwlock_fair *lock);
void rwlock_fair_write(struct rwlock_fair *lock);
void rwlock_fair_write_done(struct rwlock_fair *lock);

#endif
