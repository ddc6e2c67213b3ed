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

/* The sequence is read before the mutex is unlocked: a signal that comes in between changes it, and nobody sleeps. */
int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until)
{
    int seen = __atomic_load_n(&condition->sequence, __ATOMIC_RELAXED);
    int error = pthread_mutex_unlock(mutex);
    if (error)
        return error;
    error = pthread_futex_wait(&condition->sequence, seen, condition->clock, until);
    pthread_mutex_lock(mutex);
    return error == ETIMEDOUT || error == EINVAL ? error : 0;
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
    attributes->clock = CLOCK_REALTIME;
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

int pthread_condattr_setpshared(pthread_condattr_t *attributes, int shared)
{
    (void)attributes;
    return shared == PTHREAD_PROCESS_PRIVATE || shared == PTHREAD_PROCESS_SHARED ? 0 : EINVAL;
}
