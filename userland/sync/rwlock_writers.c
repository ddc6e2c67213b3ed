/* The rules are the conditions that are waited for; compare them with those of rwlock_fair.c. */
#include <sync/rwlock_writers.h>

void rwlock_writers_read(struct rwlock_writers *lock)
{
    MONITOR_PROCEDURE(&lock->monitor);
    MONITOR_AWAIT(&lock->readers_may, lock->writers == 0 && lock->writers_waiting == 0);
    lock->readers++;
}

void rwlock_writers_read_done(struct rwlock_writers *lock)
{
    MONITOR_PROCEDURE(&lock->monitor);
    if (--lock->readers == 0)
        condition_signal(&lock->writers_may);
}

void rwlock_writers_write(struct rwlock_writers *lock)
{
    MONITOR_PROCEDURE(&lock->monitor);
    lock->writers_waiting++;
    MONITOR_AWAIT(&lock->writers_may, lock->writers == 0 && lock->readers == 0);
    lock->writers_waiting--;
    lock->writers = 1;
}

void rwlock_writers_write_done(struct rwlock_writers *lock)
{
    MONITOR_PROCEDURE(&lock->monitor);
    lock->writers = 0;
    if (lock->writers_waiting > 0)
        condition_signal(&lock->writers_may);
    else
        condition_broadcast(&lock->readers_may);
}
