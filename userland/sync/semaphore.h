/* The counting semaphore of Dijkstra: a number of things that tasks take and give back. */
#ifndef SYNC_SEMAPHORE_H
#define SYNC_SEMAPHORE_H

struct semaphore {
    int count;   /* how many there are to be taken, never below 0; {N} begins with N, zeroed memory with none */
    int waiters; /* how many tasks are about to sleep, or asleep */
};

/* Takes one; waits while there is none. Dijkstra's P. */
void semaphore_wait(struct semaphore *semaphore);

/* Returns 1 if it could take one at once, 0 if there is none. */
int semaphore_try_wait(struct semaphore *semaphore);

/* Gives one. Dijkstra's V. It need not be the task that took it. */
void semaphore_post(struct semaphore *semaphore);

#endif
