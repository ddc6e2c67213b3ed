/* Threads with a result, of <sync/thread.h>'s. */
#include "pthread.h"

#include <errno.h>
#include <stdlib.h>
#include <sync/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STACK_SIZE = 1 << 20 };

static struct pthread first;
static _Thread_local struct pthread *myself = &first;
static int alive = 1; /* threads that have not ended */

static struct mutex detached_lock;
static struct pthread *detached; /* guarded by that: a thread cannot free its own stack, so others do it later */

pthread_t pthread_self(void)
{
    return myself;
}

int pthread_equal(pthread_t one, pthread_t other)
{
    return one == other;
}

/* When the last thread ends so does the process, however the first has ended. */
static void end(struct pthread *self, void *result)
{
    while (self->cleanup)
        pthread_cleanup_end(self->cleanup, 1);
    pthread_destroy_values(self);
    self->result = result;
    if (__atomic_sub_fetch(&alive, 1, __ATOMIC_ACQ_REL) == 0)
        exit(EXIT_SUCCESS);
}

void pthread_exit(void *result)
{
    end(pthread_self(), result);
    for (;;)
        syscall(SYS_exit, 0); /* of this thread alone */
}

static void run(void *thread)
{
    myself = thread;
    end(myself, myself->body(myself->argument));
}

/* ---- those that nobody joins ---- */

static void free_detached(void)
{
    mutex_lock(&detached_lock);
    for (struct pthread **link = &detached; *link;) {
        struct pthread *one = *link;
        if (__atomic_load_n(&one->thread.tid, __ATOMIC_ACQUIRE) != 0) {
            link = &one->next;
            continue;
        }
        *link = one->next;
        thread_join(&one->thread);
        free(one);
    }
    mutex_unlock(&detached_lock);
}

int pthread_detach(pthread_t thread)
{
    if (thread->detached)
        return EINVAL;
    thread->detached = 1;
    mutex_lock(&detached_lock);
    thread->next = detached;
    detached = thread;
    mutex_unlock(&detached_lock);
    return 0;
}

/* ---------------------------------------------------------------------------------------------------------------- */

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument)
{
    free_detached();
    struct pthread *new = calloc(1, sizeof *new);
    if (!new)
        return EAGAIN;
    new->body = body;
    new->argument = argument;
    *thread = new; /* before it runs, so that it may look there itself */
    __atomic_add_fetch(&alive, 1, __ATOMIC_RELAXED);
    if (thread_create_with_stack(&new->thread, attributes ? attributes->stack_size : STACK_SIZE, run, new) != 0) {
        __atomic_sub_fetch(&alive, 1, __ATOMIC_RELAXED);
        free(new);
        return EAGAIN;
    }
    return attributes && attributes->detached ? pthread_detach(new) : 0;
}

int pthread_join(pthread_t thread, void **result)
{
    if (thread == pthread_self())
        return EDEADLK;
    if (thread->detached || thread == &first)
        return EINVAL;
    thread_join(&thread->thread);
    if (result)
        *result = thread->result;
    free(thread);
    return 0;
}

int pthread_kill(pthread_t thread, int signal)
{
    pid_t tid = thread == &first ? getpid() : __atomic_load_n(&thread->thread.tid, __ATOMIC_RELAXED);
    return tid == 0 ? ESRCH : syscall(SYS_tgkill, getpid(), tid, signal) == 0 ? 0 : errno;
}

void pthread_cleanup_begin(struct pthread_cleanup *handler)
{
    struct pthread *self = pthread_self();
    handler->before = self->cleanup;
    self->cleanup = handler;
}

void pthread_cleanup_end(struct pthread_cleanup *handler, int execute)
{
    pthread_self()->cleanup = handler->before;
    if (execute)
        handler->function(handler->argument);
}

/* ---- attributes ---- */

int pthread_attr_init(pthread_attr_t *attributes)
{
    *attributes = (pthread_attr_t){PTHREAD_CREATE_JOINABLE, STACK_SIZE};
    return 0;
}

int pthread_attr_destroy(pthread_attr_t *attributes)
{
    (void)attributes;
    return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state)
{
    attributes->detached = state;
    return state == PTHREAD_CREATE_JOINABLE || state == PTHREAD_CREATE_DETACHED ? 0 : EINVAL;
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
    attributes->stack_size = (size + 4095) & ~(size_t)4095;
    return 0;
}

int pthread_attr_getstacksize(const pthread_attr_t *attributes, size_t *size)
{
    *size = attributes->stack_size;
    return 0;
}
