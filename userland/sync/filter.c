/* A task goes through SYNC_TASKS - 1 levels. At each, who has come last waits while anybody is as far or farther. So of
 * those who reach a level one stays behind: at most SYNC_TASKS - 1 pass the first, at most one the last.
 *
 * With two tasks it is Peterson's algorithm: the one level, and "last" in place of "the other goes first". */
#include <sync/filter.h>

static int somebody_is_as_far(struct filter *lock, int self, int level)
{
    for (int other = 0; other < SYNC_TASKS; other++)
        if (other != self && lock->level[other] >= level)
            return 1;
    return 0;
}

void filter_acquire(struct filter *lock, int self)
{
    for (int level = 1; level < SYNC_TASKS; level++) {
        lock->level[self] = level;
        lock->last[level] = self;
        while (lock->last[level] == self && somebody_is_as_far(lock, self, level))
            ;
    }
}

void filter_release(struct filter *lock, int self)
{
    lock->level[self] = 0;
}
