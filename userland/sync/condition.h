/* The condition variable: waits, with a mutex released meanwhile, until something about what it guards has changed. */
#ifndef SYNC_CONDITION_H
#define SYNC_CONDITION_H

#include <sync/mutex.h>

struct condition {
    int sequence; /* how often it was signalled; may wrap around */
    int waiters;  /* guarded by the mutex */
};

/* All are to be called with the mutex locked. This one returns with it locked. It may return without a signal, and
 * after a signal others may have come before: so call it in a loop that looks at what is waited for. */
void condition_wait(struct condition *condition, struct mutex *mutex);

/* Wakes one who waits, or all. */
void condition_signal(struct condition *condition);
void condition_broadcast(struct condition *condition);

#endif
