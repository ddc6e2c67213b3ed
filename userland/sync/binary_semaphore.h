/* The binary semaphore: something that is there or not. To give it twice is to give it once. */
#ifndef SYNC_BINARY_SEMAPHORE_H
#define SYNC_BINARY_SEMAPHORE_H

struct binary_semaphore {
    int there; /* 0 or 1; {1} begins with it there, zeroed memory without */
    int waiters;
};

/* Takes it; waits while it is not there. */
void binary_semaphore_wait(struct binary_semaphore *semaphore);

/* Gives it. Unlike a mutex, any task may. */
void binary_semaphore_post(struct binary_semaphore *semaphore);

#endif
