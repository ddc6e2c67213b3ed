/* The queue lock of Craig, Landin and Hagersten: fair, and each waits at the place of the one before it. */
#ifndef SYNC_CLH_H
#define SYNC_CLH_H

#include <sync/statistics.h>
#include <sync/tasks.h>

/* There is one place more than tasks: the one that the last holder has left behind. */
struct clh_lock {
    unsigned int last;                  /* the place of the last in the queue */
    unsigned int held[SYNC_TASKS + 1];  /* by place: 1 while its task waits for the lock or holds it */
    unsigned int own[SYNC_TASKS];       /* by task: its place plus 1; 0: the one it begins with */
    unsigned int before[SYNC_TASKS];    /* by task: the place of the one before it */
};

/* self: the task's own number; see <sync/tasks.h>. */
void clh_acquire(struct clh_lock *lock, int self);
void clh_release(struct clh_lock *lock, int self);

#endif
