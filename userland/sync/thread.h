/* Threads: tasks that share all of a process, each with a stack of its own. */
#ifndef SYNC_THREAD_H
#define SYNC_THREAD_H

#include <stddef.h>

struct thread {
    int tid; /* the kernel writes 0 here and wakes who waits, when the thread has ended */
    void *stack; /* null if it is the caller's */
    size_t stack_size;
};

/* Lets a thread run body(argument). Returns 0, or -1 with errno. */
int thread_create(struct thread *thread, void (*body)(void *), void *argument);

/* The same, with a stack of so many bytes: whole pages. */
int thread_create_with_stack(struct thread *thread, size_t stack_size, void (*body)(void *), void *argument);

/* The same, with a stack that the caller has: this is its upper end, aligned to 16 bytes. The thread's variables lie there
 * too, as <sync/thread_storage.h> says. */
int thread_create_on_stack(struct thread *thread, void *end, void (*body)(void *), void *argument);

/* Waits until the thread has ended, and frees its stack. */
void thread_join(struct thread *thread);

/* A number of the calling thread's own, not 0: the register tp holds the address of its variables. */
static inline int thread_number(void)
{
    unsigned long tp;
    asm("mv %0, tp" : "=r"(tp));
    return (int)(tp >> 4);
}

#endif
