#include <sync/futex.h>
#include <sync/mutex_broken.h>

void forgetful_mutex_lock(struct forgetful_mutex *mutex)
{
    while (__atomic_exchange_n(&mutex->locked, 1, __ATOMIC_SEQ_CST)) {
        __atomic_fetch_add(&mutex->waiters, 1, __ATOMIC_SEQ_CST);
        futex_wait(&mutex->locked, 1);
        __atomic_fetch_sub(&mutex->waiters, 1, __ATOMIC_SEQ_CST);
    }
}

/* Between the question and the store somebody may find the mutex locked and go to sleep: a lost wake-up. Storing first
 * and asking then would be right. */
void forgetful_mutex_unlock(struct forgetful_mutex *mutex)
{
    int waiters = __atomic_load_n(&mutex->waiters, __ATOMIC_SEQ_CST);
    __atomic_store_n(&mutex->locked, 0, __ATOMIC_SEQ_CST);
    if (waiters > 0)
        futex_wake(&mutex->locked, 1);
}
