/* One instruction makes the lock possible: amoswap writes a word and returns what the word was, and nothing else can
 * come between. Of several that swap in a 1, exactly one gets the 0 back: it holds the lock.
 *
 * The memory accesses inside the critical section must also stay inside, as other harts see them:
 * - .aq, acquire: none that follows in the program may be seen before the swap;
 * - .rl, release: none that precedes in the program may be seen after the swap.
 * "memory" asks the same of the compiler. */
#include <sync/spinlock.h>

int spinlock_try_acquire(struct spinlock *lock)
{
    unsigned int was_locked;
    asm volatile("amoswap.w.aq %0, %2, %1" : "=r"(was_locked), "+A"(lock->locked) : "r"(1) : "memory");
    if (was_locked)
        return 0;
    count_acquisition();
    return 1;
}

void spinlock_acquire(struct spinlock *lock)
{
    while (!spinlock_try_acquire(lock))
        count_spin();
}

void spinlock_release(struct spinlock *lock)
{
    asm volatile("amoswap.w.rl zero, zero, %0" : "+A"(lock->locked) : : "memory");
}
