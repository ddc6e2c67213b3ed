#include <sync/condition_broken.h>
#include <sync/futex.h>

/* A signal that falls between the unlocking and the load is taken for old, and slept through: a lost wake-up. */
void late_condition_wait(struct late_condition *condition, struct mutex *mutex)
{
    mutex_unlock(mutex);
    int seen = __atomic_load_n(&condition->sequence, __ATOMIC_SEQ_CST);
    futex_wait(&condition->sequence, seen);
    mutex_lock(mutex);
}

void late_condition_signal(struct late_condition *condition)
{
    __atomic_fetch_add(&condition->sequence, 1, __ATOMIC_SEQ_CST);
    futex_wake(&condition->sequence, 1);
}
