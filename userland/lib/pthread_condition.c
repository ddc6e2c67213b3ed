/* Condition variables. Those of <sync/condition.h> want the mutex locked at a signal as well; here it need not be, and so
 * nobody knows whether anybody waits: each signal asks the kernel. */
#include "pthread.h"

#include <errno.h>
#include <sync/futex.h>

int pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes)
{
    *condition = (pthread_cond_t){0, attributes ? attributes->clock : CLOCK_REALTIME};
    return 0;
}

int pthread_cond_destroy(pthread_cond_t *condition)
{
    (void)condition;
    return 0;
}

struct relocking {
    pthread_mutex_t *mutex;
    int error;
};

static void relock(void *argument)
{
    struct relocking *relocking = argument;
    relocking->error = pthread_mutex_lock(relocking->mutex);
}

/* The sequence is read before the mutex is unlocked: a signal that comes in between changes it, and nobody sleeps. Who is
 * cancelled has the mutex again before its clean-up handlers are called. */
int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock, const struct timespec *until)
{
    struct relocking relocking = {mutex, 0};
    int seen = __atomic_load_n(&condition->sequence, __ATOMIC_RELAXED);
    int error = pthread_mutex_unlock(mutex);
    if (error)
        return error;
    pthread_cleanup_push(relock, &relocking);
    error = pthread_cancellable_futex_wait(&condition->sequence, seen, clock, until);
    pthread_cleanup_pop(1);
    return relocking.error ? relocking.error : error == ETIMEDOUT || error == EINVAL ? error : 0;
}

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until)
{
    return pthread_cond_clockwait(condition, mutex, condition->clock, until);
}

int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
    return pthread_cond_timedwait(condition, mutex, NULL);
}

static int wake(pthread_cond_t *condition, int most)
{
    __atomic_fetch_add(&condition->sequence, 1, __ATOMIC_RELAXED);
    futex_wake(&condition->sequence, most);
    return 0;
}

int pthread_cond_signal(pthread_cond_t *condition)
{
    return wake(condition, 1);
}

int pthread_cond_broadcast(pthread_cond_t *condition)
{
    return wake(condition, FUTEX_EVERYBODY);
}

int pthread_condattr_init(pthread_condattr_t *attributes)
{
    *attributes = (pthread_condattr_t){.clock = CLOCK_REALTIME};
    return 0;
}

int pthread_condattr_destroy(pthread_condattr_t *attributes)
{
    (void)attributes;
    return 0;
}

int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock)
{
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
        return EINVAL;
    attributes->clock = clock;
    return 0;
}

int pthread_condattr_getclock(const pthread_condattr_t *attributes, clockid_t *clock)
{
    *clock = attributes->clock;
    return 0;
}

int pthread_condattr_setpshared(pthread_condattr_t *attributes, int shared)
{
    return pthread_set_shared(&attributes->shared, shared);
}

int pthread_condattr_getpshared(const pthread_condattr_t *attributes, int *shared)
{
    *shared = attributes->shared;
    return 0;
}
