/* Mutexes whose word is the tid of the owner, for the kernel to know. It tells the next one when the owner of a robust mutex
 * has died (set_robust_list(2)); and it lends the owner of one with PTHREAD_PRIO_INHERIT the priority of those who wait
 * (FUTEX_LOCK_PI in futex(2)). */
#include "pthread.h"

#include <errno.h>
#include <stddef.h>
#include <sync/futex.h>
#include <unistd.h>

enum {
    WAITERS = (int)0x80000000, /* perhaps somebody sleeps */
    OWNER_DIED = 0x40000000,   /* the kernel sets this, and the tid to 0 */
    TID = 0x3fffffff,
    LOST = OWNER_DIED | TID, /* not the word of any owner: nobody will have the mutex any more */
};

/* ---- robust ones: each thread keeps a list of those that it holds, which the kernel reads when it dies ---- */

static _Thread_local struct {
    struct pthread_held *first;
    long distance; /* from there to the word */
    struct pthread_held *pending; /* is being locked or unlocked, and may be in the list or not */
} list;

/* A child of fork has the memory but not the kernel's knowledge: hence the tid. */
static void begin_list(pid_t self)
{
    static _Thread_local pid_t known_for;
    if (known_for == self)
        return;
    list.first = (struct pthread_held *)&list;
    list.distance = (long)offsetof(pthread_mutex_t, mutex) - (long)offsetof(pthread_mutex_t, held);
    syscall(SYS_set_robust_list, &list, sizeof list);
    known_for = self;
}

static void begin_change(pthread_mutex_t *mutex)
{
    list.pending = &mutex->held;
    __atomic_signal_fence(__ATOMIC_SEQ_CST); /* the kernel may look after any instruction, but it is of this hart */
}

static void end_change(void)
{
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    list.pending = NULL;
}

static void add(pthread_mutex_t *mutex)
{
    mutex->held.next = list.first;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    list.first = &mutex->held;
}

static void take_out(pthread_mutex_t *mutex)
{
    struct pthread_held *at = (struct pthread_held *)&list;
    while (at->next != &mutex->held)
        at = at->next;
    at->next = mutex->held.next;
}

static int acquire_robust(pthread_mutex_t *mutex, pid_t self, int blocks, clockid_t clock, const struct timespec *until)
{
    int *word = &mutex->mutex.state;
    int others = 0; /* WAITERS once we have slept: others may sleep still */
    for (;;) {
        int seen = __atomic_load_n(word, __ATOMIC_RELAXED);
        if (seen == LOST)
            return ENOTRECOVERABLE;
        if ((seen & TID) == 0) {
            if (!__atomic_compare_exchange_n(word, &seen, self | (seen & WAITERS) | others, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
                continue;
            mutex->inconsistent |= (seen & OWNER_DIED) != 0;
            return seen & OWNER_DIED ? EOWNERDEAD : 0;
        }
        if (!blocks)
            return EBUSY;
        if (!(seen & WAITERS) && !__atomic_compare_exchange_n(word, &seen, seen | WAITERS, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
            continue;
        int error = pthread_futex_wait(word, seen | WAITERS, clock, until);
        if (error == ETIMEDOUT || error == EINVAL)
            return error;
        others = WAITERS;
    }
}

static void release_robust(pthread_mutex_t *mutex)
{
    begin_change(mutex);
    take_out(mutex);
    int word = __atomic_exchange_n(&mutex->mutex.state, mutex->inconsistent ? LOST : 0, __ATOMIC_RELEASE);
    if (word & WAITERS)
        futex_wake(&mutex->mutex.state, mutex->inconsistent ? FUTEX_EVERYBODY : 1);
    end_change();
}

/* ---- those with priority inheritance: the kernel is asked for what one instruction cannot do ---- */

static int acquire_inheriting(pthread_mutex_t *mutex, pid_t self, int blocks, clockid_t clock, const struct timespec *until)
{
    enum { FUTEX_LOCK_PI = 6, FUTEX_LOCK_PI2 = 13 };
    int free = 0;
    if (__atomic_compare_exchange_n(&mutex->mutex.state, &free, self, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
        return 0;
    if (!blocks)
        return EBUSY;
    while (syscall(SYS_futex, &mutex->mutex.state, clock == CLOCK_REALTIME ? FUTEX_LOCK_PI : FUTEX_LOCK_PI2, 0, until) != 0)
        if (errno != EINTR && errno != EAGAIN)
            return errno;
    return 0;
}

static void release_inheriting(pthread_mutex_t *mutex, pid_t self)
{
    enum { FUTEX_UNLOCK_PI = 7 };
    if (!__atomic_compare_exchange_n(&mutex->mutex.state, &self, 0, 0, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
        syscall(SYS_futex, &mutex->mutex.state, FUTEX_UNLOCK_PI);
}

/* ---- both ---- */

static int is_owner(const pthread_mutex_t *mutex, pid_t self)
{
    return (__atomic_load_n(&mutex->mutex.state, __ATOMIC_RELAXED) & TID) == self;
}

int pthread_owned_lock(pthread_mutex_t *mutex, int blocks, clockid_t clock, const struct timespec *until)
{
    pid_t self = gettid();
    int kind = mutex->kind & PTHREAD_KIND_MASK;
    if (is_owner(mutex, self) && kind == PTHREAD_MUTEX_ERRORCHECK)
        return blocks ? EDEADLK : EBUSY;
    if (is_owner(mutex, self) && kind == PTHREAD_MUTEX_RECURSIVE) {
        mutex->depth++;
        return 0;
    }
    int error;
    if (mutex->kind & PTHREAD_KIND_ROBUST) {
        begin_list(self);
        begin_change(mutex);
        error = acquire_robust(mutex, self, blocks, clock, until);
        if (error == 0 || error == EOWNERDEAD)
            add(mutex);
        end_change();
    } else
        error = acquire_inheriting(mutex, self, blocks, clock, until);
    if (error == 0 || error == EOWNERDEAD)
        mutex->depth = 1;
    return error;
}

int pthread_owned_unlock(pthread_mutex_t *mutex)
{
    pid_t self = gettid();
    if (!is_owner(mutex, self))
        return EPERM;
    if (--mutex->depth > 0)
        return 0;
    if (mutex->kind & PTHREAD_KIND_ROBUST)
        release_robust(mutex);
    else
        release_inheriting(mutex, self);
    return 0;
}

int pthread_mutex_consistent(pthread_mutex_t *mutex)
{
    if (!mutex->inconsistent || !is_owner(mutex, gettid()))
        return EINVAL;
    mutex->inconsistent = 0;
    return 0;
}
