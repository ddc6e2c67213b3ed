#include <sync/once_broken.h>

void once_late_do(struct once_broken *once, void (*action)(void *), void *argument)
{
    if (__atomic_load_n(&once->done, __ATOMIC_SEQ_CST))
        return;
    action(argument);
    __atomic_store_n(&once->done, 1, __ATOMIC_SEQ_CST);
}

void once_early_do(struct once_broken *once, void (*action)(void *), void *argument)
{
    if (!__atomic_exchange_n(&once->done, 1, __ATOMIC_SEQ_CST))
        action(argument);
}
