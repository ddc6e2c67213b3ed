/* What the parts of pthreads know of each other. */
#ifndef LIB_PTHREAD_H
#define LIB_PTHREAD_H

#include <pthread.h>
#include <sync/thread.h>

struct pthread {
    struct thread thread;
    void *(*body)(void *);
    void *argument;
    void *result;
    int detached;
    struct pthread *next; /* in the list of those that are detached */
    struct pthread_cleanup *cleanup;
    const void *values[PTHREAD_KEYS_MAX];
};

/* Calls the destructors for the values of a thread that ends. */
void pthread_destroy_values(struct pthread *thread);

/* Sleeps until woken, or until that time of the clock. Returns 0 or an error number. It may wake up for no reason. */
int pthread_futex_wait(int *word, int expected, clockid_t clock, const struct timespec *until);

#endif
