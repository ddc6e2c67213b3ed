/* A swap takes the cache line away from every other hart, even if it changes nothing. So those that wait only read,
 * each from its own cache, and swap when the lock looks free. The swap still decides: several may see the lock free
 * at once.
 *
 * The same orders as in spinlock.c, here in the terms of C: __ATOMIC_ACQUIRE and __ATOMIC_RELEASE. Compare the
 * instructions that the compiler makes of them. */
#include <sync/ttas.h>

void ttas_acquire(struct ttas_lock *lock)
{
    for (;;) {
        while (__atomic_load_n(&lock->locked, __ATOMIC_RELAXED))
            count_spin();
        if (!__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE))
            break;
        count_spin();
    }
    count_acquisition();
}

void ttas_release(struct ttas_lock *lock)
{
    __atomic_store_n(&lock->locked, 0, __ATOMIC_RELEASE);
}
