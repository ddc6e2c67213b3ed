/* A spinlock with a mistake, for the tools that find it: test and set are two steps. */
#ifndef SYNC_SPINLOCK_BROKEN_H
#define SYNC_SPINLOCK_BROKEN_H

#include <stdatomic.h>

struct test_then_set_lock {
    atomic_int locked;
};

void test_then_set_acquire(struct test_then_set_lock *lock);
void test_then_set_release(struct test_then_set_lock *lock);

#endif
