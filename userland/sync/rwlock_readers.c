/* The first solution of Courtois, Heymans and Parnas (1971). The first reader takes the room for all, the last one
 * gives it back, perhaps another task than took it: this mutex has no owner, so that is allowed. */
#include <sync/rwlock_readers.h>

void rwlock_readers_read(struct rwlock_readers *lock)
{
    mutex_lock(&lock->mutex);
    if (++lock->readers == 1)
        mutex_lock(&lock->room); /* other readers now wait for the mutex */
    mutex_unlock(&lock->mutex);
}

void rwlock_readers_read_done(struct rwlock_readers *lock)
{
    mutex_lock(&lock->mutex);
    if (--lock->readers == 0)
        mutex_unlock(&lock->room);
    mutex_unlock(&lock->mutex);
}

void rwlock_readers_write(struct rwlock_readers *lock)
{
    mutex_lock(&lock->room);
}

void rwlock_readers_write_done(struct rwlock_readers *lock)
{
    mutex_unlock(&lock->room);
}
