/* The filter lock with a mistake, for the tools that find it: one level, as for two tasks, however many there are. */
#ifndef SYNC_FILTER_BROKEN_H
#define SYNC_FILTER_BROKEN_H

#include <stdatomic.h>
#include <sync/tasks.h>

struct filter_one_level {
    atomic_int wants[SYNC_TASKS];
    atomic_int last;
};

void filter_one_level_acquire(struct filter_one_level *lock, int self);
void filter_one_level_release(struct filter_one_level *lock, int self);

#endif
