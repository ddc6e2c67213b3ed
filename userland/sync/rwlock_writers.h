/* A reader-writer lock that prefers writers: no reader enters while a writer waits. Readers may starve. */
#ifndef SYNC_RWLOCK_WRITERS_H
#define SYNC_RWLOCK_WRITERS_H

#include <sync/monitor.h>

struct rwlock_writers {
    struct monitor monitor; /* guards everything below */
    struct condition readers_may, writers_may;
    int readers;         /* inside */
    int writers;         /* inside: 0 or 1 */
    int writers_waiting;
};

void rwlock_writers_read(struct rwlock_writers *lock);
void rwlock_writers_read_done(struct rwlock_writers *lock);
void rwlock_writers_write(struct rwlock_writers *lock);
void rwlock_writers_write_done(struct rwlock_writers *lock);

#endif
