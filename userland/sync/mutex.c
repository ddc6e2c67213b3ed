/* The kernel is asked only when there is something to wait for. Whoever has slept takes the lock in state 2, since
 * others may sleep still: at worst an unlock then wakes nobody. */
#include <sync/futex.h>
#include <sync/mutex.h>

enum { FREE, LOCKED, CONTENDED };

int mutex_try_lock(struct mutex *mutex)
{
    int free = FREE;
    return __atomic_compare_exchange_n(&mutex->state, &free, LOCKED, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

void mutex_lock(struct mutex *mutex)
{
    if (mutex_try_lock(mutex))
        return;
    while (__atomic_exchange_n(&mutex->state, CONTENDED, __ATOMIC_ACQUIRE) != FREE)
        futex_wait(&mutex->state, CONTENDED);
}

void mutex_unlock(struct mutex *mutex)
{
    if (__atomic_exchange_n(&mutex->state, FREE, __ATOMIC_RELEASE) == CONTENDED)
        futex_wake(&mutex->state, 1);
}
