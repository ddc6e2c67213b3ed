/* The queue lock of Mellor-Crummey and Scott: fair, and each waits at a place of its own. */
#ifndef SYNC_MCS_H
#define SYNC_MCS_H

#include <sync/statistics.h>
#include <sync/tasks.h>

/* Tasks are noted by their number plus 1; 0 is nobody. */
struct mcs_lock {
    unsigned int last; /* the last in the queue, whose first holds the lock */
    struct mcs_place {
        unsigned int next;    /* who comes after this one */
        unsigned int waiting; /* 1 until the one before it hands over the lock */
    } places[SYNC_TASKS];
};

/* self: the task's own number; see <sync/tasks.h>. */
void mcs_acquire(struct mcs_lock *lock, int self);
void mcs_release(struct mcs_lock *lock, int self);

#endif
