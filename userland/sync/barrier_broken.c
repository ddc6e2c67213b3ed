#include <sync/barrier_broken.h>
#include <sync/futex.h>

/* The last to arrive starts again with 0, for which the others wait. But a fast one may come back, and make it 1,
 * before a slow one has seen the 0. The slow one waits on, for a round in which it is missing. */
void one_time_barrier_wait(struct one_time_barrier *barrier, int tasks)
{
    int arrived;
    if (__atomic_fetch_add(&barrier->arrived, 1, __ATOMIC_SEQ_CST) == tasks - 1) {
        __atomic_store_n(&barrier->arrived, 0, __ATOMIC_SEQ_CST);
        futex_wake(&barrier->arrived, FUTEX_EVERYBODY);
    } else
        while ((arrived = __atomic_load_n(&barrier->arrived, __ATOMIC_SEQ_CST)) != 0)
            futex_wait(&barrier->arrived, arrived);
}
