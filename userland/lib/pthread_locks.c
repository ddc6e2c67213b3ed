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

/* Comes in unless it would have to wait: nobody has a ticket that is not served yet, and the lock is free. In the monitor. */
static int enter(pthread_rwlock_t *lock, int writes)
{
    if (lock->next_ticket != lock->now_serving || lock->writers > 0 || (writes && lock->readers > 0))
        return EBUSY;
    if (writes)
        lock->writers = 1;
    else
        lock->readers++;
    return 0;
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
    MONITOR_PROCEDURE(&lock->monitor);
    return enter(lock, 0);
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
    MONITOR_PROCEDURE(&lock->monitor);
    return enter(lock, 1);
}

/* A ticket cannot be given back. So who waits for a limited time draws none, and comes in when nobody has one. */
static int enter_until(pthread_rwlock_t *lock, int writes, clockid_t clock, const struct timespec *until)
{
    MONITOR_PROCEDURE(&lock->monitor);
    for (int error = 0; enter(lock, writes) != 0;) {
        if (error == ETIMEDOUT || error == EINVAL)
            return error;
        int seen = lock->changed.sequence;
        lock->changed.waiters++;
        mutex_unlock(&inside->mutex);
        error = pthread_futex_wait(&lock->changed.sequence, seen, clock, until);
        mutex_lock(&inside->mutex);
        lock->changed.waiters--;
    }
    return 0;
}

int pthread_rwlock_clockrdlock(pthread_rwlock_t *lock, clockid_t clock, const struct timespec *until)
{
    return enter_until(lock, 0, clock, until);
}

int pthread_rwlock_clockwrlock(pthread_rwlock_t *lock, clockid_t clock, const struct timespec *until)
{
    return enter_until(lock, 1, clock, until);
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct timespec *until)
{
    return enter_until(lock, 0, CLOCK_REALTIME, until);
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct timespec *until)
{
    return enter_until(lock, 1, CLOCK_REALTIME, until);
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

int pthread_rwlockattr_init(pthread_rwlockattr_t *attributes)
{
    attributes->shared = PTHREAD_PROCESS_PRIVATE;
    return 0;
}

int pthread_rwlockattr_destroy(pthread_rwlockattr_t *attributes)
{
    (void)attributes;
    return 0;
}

int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attributes, int shared)
{
    return pthread_set_shared(&attributes->shared, shared);
}

int pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *attributes, int *shared)
{
    *shared = attributes->shared;
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

int pthread_barrierattr_init(pthread_barrierattr_t *attributes)
{
    attributes->shared = PTHREAD_PROCESS_PRIVATE;
    return 0;
}

int pthread_barrierattr_destroy(pthread_barrierattr_t *attributes)
{
    (void)attributes;
    return 0;
}

int pthread_barrierattr_setpshared(pthread_barrierattr_t *attributes, int shared)
{
    return pthread_set_shared(&attributes->shared, shared);
}

int pthread_barrierattr_getpshared(const pthread_barrierattr_t *attributes, int *shared)
{
    *shared = attributes->shared;
    return 0;
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
