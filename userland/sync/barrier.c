/* What is waited for is the end of the round one has arrived in. Who waits for "arrived is 0 again" may miss it: a fast
 * task may arrive for the next round before a slow one has looked. See barrier_broken.c. */
#include <sync/barrier.h>
#include <sync/futex.h>

int barrier_wait(struct barrier *barrier, int tasks)
{
    int round = __atomic_load_n(&barrier->round, __ATOMIC_RELAXED); /* before arriving: afterwards it may have ended */
    if (__atomic_fetch_add(&barrier->arrived, 1, __ATOMIC_ACQ_REL) == tasks - 1) {
        __atomic_store_n(&barrier->arrived, 0, __ATOMIC_RELAXED); /* nobody else arrives before the round has ended */
        __atomic_fetch_add(&barrier->round, 1, __ATOMIC_RELEASE);
        futex_wake(&barrier->round, FUTEX_EVERYBODY);
        return 1;
    }
    while (__atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE) == round)
        futex_wait(&barrier->round, round);
    return 0;
}
