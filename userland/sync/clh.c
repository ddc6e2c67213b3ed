/* The queue has no links: a task knows only the place of the one before it, which the swap told it, and watches that
 * until it is given up. To release is one store, with nobody to look for.
 *
 * The own place cannot be used again at once: the successor may not have looked at it yet. So a task takes the place of
 * its predecessor, which nobody looks at any more, and leaves it its own. */
#include <sync/clh.h>

/* Places are stored plus 1, so that zeroed memory is a lock that nobody has used. */
static unsigned int own_place(struct clh_lock *lock, int self)
{
    return lock->own[self] == 0 ? (unsigned int)self + 1 : lock->own[self] - 1;
}

void clh_acquire(struct clh_lock *lock, int self)
{
    unsigned int mine = own_place(lock, self);
    __atomic_store_n(&lock->held[mine], 1, __ATOMIC_RELAXED);
    /* Release: whoever finds our place as the last must see that it is held. */
    unsigned int before = __atomic_exchange_n(&lock->last, mine, __ATOMIC_ACQ_REL);
    lock->before[self] = before;
    while (__atomic_load_n(&lock->held[before], __ATOMIC_ACQUIRE))
        count_spin();
    count_acquisition();
}

void clh_release(struct clh_lock *lock, int self)
{
    unsigned int mine = own_place(lock, self);
    lock->own[self] = lock->before[self] + 1;
    __atomic_store_n(&lock->held[mine], 0, __ATOMIC_RELEASE);
}
