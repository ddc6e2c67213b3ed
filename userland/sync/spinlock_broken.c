#include <sync/spinlock_broken.h>

/* Each access is atomic and fenced, and still two tasks may both see 0 before either stores its 1. */
void test_then_set_acquire(struct test_then_set_lock *lock)
{
    while (lock->locked)
        ;
    lock->locked = 1;
}

void test_then_set_release(struct test_then_set_lock *lock)
{
    lock->locked = 0;
}
