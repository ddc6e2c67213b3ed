/* Threads with a result, of <sync/thread.h>'s. */
#include "pthread.h"
#include "cancellation.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sync/futex.h>
#include <sync/thread_storage.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct pthread first = {.thread.tid = 1}; /* of that thread it only says whether it has ended */
static _Thread_local struct pthread *myself = &first;

static struct mutex detached_lock;
static struct pthread *detached; /* guarded by that: a thread cannot free its own stack, so others do it later */

pthread_t pthread_self(void)
{
    return myself;
}

static size_t whole_pages(size_t size)
{
    return (size + PTHREAD_PAGE - 1) & ~(size_t)(PTHREAD_PAGE - 1);
}

int pthread_equal(pthread_t one, pthread_t other)
{
    return one == other;
}

/* When the last thread ends so does the process, however the first has ended. */
static void end(struct pthread *self, void *result)
{
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    while (self->cleanup)
        pthread_cleanup_end(self->cleanup, 1);
    pthread_destroy_values();
    self->result = result;
    if (self == &first) {
        __atomic_store_n(&first.thread.tid, 0, __ATOMIC_RELEASE);
        futex_wake(&first.thread.tid, FUTEX_EVERYBODY);
    }
    if (__atomic_sub_fetch(&pthread_alive, 1, __ATOMIC_ACQ_REL) == 0)
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
    if (myself->scheduling) {
        myself->refused = pthread_setschedparam(myself, myself->scheduling->policy, &myself->scheduling->parameters);
        __atomic_store_n(&myself->is_scheduled, 1, __ATOMIC_RELEASE);
        futex_wake(&myself->is_scheduled, 1);
        if (myself->refused)
            return;
    }
    end(myself, myself->body(myself->argument));
}

/* ---- their memory ---- */

/* A guard, which nobody may touch, and above it the stack. */
static int map_stack(struct pthread *new, const pthread_attr_t *attributes)
{
    size_t guard = whole_pages(attributes->guard_size);
    size_t size = whole_pages(attributes->stack_size + thread_storage_size() / PTHREAD_PAGE * PTHREAD_PAGE);
    char *memory = mmap(NULL, guard + size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return -1;
    new->mapping = memory;
    new->mapping_size = guard + size;
    return mprotect(memory + guard, size, PROT_READ | PROT_WRITE);
}

/* Waits until it has ended, and gives back what it had. */
static void release(struct pthread *thread)
{
    thread_join(&thread->thread);
    if (thread->mapping)
        munmap(thread->mapping, thread->mapping_size);
    free(thread);
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
        release(one);
    }
    mutex_unlock(&detached_lock);
}

int pthread_detach(pthread_t thread)
{
    if (thread->detached)
        return EINVAL;
    thread->detached = 1;
    if (thread == &first)
        return 0;
    mutex_lock(&detached_lock);
    thread->next = detached;
    detached = thread;
    mutex_unlock(&detached_lock);
    return 0;
}

/* ---------------------------------------------------------------------------------------------------------------- */

/* What its maker wants it to be the thread asks for itself, and the maker waits for the answer. */
static int start(struct pthread *new, const pthread_attr_t *attributes)
{
    if (!attributes->stack && map_stack(new, attributes) != 0)
        return EAGAIN;
    char *end = attributes->stack ? (char *)attributes->stack + attributes->stack_size : (char *)new->mapping + new->mapping_size;
    if (attributes->stack)
        memset(end - thread_storage_size(), 0, thread_storage_size());
    if (attributes->explicit)
        new->scheduling = attributes;
    if (thread_create_on_stack(&new->thread, end, run, new) != 0)
        return EAGAIN;
    while (attributes->explicit && !__atomic_load_n(&new->is_scheduled, __ATOMIC_ACQUIRE))
        futex_wait(&new->is_scheduled, 0);
    return new->refused;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument)
{
    static const pthread_attr_t usual = {.stack_size = PTHREAD_STACK_SIZE, .guard_size = PTHREAD_PAGE};
    free_detached();
    struct pthread *new = calloc(1, sizeof *new);
    if (!new)
        return EAGAIN;
    new->body = body;
    new->argument = argument;
    *thread = new; /* before it runs, so that it may look there itself */
    __atomic_add_fetch(&pthread_alive, 1, __ATOMIC_RELAXED);
    int error = start(new, attributes ? attributes : &usual);
    if (error) {
        __atomic_sub_fetch(&pthread_alive, 1, __ATOMIC_RELAXED);
        release(new);
        return error;
    }
    return attributes && attributes->detached ? pthread_detach(new) : 0;
}

int pthread_join(pthread_t thread, void **result)
{
    if (thread == pthread_self())
        return EDEADLK;
    if (thread->detached)
        return EINVAL;
    int tid;
    while ((tid = __atomic_load_n(&thread->thread.tid, __ATOMIC_ACQUIRE)) != 0)
        pthread_cancellable_futex_wait(&thread->thread.tid, tid, CLOCK_MONOTONIC, NULL);
    if (result)
        *result = thread->result;
    if (thread != &first)
        release(thread);
    return 0;
}

pid_t pthread_tid(pthread_t thread)
{
    return thread == myself ? gettid() : thread == &first ? getpid() : __atomic_load_n(&thread->thread.tid, __ATOMIC_ACQUIRE);
}

/* One that has ended and is not joined yet is told in vain. */
int pthread_kill(pthread_t thread, int signal)
{
    pid_t tid = pthread_tid(thread);
    return tid == 0 || syscall(SYS_tgkill, getpid(), tid, signal) == 0 || errno == ESRCH ? 0 : errno;
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
