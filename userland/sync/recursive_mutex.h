/* A mutex that its holder may lock again; it is free when unlocked as often as locked. */
#ifndef SYNC_RECURSIVE_MUTEX_H
#define SYNC_RECURSIVE_MUTEX_H

#include <sync/mutex.h>

struct recursive_mutex {
    struct mutex mutex;
    int owner; /* who holds it; 0: nobody */
    int depth; /* how often it has been locked; the owner's alone */
};

/* self: a number of the caller's own, not 0. A tid will do, but ask for it once: gettid is a system call, and dearer
 * than the lock. */
void recursive_mutex_lock(struct recursive_mutex *mutex, int self);
void recursive_mutex_unlock(struct recursive_mutex *mutex);

#endif
