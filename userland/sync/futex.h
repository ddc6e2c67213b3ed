/* The two calls of futex(2) on which everything that sleeps is built. The word tells what to wait for; the kernel only
 * keeps the queue of those who sleep. Without FUTEX_PRIVATE_FLAG it knows a word by its place in physical memory: one
 * word in shared memory has one queue, whatever the addresses at which processes see it. */
#ifndef SYNC_FUTEX_H
#define SYNC_FUTEX_H

#include <limits.h>
#include <sys/syscall.h>

enum { FUTEX_EVERYBODY = INT_MAX };

/* Not by syscall(): that stores an error in errno, which threads without storage of their own share. */
static inline void futex_call(void *word, long operation, long value)
{
    register long a0 asm("a0") = (long)word;
    register long a1 asm("a1") = operation;
    register long a2 asm("a2") = value;
    register long a3 asm("a3") = 0; /* no timeout */
    register long number asm("a7") = SYS_futex;
    asm volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a3), "r"(number) : "memory");
}

/* Sleeps until woken, unless the word no longer has the expected value. That is compared and the caller queued as one
 * step: a change before it is seen, a wake after it finds the sleeper, and nothing falls in between. It may also return
 * for no reason, such as a signal; so every caller looks again at what it waits for. */
static inline void futex_wait(void *word, int expected)
{
    enum { FUTEX_WAIT = 0 };
    futex_call(word, FUTEX_WAIT, expected);
}

/* Wakes so many of those who sleep. */
static inline void futex_wake(void *word, int most)
{
    enum { FUTEX_WAKE = 1 };
    futex_call(word, FUTEX_WAKE, most);
}

#endif
