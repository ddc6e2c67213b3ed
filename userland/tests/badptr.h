/* Pointers through which the kernel must not go, and calls that are given each of them. */
#ifndef BADPTR_H
#define BADPTR_H

#include "check.h"

static char *read_only; /* a page that may be read but not written, and behind it one that is not mapped */
static char *edge;      /* the last byte of a writable page, and behind it one that is not mapped */
static int ends[2];

static inline void prepare(void)
{
    char *memory = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(memory + PAGE, PAGE);
    munmap(memory + 3 * PAGE, PAGE);
    edge = memory + PAGE - 1;
    read_only = memory + 2 * PAGE;
    mprotect(read_only, PAGE, PROT_READ);
    CHECK(pipe(ends) == 0);
}

/* Pointers that nothing can be read through. */
#define NEVER_READABLE (void *)8, edge + 1, (void *)-1L, (void *)-4096L, (void *)0x8000000000000000, \
                       (void *)0xffffffc000000000, (void *)0x0001000000000000

/* Calls with `bad` being each pointer through which the kernel must not read; and through which it must not write. */
#define FOR_INPUT(call)                                                   \
    do {                                                                  \
        void *pointers[] = {NEVER_READABLE};                              \
        for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) { \
            char *bad = pointers[i];                                      \
            CHECK_FAILS(call, EFAULT);                                    \
        }                                                                 \
    } while (0)

#define FOR_OUTPUT(call)                                                  \
    do {                                                                  \
        FOR_INPUT(call);                                                  \
        char *bad = read_only;                                            \
        CHECK_FAILS(call, EFAULT);                                        \
    } while (0)

/* The same for arguments of several bytes, which may also begin well and end badly. */
#define FOR_LONG_INPUT(call)                                              \
    do {                                                                  \
        FOR_INPUT(call);                                                  \
        char *bad = edge;                                                 \
        CHECK_FAILS(call, EFAULT);                                        \
    } while (0)

#define FOR_LONG_OUTPUT(call)                                             \
    do {                                                                  \
        FOR_OUTPUT(call);                                                 \
        char *bad = edge;                                                 \
        CHECK_FAILS(call, EFAULT);                                        \
    } while (0)

#endif
