/* When a lock becomes free, all who look at it swap at once, and all but one in vain. So whoever has swapped in vain
 * does nothing for some rounds before it looks again, and for twice as many after each further loss: the more want the
 * lock, the fewer try at a time. The limit keeps a task from staying away long after the lock is free.
 *
 * Backoff is unfair: who came last looks most often. */
#include <sync/backoff.h>

enum { LEAST = 4, MOST = 256 }; /* rounds */

static void stay_away(int rounds)
{
    for (volatile int round = 0; round < rounds; round++)
        ;
}

void backoff_acquire(struct backoff_lock *lock)
{
    for (int rounds = LEAST; ; rounds = rounds < MOST ? 2 * rounds : MOST) {
        while (__atomic_load_n(&lock->locked, __ATOMIC_RELAXED))
            count_spin();
        if (!__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE))
            break;
        stay_away(rounds);
    }
    count_acquisition();
}

void backoff_release(struct backoff_lock *lock)
{
    __atomic_store_n(&lock->locked, 0, __ATOMIC_RELEASE);
}
