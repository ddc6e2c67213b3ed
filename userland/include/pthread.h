/* Threads as POSIX has them, made of the parts in <sync/…>; see pthreads(7). Functions return an error number, not -1.
 *
 * Left out are cancellation, robust mutexes, priorities and scheduling. The GNU C library has them (foal cc --libc glibc). */
#ifndef _PTHREAD_H
#define _PTHREAD_H

#include <sched.h>
#include <signal.h>
#include <sync/barrier.h>
#include <sync/mutex.h>
#include <sync/once.h>
#include <sync/rwlock_fair.h>
#include <sync/spinlock.h>
#include <time.h>

/* ---- threads: lib/pthread.c ---- */

typedef struct pthread *pthread_t;

typedef struct {
    int detached;
    size_t stack_size;
} pthread_attr_t;

#define PTHREAD_CREATE_JOINABLE 0
#define PTHREAD_CREATE_DETACHED 1
#define PTHREAD_STACK_MIN 16384

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument);
int pthread_join(pthread_t thread, void **result);
int pthread_detach(pthread_t thread);
void pthread_exit(void *result) __attribute__((noreturn));
pthread_t pthread_self(void);
int pthread_equal(pthread_t one, pthread_t other);
int pthread_kill(pthread_t thread, int signal);

int pthread_attr_init(pthread_attr_t *attributes);
int pthread_attr_destroy(pthread_attr_t *attributes);
int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state);
int pthread_attr_getdetachstate(const pthread_attr_t *attributes, int *state);
int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size);
int pthread_attr_getstacksize(const pthread_attr_t *attributes, size_t *size);

/* What pthread_exit is to do first, the last pushed before the others. Both belong into one block. */
struct pthread_cleanup {
    void (*function)(void *);
    void *argument;
    struct pthread_cleanup *before;
};

void pthread_cleanup_begin(struct pthread_cleanup *handler);
void pthread_cleanup_end(struct pthread_cleanup *handler, int execute);

#define pthread_cleanup_push(called, with) { struct pthread_cleanup __handler = {(called), (with), NULL}; pthread_cleanup_begin(&__handler);
#define pthread_cleanup_pop(execute) pthread_cleanup_end(&__handler, (execute)); }

/* ---- once, and values that each thread has for itself: lib/pthread_once.c ---- */

typedef struct once pthread_once_t;
typedef unsigned pthread_key_t;

#define PTHREAD_ONCE_INIT {0}
#define PTHREAD_KEYS_MAX 32

int pthread_once(pthread_once_t *once, void (*action)(void));
int pthread_key_create(pthread_key_t *key, void (*destructor)(void *));
int pthread_key_delete(pthread_key_t key);
int pthread_setspecific(pthread_key_t key, const void *value);
void *pthread_getspecific(pthread_key_t key);

/* ---- mutexes: lib/pthread_mutex.c ---- */

typedef struct {
    struct mutex mutex;
    int kind;
    int owner; /* the tid of who holds it, in kinds that want to know */
    int depth; /* how often it has locked a recursive one */
} pthread_mutex_t;

typedef struct {
    int kind;
} pthread_mutexattr_t;

#define PTHREAD_MUTEX_NORMAL 0
#define PTHREAD_MUTEX_DEFAULT PTHREAD_MUTEX_NORMAL
#define PTHREAD_MUTEX_RECURSIVE 1
#define PTHREAD_MUTEX_ERRORCHECK 2
#define PTHREAD_MUTEX_INITIALIZER {{0}, PTHREAD_MUTEX_NORMAL, 0, 0}

/* Of no consequence: everything here works between processes too. */
#define PTHREAD_PROCESS_PRIVATE 0
#define PTHREAD_PROCESS_SHARED 1

int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes);
int pthread_mutex_destroy(pthread_mutex_t *mutex);
int pthread_mutex_lock(pthread_mutex_t *mutex);
int pthread_mutex_trylock(pthread_mutex_t *mutex);
int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until);
int pthread_mutex_unlock(pthread_mutex_t *mutex);

int pthread_mutexattr_init(pthread_mutexattr_t *attributes);
int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes);
int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int kind);
int pthread_mutexattr_gettype(const pthread_mutexattr_t *attributes, int *kind);
int pthread_mutexattr_setpshared(pthread_mutexattr_t *attributes, int shared);

/* ---- condition variables: lib/pthread_condition.c ---- */

typedef struct {
    int sequence; /* how often it was signalled; may wrap around */
    clockid_t clock;
} pthread_cond_t;

typedef struct {
    clockid_t clock;
} pthread_condattr_t;

#define PTHREAD_COND_INITIALIZER {0, CLOCK_REALTIME}

int pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes);
int pthread_cond_destroy(pthread_cond_t *condition);
int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until);
int pthread_cond_signal(pthread_cond_t *condition);
int pthread_cond_broadcast(pthread_cond_t *condition);

int pthread_condattr_init(pthread_condattr_t *attributes);
int pthread_condattr_destroy(pthread_condattr_t *attributes);
int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock);
int pthread_condattr_setpshared(pthread_condattr_t *attributes, int shared);

/* ---- readers and writers, barriers, spinlocks: lib/pthread_locks.c ---- */

typedef struct rwlock_fair pthread_rwlock_t;
typedef int pthread_rwlockattr_t;

#define PTHREAD_RWLOCK_INITIALIZER {0}

int pthread_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes);
int pthread_rwlock_destroy(pthread_rwlock_t *lock);
int pthread_rwlock_rdlock(pthread_rwlock_t *lock);
int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock);
int pthread_rwlock_wrlock(pthread_rwlock_t *lock);
int pthread_rwlock_trywrlock(pthread_rwlock_t *lock);
int pthread_rwlock_unlock(pthread_rwlock_t *lock);

typedef struct {
    struct barrier barrier;
    unsigned count;
} pthread_barrier_t;
typedef int pthread_barrierattr_t;

#define PTHREAD_BARRIER_SERIAL_THREAD (-1)

int pthread_barrier_init(pthread_barrier_t *barrier, const pthread_barrierattr_t *attributes, unsigned count);
int pthread_barrier_destroy(pthread_barrier_t *barrier);
int pthread_barrier_wait(pthread_barrier_t *barrier);

typedef struct spinlock pthread_spinlock_t;

int pthread_spin_init(pthread_spinlock_t *lock, int shared);
int pthread_spin_destroy(pthread_spinlock_t *lock);
int pthread_spin_lock(pthread_spinlock_t *lock);
int pthread_spin_trylock(pthread_spinlock_t *lock);
int pthread_spin_unlock(pthread_spinlock_t *lock);

#endif
