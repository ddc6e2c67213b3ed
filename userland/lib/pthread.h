/* What the parts of pthreads know of each other. */
#ifndef LIB_PTHREAD_H
#define LIB_PTHREAD_H

#include <pthread.h>
#include <sync/thread.h>

enum { PTHREAD_PAGE = 4096, PTHREAD_STACK_SIZE = 1 << 20 };

/* Signals below SIGRTMIN belong to the library. */
enum { SIGCANCEL = 32 };

struct pthread {
    struct thread thread;
    void *(*body)(void *);
    void *argument;
    void *result;
    int detached;
    struct pthread *next; /* in the list of those that are detached */
    struct pthread_cleanup *cleanup;
    void *mapping; /* its guard pages and, above them, its stack; null if that is the program's */
    size_t mapping_size;
    const pthread_attr_t *scheduling; /* how it is to be scheduled; null if as its maker */
    int is_scheduled;                 /* it is, or was refused with an error number */
    int refused;
};

/* How many threads have not ended. */
extern int pthread_alive;

/* The kernel's number of a thread; 0 if it has ended. */
pid_t pthread_tid(pthread_t thread);

/* Calls the destructors for the values of the calling thread, which ends. */
void pthread_destroy_values(void);

/* Sleeps until woken, or until that time of the clock. Returns 0 or an error number. It may wake up for no reason. In the second
 * one the caller may be cancelled. */
int pthread_futex_wait(int *word, int expected, clockid_t clock, const struct timespec *until);
int pthread_cancellable_futex_wait(int *word, int expected, clockid_t clock, const struct timespec *until);

/* What a mutex's kind holds besides PTHREAD_MUTEX_…; those with either are pthread_owned.c's. */
enum { PTHREAD_KIND_MASK = 3, PTHREAD_KIND_ROBUST = 4, PTHREAD_KIND_INHERIT = 8 };

/* Returns 0, EOWNERDEAD with the mutex locked, or another error number. */
int pthread_owned_lock(pthread_mutex_t *mutex, int blocks, clockid_t clock, const struct timespec *until);
int pthread_owned_unlock(pthread_mutex_t *mutex);

/* EINVAL unless it is PTHREAD_PROCESS_PRIVATE or PTHREAD_PROCESS_SHARED, which else are the same: all works between processes. */
int pthread_set_shared(int *place, int shared);

#endif
