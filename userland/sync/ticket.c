/* With the other locks, who gets the lock next is chance, and one may lose for ever. Here drawing a ticket is the
 * only race, and it settles the order: nobody is overtaken.
 *
 * The price on a machine with fewer harts than processes: when the one whose turn it is has been preempted, nobody
 * else can have the lock, though it is free. */
#include <sync/ticket.h>

void ticket_acquire(struct ticket_lock *lock)
{
    unsigned int ticket = __atomic_fetch_add(&lock->next_ticket, 1, __ATOMIC_RELAXED);
    /* This load, not the one above, sees the previous holder's release: it is the one that acquires. */
    while (__atomic_load_n(&lock->now_serving, __ATOMIC_ACQUIRE) != ticket)
        count_spin();
    count_acquisition();
}

/* Only the holder writes now_serving, so reading it and writing it need not be one atomic step. */
void ticket_release(struct ticket_lock *lock)
{
    unsigned int ticket = __atomic_load_n(&lock->now_serving, __ATOMIC_RELAXED);
    __atomic_store_n(&lock->now_serving, ticket + 1, __ATOMIC_RELEASE);
}
