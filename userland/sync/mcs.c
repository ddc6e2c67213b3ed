/* With a ticket lock all who wait read the same word, and each hand-over takes it out of all their caches. Here a task
 * spins on a word that is written once, by the one before it in the queue, for it alone.
 *
 * One swap joins the queue: it names the new last and tells who was last until then. For a moment that one does not
 * know its successor yet; release has to wait for it then. */
#include <sync/mcs.h>

void mcs_acquire(struct mcs_lock *lock, int self)
{
    struct mcs_place *mine = &lock->places[self];
    mine->next = 0;
    mine->waiting = 1;
    /* Release: whoever finds us last must also find our place prepared. Acquire: the same, for who was last. */
    unsigned int before = __atomic_exchange_n(&lock->last, self + 1, __ATOMIC_ACQ_REL);
    if (before != 0) {
        __atomic_store_n(&lock->places[before - 1].next, self + 1, __ATOMIC_RELEASE);
        while (__atomic_load_n(&mine->waiting, __ATOMIC_ACQUIRE))
            count_spin();
    }
    count_acquisition();
}

void mcs_release(struct mcs_lock *lock, int self)
{
    struct mcs_place *mine = &lock->places[self];
    unsigned int next = __atomic_load_n(&mine->next, __ATOMIC_ACQUIRE);
    if (next == 0) {
        unsigned int me = self + 1;
        if (__atomic_compare_exchange_n(&lock->last, &me, 0, 0, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
            return; /* nobody waits */
        while ((next = __atomic_load_n(&mine->next, __ATOMIC_ACQUIRE)) == 0)
            count_spin(); /* somebody has swapped, and is about to tell us who it is */
    }
    __atomic_store_n(&lock->places[next - 1].waiting, 0, __ATOMIC_RELEASE);
}
