/* A reader-writer lock that prefers readers: none waits unless a writer is inside. Writers may starve. */
#ifndef SYNC_RWLOCK_READERS_H
#define SYNC_RWLOCK_READERS_H

#include <sync/mutex.h>

struct rwlock_readers {
    struct mutex mutex; /* guards readers */
    int readers;        /* inside, or the first of them waiting for the room */
    struct mutex room;  /* held by a writer, or by all readers together */
};

void rwlock_readers_read(struct rwlock_readers *lock);
void rwlock_readers_read_done(struct rwlock_readers *lock);
void rwlock_readers_write(struct rwlock_readers *lock);
void rwlock_readers_write_done(struct rwlock_readers *lock);

#endif
