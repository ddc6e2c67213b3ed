/* Locks for readers and writers, barriers and spinlocks: those of <sync/…> by other names. */
#include "pthread.h"

#include <errno.h>
#include <string.h>

int pthread_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes)
{
    (void)attributes;
    memset(lock, 0, sizeof *lock);
    return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t *lock)
{
    return lock->readers + lock->writers > 0 ? EBUSY : 0;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
    rwlock_fair_read(lock);
    return 0;
}

int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
    rwlock_fair_write(lock);
    return 0;
}

/* Nobody waits whose turn it is, and no writer is inside: then a ticket would be served at once. */
static int is_open(const pthread_rwlock_t *lock)
{
    return lock->next_ticket == lock->now_serving && lock->writers == 0;
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
    MONITOR_PROCEDURE(&lock->monitor);
    if (!is_open(lock))
        return EBUSY;
    lock->readers++;
    return 0;
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
    MONITOR_PROCEDURE(&lock->monitor);
    if (!is_open(lock) || lock->readers > 0)
        return EBUSY;
    lock->writers = 1;
    return 0;
}

/* Who holds it sees by which way: while a writer is inside nobody else is. */
int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
    if (lock->writers)
        rwlock_fair_write_done(lock);
    else
        rwlock_fair_read_done(lock);
    return 0;
}

int pthread_barrier_init(pthread_barrier_t *barrier, const pthread_barrierattr_t *attributes, unsigned count)
{
    (void)attributes;
    if (count == 0)
        return EINVAL;
    *barrier = (pthread_barrier_t){{0, 0}, count};
    return 0;
}

int pthread_barrier_destroy(pthread_barrier_t *barrier)
{
    (void)barrier;
    return 0;
}

int pthread_barrier_wait(pthread_barrier_t *barrier)
{
    return barrier_wait(&barrier->barrier, (int)barrier->count) ? PTHREAD_BARRIER_SERIAL_THREAD : 0;
}

int pthread_spin_init(pthread_spinlock_t *lock, int shared)
{
    (void)shared;
    memset(lock, 0, sizeof *lock);
    return 0;
}

int pthread_spin_destroy(pthread_spinlock_t *lock)
{
    (void)lock;
    return 0;
}

int pthread_spin_lock(pthread_spinlock_t *lock)
{
    spinlock_acquire(lock);
    return 0;
}

int pthread_spin_trylock(pthread_spinlock_t *lock)
{
    return spinlock_try_acquire(lock) ? 0 : EBUSY;
}

int pthread_spin_unlock(pthread_spinlock_t *lock)
{
    spinlock_release(lock);
    return 0;
}
