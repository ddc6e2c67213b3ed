#include <sync/filter_broken.h>

static int somebody_else_wants(struct filter_one_level *lock, int self)
{
    for (int other = 0; other < SYNC_TASKS; other++)
        if (other != self && lock->wants[other])
            return 1;
    return 0;
}

/* Who comes last waits, but only until another comes after it: of three tasks two pass. */
void filter_one_level_acquire(struct filter_one_level *lock, int self)
{
    lock->wants[self] = 1;
    lock->last = self;
    while (lock->last == self && somebody_else_wants(lock, self))
        ;
}

void filter_one_level_release(struct filter_one_level *lock, int self)
{
    lock->wants[self] = 0;
}
