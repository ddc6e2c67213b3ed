/* The attributes of threads and locks: what they are by default, and what can be asked for. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int address_is_between(const void *from, size_t size)
{
    char here;
    return &here >= (const char *)from && &here < (const char *)from + size;
}

static struct {
    void *stack;
    size_t size;
} own;

static void *look(void *unused)
{
    printf("runs on the stack that it was given: %s\n", address_is_between(own.stack, own.size) ? "yes" : "no");
    return unused;
}

static void *say_policy(void *unused)
{
    struct sched_param parameters;
    int policy;
    printf("getschedparam: %d\n", pthread_getschedparam(pthread_self(), &policy, &parameters));
    printf("policy %s, priority %d\n", policy == SCHED_OTHER ? "other" : policy == SCHED_RR ? "rr" : "fifo", parameters.sched_priority);
    return unused;
}

static void *compute(void *unused)
{
    for (volatile int i = 0; i < 100000; i++)
        ;
    clockid_t clock;
    struct timespec time;
    printf("getcpuclockid: %d\n", pthread_getcpuclockid(pthread_self(), &clock));
    printf("it has run: %s\n", clock_gettime(clock, &time) == 0 && (time.tv_sec > 0 || time.tv_nsec > 0) ? "yes" : "no");
    return unused;
}

static void threads(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    struct sched_param parameters = {0};
    int value;
    size_t size;
    pthread_attr_init(&attributes);
    pthread_attr_getdetachstate(&attributes, &value);
    printf("joinable: %s\n", value == PTHREAD_CREATE_JOINABLE ? "yes" : "no");
    pthread_attr_getscope(&attributes, &value);
    printf("scope of the system: %s\n", value == PTHREAD_SCOPE_SYSTEM ? "yes" : "no");
    printf("scope of the process: %s\n", strerror(pthread_attr_setscope(&attributes, PTHREAD_SCOPE_PROCESS)));
    pthread_attr_getinheritsched(&attributes, &value);
    printf("inherits: %s\n", value == PTHREAD_INHERIT_SCHED ? "yes" : "no");
    pthread_attr_getguardsize(&attributes, &size);
    printf("guard of %zu, ", size);
    pthread_attr_setguardsize(&attributes, 10000);
    pthread_attr_getguardsize(&attributes, &size);
    printf("then %zu\n", size);
    printf("a small stack: %s\n", strerror(pthread_attr_setstacksize(&attributes, 100)));
    printf("no such policy: %s\n", strerror(pthread_attr_setschedpolicy(&attributes, 77)));

    static _Alignas(4096) char stack[256 * 1024];
    own.size = sizeof stack;
    own.stack = stack;
    printf("setstack: %d\n", pthread_attr_setstack(&attributes, own.stack, own.size));
    pthread_create(&thread, &attributes, look, NULL);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);

    pthread_attr_init(&attributes);
    printf("explicit: %d\n", pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED));
    printf("policy: %d\n", pthread_attr_setschedpolicy(&attributes, SCHED_OTHER));
    printf("parameters: %d\n", pthread_attr_setschedparam(&attributes, &parameters));
    value = pthread_create(&thread, &attributes, say_policy, NULL);
    pthread_join(thread, NULL);
    printf("create: %d\n", value);
    pthread_create(&thread, NULL, compute, NULL);
    pthread_join(thread, NULL);
    printf("setschedparam: %d\n", pthread_setschedparam(pthread_self(), SCHED_OTHER, &parameters));
    printf("concurrency %d, ", pthread_getconcurrency());
    printf("%d, ", pthread_setconcurrency(3));
    printf("%d\n", pthread_getconcurrency());
}

int main(void)
{
    pthread_mutexattr_t mutex;
    pthread_condattr_t condition;
    pthread_rwlockattr_t rwlock;
    pthread_barrierattr_t barrier;
    clockid_t clock;
    int a, b, c, d;
    threads();
    pthread_mutexattr_init(&mutex);
    pthread_mutexattr_getpshared(&mutex, &a);
    pthread_mutexattr_gettype(&mutex, &b);
    pthread_mutexattr_getprotocol(&mutex, &c);
    pthread_mutexattr_getrobust(&mutex, &d);
    printf("mutex: %d %d %d %d\n", a == PTHREAD_PROCESS_PRIVATE, b == PTHREAD_MUTEX_DEFAULT, c == PTHREAD_PRIO_NONE, d == PTHREAD_MUTEX_STALLED);
    pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_settype(&mutex, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutexattr_setprotocol(&mutex, PTHREAD_PRIO_INHERIT);
    pthread_mutexattr_setrobust(&mutex, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_getpshared(&mutex, &a);
    pthread_mutexattr_gettype(&mutex, &b);
    pthread_mutexattr_getprotocol(&mutex, &c);
    pthread_mutexattr_getrobust(&mutex, &d);
    printf("mutex: %d %d %d %d\n", a == PTHREAD_PROCESS_SHARED, b == PTHREAD_MUTEX_RECURSIVE, c == PTHREAD_PRIO_INHERIT, d == PTHREAD_MUTEX_ROBUST);
    pthread_condattr_init(&condition);
    pthread_condattr_setclock(&condition, CLOCK_MONOTONIC);
    pthread_condattr_getclock(&condition, &clock);
    pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
    pthread_condattr_getpshared(&condition, &a);
    printf("condition: %d %d %s\n", clock == CLOCK_MONOTONIC, a == PTHREAD_PROCESS_SHARED, strerror(pthread_condattr_setpshared(&condition, 77)));
    pthread_rwlockattr_init(&rwlock);
    pthread_rwlockattr_setpshared(&rwlock, PTHREAD_PROCESS_SHARED);
    pthread_rwlockattr_getpshared(&rwlock, &a);
    pthread_barrierattr_init(&barrier);
    pthread_barrierattr_getpshared(&barrier, &b);
    printf("rwlock and barrier: %d %d\n", a == PTHREAD_PROCESS_SHARED, b == PTHREAD_PROCESS_PRIVATE);
    return 0;
}
