/* Each round ends with the other value of one bit. Every task knows by itself which that is, since it has taken part in
 * every round: so nothing must be read before arriving, and nothing can wrap around. */
#include <sync/sense_barrier.h>

void sense_barrier_wait(struct sense_barrier *barrier, int tasks, int *sense)
{
    *sense = !*sense;
    if (__atomic_fetch_add(&barrier->arrived, 1, __ATOMIC_ACQ_REL) == tasks - 1) {
        __atomic_store_n(&barrier->arrived, 0, __ATOMIC_RELAXED);
        __atomic_store_n(&barrier->sense, *sense, __ATOMIC_RELEASE);
    } else
        while (__atomic_load_n(&barrier->sense, __ATOMIC_ACQUIRE) != *sense)
            ;
}
