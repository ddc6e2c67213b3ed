/* POSIX semaphores, with and without a name; see sem_overview(7). */
#ifndef _SEMAPHORE_H
#define _SEMAPHORE_H

#include <fcntl.h>
#include <limits.h>
#include <sys/types.h>
#include <time.h>

#define SEM_FAILED ((sem_t *)0)

typedef struct {
    unsigned int value;
    unsigned int sleepers; /* those who may be in futex(2) */
    unsigned int __reserved[6];
} sem_t;

int sem_init(sem_t *semaphore, int shared, unsigned int value);
int sem_destroy(sem_t *semaphore);
int sem_post(sem_t *semaphore);
int sem_wait(sem_t *semaphore);
int sem_trywait(sem_t *semaphore);
int sem_timedwait(sem_t *semaphore, const struct timespec *until);
int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *until);
int sem_getvalue(sem_t *semaphore, int *value);

/* The name begins with a slash and has no other. With O_CREAT, a mode and the value (unsigned int) follow. */
sem_t *sem_open(const char *name, int flags, ...);
int sem_close(sem_t *semaphore);
int sem_unlink(const char *name);

#endif
