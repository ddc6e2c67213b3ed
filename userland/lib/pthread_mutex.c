/* Mutexes: <sync/mutex.h>'s, and an owner where the kind asks for one. */
#include "pthread.h"

#include <errno.h>
#include <sync/futex.h>
#include <unistd.h>

int pthread_futex_wait(int *word, int expected, clockid_t clock, const struct timespec *until)
{
    enum { FUTEX_WAIT_BITSET = 9, FUTEX_CLOCK_REALTIME = 256, ANY = -1 };
    int operation = clock == CLOCK_REALTIME ? FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME : FUTEX_WAIT_BITSET;
    return syscall(SYS_futex, word, operation, expected, until, NULL, ANY) < 0 ? errno : 0;
}

int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
    *mutex = (pthread_mutex_t){{0}, attributes ? attributes->kind : PTHREAD_MUTEX_DEFAULT, 0, 0};
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    return mutex->mutex.state != 0 ? EBUSY : 0;
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
    if (is_mine(mutex))
        return again(mutex, EDEADLK);
    mutex_lock(&mutex->mutex);
    return taken(mutex);
}

int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
    if (is_mine(mutex))
        return again(mutex, EBUSY);
    return mutex_try_lock(&mutex->mutex) ? taken(mutex) : EBUSY;
}

/* As mutex_lock does it, but not for ever: see sync/mutex.c for the meaning of the states. */
int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until)
{
    enum { FREE, LOCKED, CONTENDED };
    if (is_mine(mutex))
        return again(mutex, EDEADLK);
    if (mutex_try_lock(&mutex->mutex))
        return taken(mutex);
    while (__atomic_exchange_n(&mutex->mutex.state, CONTENDED, __ATOMIC_ACQUIRE) != FREE) {
        int error = pthread_futex_wait(&mutex->mutex.state, CONTENDED, CLOCK_REALTIME, until);
        if (error == ETIMEDOUT || error == EINVAL)
            return error;
    }
    return taken(mutex);
}

int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
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

int pthread_mutexattr_init(pthread_mutexattr_t *attributes)
{
    attributes->kind = PTHREAD_MUTEX_DEFAULT;
    return 0;
}

int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes)
{
    (void)attributes;
    return 0;
}

int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int kind)
{
    if (kind < PTHREAD_MUTEX_NORMAL || kind > PTHREAD_MUTEX_ERRORCHECK)
        return EINVAL;
    attributes->kind = kind;
    return 0;
}

int pthread_mutexattr_gettype(const pthread_mutexattr_t *attributes, int *kind)
{
    *kind = attributes->kind;
    return 0;
}

int pthread_mutexattr_setpshared(pthread_mutexattr_t *attributes, int shared)
{
    (void)attributes;
    return shared == PTHREAD_PROCESS_PRIVATE || shared == PTHREAD_PROCESS_SHARED ? 0 : EINVAL;
}
