/* A waiter reads the sequence while it holds the mutex, when nobody can change what it waits for. A signal comes after
 * such a change, and changes the sequence: if it falls between unlocking and sleep, the waiter does not sleep. */
#include <sync/condition.h>
#include <sync/futex.h>

void condition_wait(struct condition *condition, struct mutex *mutex)
{
    int seen = __atomic_load_n(&condition->sequence, __ATOMIC_RELAXED);
    condition->waiters++;
    mutex_unlock(mutex);
    futex_wait(&condition->sequence, seen);
    mutex_lock(mutex);
    condition->waiters--;
}

static void wake(struct condition *condition, int most)
{
    if (condition->waiters == 0)
        return;
    __atomic_fetch_add(&condition->sequence, 1, __ATOMIC_RELAXED);
    futex_wake(&condition->sequence, most);
}

void condition_signal(struct condition *condition)
{
    wake(condition, 1);
}

void condition_broadcast(struct condition *condition)
{
    wake(condition, FUTEX_EVERYBODY);
}
