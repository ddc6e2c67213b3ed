/* In nearly all calls it is done, and then one load is all. That load must acquire: who sees "done" must see what was
 * done. It is the point that "double-checked locking" with an ordinary variable misses. */
#include <sync/futex.h>
#include <sync/once.h>

enum { NEW, RUNNING, AWAITED, DONE };

void once_do(struct once *once, void (*action)(void *), void *argument)
{
    int state = __atomic_load_n(&once->state, __ATOMIC_ACQUIRE);
    if (state == NEW
            && __atomic_compare_exchange_n(&once->state, &state, RUNNING, 0, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
        action(argument);
        if (__atomic_exchange_n(&once->state, DONE, __ATOMIC_RELEASE) == AWAITED)
            futex_wake(&once->state, FUTEX_EVERYBODY);
        return;
    }
    while (state != DONE) {
        if (state == RUNNING) /* say that we wait; if it is done meanwhile, state becomes DONE */
            __atomic_compare_exchange_n(&once->state, &state, AWAITED, 0, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE);
        if (state != DONE)
            futex_wait(&once->state, AWAITED);
        state = __atomic_load_n(&once->state, __ATOMIC_ACQUIRE);
    }
}
