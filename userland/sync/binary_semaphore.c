/* As in semaphore.c: who waits says so and then looks, who gives gives and then looks. */
#include <sync/binary_semaphore.h>
#include <sync/futex.h>

void binary_semaphore_wait(struct binary_semaphore *semaphore)
{
    while (!__atomic_exchange_n(&semaphore->there, 0, __ATOMIC_ACQUIRE)) {
        __atomic_fetch_add(&semaphore->waiters, 1, __ATOMIC_SEQ_CST);
        futex_wait(&semaphore->there, 0);
        __atomic_fetch_sub(&semaphore->waiters, 1, __ATOMIC_RELAXED);
    }
}

void binary_semaphore_post(struct binary_semaphore *semaphore)
{
    __atomic_exchange_n(&semaphore->there, 1, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&semaphore->waiters, __ATOMIC_SEQ_CST) > 0)
        futex_wake(&semaphore->there, 1);
}
