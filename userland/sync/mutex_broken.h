/* A mutex with a mistake, for the tools that find it: it asks too early whether anybody waits. */
#ifndef SYNC_MUTEX_BROKEN_H
#define SYNC_MUTEX_BROKEN_H

struct forgetful_mutex {
    int locked;
    int waiters;
};

void forgetful_mutex_lock(struct forgetful_mutex *mutex);
void forgetful_mutex_unlock(struct forgetful_mutex *mutex);

#endif
