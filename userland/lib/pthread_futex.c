/* Waiting at a futex until a time, with an error number for a result; and the same for those who can be cancelled there. */
#include "pthread.h"
#include "cancellation.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FUTEX_WAIT_BITSET = 9, FUTEX_CLOCK_REALTIME = 256, ANY = -1 };

static int operation(clockid_t clock)
{
    return clock == CLOCK_REALTIME ? FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME : FUTEX_WAIT_BITSET;
}

int pthread_futex_wait(int *word, int expected, clockid_t clock, const struct timespec *until)
{
    return syscall(SYS_futex, word, operation(clock), expected, until, NULL, ANY) < 0 ? errno : 0;
}

int pthread_cancellable_futex_wait(int *word, int expected, clockid_t clock, const struct timespec *until)
{
    return cancellable_syscall(SYS_futex, word, operation(clock), expected, until, NULL, ANY) < 0 ? errno : 0;
}
