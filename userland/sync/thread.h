/* Threads: tasks that share all of a process, each with a stack of its own. */
#ifndef SYNC_THREAD_H
#define SYNC_THREAD_H

struct thread {
    int tid; /* the kernel writes 0 here and wakes who waits, when the thread has ended */
    void *stack;
};

/* Lets a thread run body(argument). Returns 0, or -1 with errno. */
int thread_create(struct thread *thread, void (*body)(void *), void *argument);

/* Waits until the thread has ended, and frees its stack. */
void thread_join(struct thread *thread);

#endif
