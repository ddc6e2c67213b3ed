/* The attributes of threads that are to be made. */
#include "pthread.h"

#include <errno.h>
#include <stdint.h>

int pthread_attr_init(pthread_attr_t *attributes)
{
    *attributes = (pthread_attr_t){.stack_size = PTHREAD_STACK_SIZE, .guard_size = PTHREAD_PAGE};
    return 0;
}

int pthread_attr_destroy(pthread_attr_t *attributes)
{
    (void)attributes;
    return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state)
{
    if (state != PTHREAD_CREATE_JOINABLE && state != PTHREAD_CREATE_DETACHED)
        return EINVAL;
    attributes->detached = state;
    return 0;
}

int pthread_attr_getdetachstate(const pthread_attr_t *attributes, int *state)
{
    *state = attributes->detached;
    return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size)
{
    if (size < PTHREAD_STACK_MIN)
        return EINVAL;
    attributes->stack_size = size;
    return 0;
}

int pthread_attr_getstacksize(const pthread_attr_t *attributes, size_t *size)
{
    *size = attributes->stack_size;
    return 0;
}

int pthread_attr_setstack(pthread_attr_t *attributes, void *stack, size_t size)
{
    if (size < PTHREAD_STACK_MIN || ((uintptr_t)stack + size) % 16 != 0)
        return EINVAL;
    attributes->stack = stack;
    attributes->stack_size = size;
    return 0;
}

int pthread_attr_getstack(const pthread_attr_t *attributes, void **stack, size_t *size)
{
    *stack = attributes->stack;
    *size = attributes->stack_size;
    return 0;
}

int pthread_attr_setguardsize(pthread_attr_t *attributes, size_t size)
{
    attributes->guard_size = size;
    return 0;
}

int pthread_attr_getguardsize(const pthread_attr_t *attributes, size_t *size)
{
    *size = attributes->guard_size;
    return 0;
}

int pthread_attr_setinheritsched(pthread_attr_t *attributes, int explicit)
{
    if (explicit != PTHREAD_INHERIT_SCHED && explicit != PTHREAD_EXPLICIT_SCHED)
        return EINVAL;
    attributes->explicit = explicit;
    return 0;
}

int pthread_attr_getinheritsched(const pthread_attr_t *attributes, int *explicit)
{
    *explicit = attributes->explicit;
    return 0;
}

int pthread_attr_setschedpolicy(pthread_attr_t *attributes, int policy)
{
    if (policy != SCHED_OTHER && policy != SCHED_FIFO && policy != SCHED_RR)
        return EINVAL;
    attributes->policy = policy;
    return 0;
}

int pthread_attr_getschedpolicy(const pthread_attr_t *attributes, int *policy)
{
    *policy = attributes->policy;
    return 0;
}

int pthread_attr_setschedparam(pthread_attr_t *attributes, const struct sched_param *parameters)
{
    int priority = parameters->sched_priority;
    if (priority < sched_get_priority_min(attributes->policy) || priority > sched_get_priority_max(attributes->policy))
        return EINVAL;
    attributes->parameters = *parameters;
    return 0;
}

int pthread_attr_getschedparam(const pthread_attr_t *attributes, struct sched_param *parameters)
{
    *parameters = attributes->parameters;
    return 0;
}

/* The kernel schedules each thread among all there are. */
int pthread_attr_setscope(pthread_attr_t *attributes, int scope)
{
    (void)attributes;
    return scope == PTHREAD_SCOPE_SYSTEM ? 0 : scope == PTHREAD_SCOPE_PROCESS ? ENOTSUP : EINVAL;
}

int pthread_attr_getscope(const pthread_attr_t *attributes, int *scope)
{
    (void)attributes;
    *scope = PTHREAD_SCOPE_SYSTEM;
    return 0;
}
