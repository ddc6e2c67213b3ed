/* As in a ticket lock, to draw a ticket settles the order. Readers that follow each other are let in together, for each
 * serves the next ticket as soon as it is inside; a writer among them divides those before it from those after it. */
#include <sync/rwlock_fair.h>

void rwlock_fair_read(struct rwlock_fair *lock)
{
    MONITOR_PROCEDURE(&lock->monitor);
    unsigned int ticket = lock->next_ticket++;
    MONITOR_AWAIT(&lock->changed, lock->now_serving == ticket && lock->writers == 0);
    lock->readers++;
    lock->now_serving++;
    condition_broadcast(&lock->changed); /* the next may be a reader */
}

void rwlock_fair_read_done(struct rwlock_fair *lock)
{
    MONITOR_PROCEDURE(&lock->monitor);
    if (--lock->readers == 0)
        condition_broadcast(&lock->changed);
}

void rwlock_fair_write(struct rwlock_fair *lock)
{
    MONITOR_PROCEDURE(&lock->monitor);
    unsigned int ticket = lock->next_ticket++;
    MONITOR_AWAIT(&lock->changed, lock->now_serving == ticket && lock->writers == 0 && lock->readers == 0);
    lock->writers = 1;
    lock->now_serving++;
}

void rwlock_fair_write_done(struct rwlock_fair *lock)
{
    MONITOR_PROCEDURE(&lock->monitor);
    lock->writers = 0;
    condition_broadcast(&lock->changed);
}
