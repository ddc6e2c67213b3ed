/* Peterson's algorithm for any number of tasks, also called the filter lock. */
#ifndef SYNC_FILTER_H
#define SYNC_FILTER_H

#include <stdatomic.h>
#include <sync/tasks.h>

struct filter {
    atomic_int level[SYNC_TASKS]; /* by task: how far it has come; 0: it does not want to enter */
    atomic_int last[SYNC_TASKS];  /* by level: who has come there last */
};

/* self: the task's own number; see <sync/tasks.h>. */
void filter_acquire(struct filter *lock, int self);
void filter_release(struct filter *lock, int self);

#endif
