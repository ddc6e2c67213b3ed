/* Why no wake-up is lost: who waits notes that first and then sleeps only if the count is 0 still; who gives raises
 * the count first and then looks for waiters. Of two tasks that each store and then load what the other has stored, at
 * least one sees the other, provided that nobody's load overtakes its store: hence the order __ATOMIC_SEQ_CST. (It is
 * the same argument as for Dekker's algorithm.) */
#include <sync/futex.h>
#include <sync/semaphore.h>

int semaphore_try_wait(struct semaphore *semaphore)
{
    int count = __atomic_load_n(&semaphore->count, __ATOMIC_RELAXED);
    while (count > 0)
        if (__atomic_compare_exchange_n(&semaphore->count, &count, count - 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
            return 1;
    return 0;
}

void semaphore_wait(struct semaphore *semaphore)
{
    while (!semaphore_try_wait(semaphore)) {
        __atomic_fetch_add(&semaphore->waiters, 1, __ATOMIC_SEQ_CST);
        futex_wait(&semaphore->count, 0);
        __atomic_fetch_sub(&semaphore->waiters, 1, __ATOMIC_RELAXED);
    }
}

void semaphore_post(struct semaphore *semaphore)
{
    __atomic_fetch_add(&semaphore->count, 1, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&semaphore->waiters, __ATOMIC_SEQ_CST) > 0)
        futex_wake(&semaphore->count, 1);
}
