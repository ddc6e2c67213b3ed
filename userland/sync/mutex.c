/* The kernel is asked only when there is something to wait for. Whoever has slept takes the lock in state 2, since
 * others may sleep still: at worst an unlock then wakes nobody. */
#include <sync/mutex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FREE, LOCKED, CONTENDED };
enum { FUTEX_WAIT = 0, FUTEX_WAKE = 1 };

void mutex_lock(struct mutex *mutex)
{
    int free = FREE;
    if (__atomic_compare_exchange_n(&mutex->state, &free, LOCKED, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
        return;
    while (__atomic_exchange_n(&mutex->state, CONTENDED, __ATOMIC_ACQUIRE) != FREE)
        syscall(SYS_futex, &mutex->state, FUTEX_WAIT, CONTENDED, NULL, NULL, 0);
}

void mutex_unlock(struct mutex *mutex)
{
    if (__atomic_exchange_n(&mutex->state, FREE, __ATOMIC_RELEASE) == CONTENDED)
        syscall(SYS_futex, &mutex->state, FUTEX_WAKE, 1, NULL, NULL, 0);
}
