/* The mutex: a lock whose losers sleep. Like every lock here it is plain memory, unlocked when zeroed, and works
 * between processes too. */
#ifndef SYNC_MUTEX_H
#define SYNC_MUTEX_H

struct mutex {
    int state; /* 0 free, 1 locked, 2 locked and perhaps somebody waits */
};

void mutex_lock(struct mutex *mutex);

/* Returns 1 if it got the lock, 0 if another task holds it. */
int mutex_try_lock(struct mutex *mutex);

void mutex_unlock(struct mutex *mutex);

#endif
