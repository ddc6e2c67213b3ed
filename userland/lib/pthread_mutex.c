/* Mutexes: <sync/mutex.h>'s, and an owner where the kind asks for one. Those that the kernel is to know are pthread_owned.c's. */
#include "pthread.h"

#include <errno.h>
#include <unistd.h>

int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
    int kind = attributes ? attributes->kind : PTHREAD_MUTEX_DEFAULT;
    if (attributes && attributes->robust)
        kind |= PTHREAD_KIND_ROBUST;
    if (attributes && attributes->protocol == PTHREAD_PRIO_INHERIT)
        kind |= PTHREAD_KIND_INHERIT;
    if ((kind & PTHREAD_KIND_ROBUST) && (kind & PTHREAD_KIND_INHERIT))
        return ENOTSUP;
    *mutex = (pthread_mutex_t){.kind = kind};
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    return mutex->mutex.state != 0 ? EBUSY : 0;
}

static int is_owned(const pthread_mutex_t *mutex)
{
    return mutex->kind > PTHREAD_KIND_MASK;
}

/* The caller has it now. */
static int taken(pthread_mutex_t *mutex)
{
    if (mutex->kind != PTHREAD_MUTEX_NORMAL) {
        __atomic_store_n(&mutex->owner, gettid(), __ATOMIC_RELAXED);
        mutex->depth = 1;
    }
    return 0;
}

/* Only a thread itself writes its tid there: whether it is the caller's cannot change meanwhile. */
static int is_mine(const pthread_mutex_t *mutex)
{
    return mutex->kind != PTHREAD_MUTEX_NORMAL && __atomic_load_n(&mutex->owner, __ATOMIC_RELAXED) == gettid();
}

static int again(pthread_mutex_t *mutex, int error)
{
    if (mutex->kind == PTHREAD_MUTEX_ERRORCHECK)
        return error;
    mutex->depth++;
    return 0;
}

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
    if (is_owned(mutex))
        return pthread_owned_lock(mutex, 1, CLOCK_REALTIME, NULL);
    if (is_mine(mutex))
        return again(mutex, EDEADLK);
    mutex_lock(&mutex->mutex);
    return taken(mutex);
}

int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
    if (is_owned(mutex))
        return pthread_owned_lock(mutex, 0, CLOCK_REALTIME, NULL);
    if (is_mine(mutex))
        return again(mutex, EBUSY);
    return mutex_try_lock(&mutex->mutex) ? taken(mutex) : EBUSY;
}

/* As mutex_lock does it, but not for ever: see sync/mutex.c for the meaning of the states. */
int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *until)
{
    enum { FREE, LOCKED, CONTENDED };
    if (is_owned(mutex))
        return pthread_owned_lock(mutex, 1, clock, until);
    if (is_mine(mutex))
        return again(mutex, EDEADLK);
    if (mutex_try_lock(&mutex->mutex))
        return taken(mutex);
    while (__atomic_exchange_n(&mutex->mutex.state, CONTENDED, __ATOMIC_ACQUIRE) != FREE) {
        int error = pthread_futex_wait(&mutex->mutex.state, CONTENDED, clock, until);
        if (error == ETIMEDOUT || error == EINVAL)
            return error;
    }
    return taken(mutex);
}

int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until)
{
    return pthread_mutex_clocklock(mutex, CLOCK_REALTIME, until);
}

int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    if (is_owned(mutex))
        return pthread_owned_unlock(mutex);
    if (mutex->kind != PTHREAD_MUTEX_NORMAL) {
        if (!is_mine(mutex))
            return EPERM;
        if (--mutex->depth > 0)
            return 0;
        __atomic_store_n(&mutex->owner, 0, __ATOMIC_RELAXED);
    }
    mutex_unlock(&mutex->mutex);
    return 0;
}

/* No mutex has a ceiling. */
int pthread_mutex_setprioceiling(pthread_mutex_t *mutex, int ceiling, int *old)
{
    (void)mutex, (void)ceiling, (void)old;
    return EINVAL;
}

int pthread_mutex_getprioceiling(const pthread_mutex_t *mutex, int *ceiling)
{
    (void)mutex, (void)ceiling;
    return EINVAL;
}
