/* A task takes a number higher than all it sees, and waits for those with lower ones. Two may take the same, having
 * looked at the same time; then the lower task goes first.
 *
 * While a task is choosing nobody decides about it: its number may be low, taken from what it saw long ago, and not yet
 * written down. Nobody is overtaken by one who comes after it has taken its number. Numbers grow as long as somebody
 * always waits. No word is written by two tasks: not even stores need be atomic. */
#include <sync/bakery.h>

static long highest_number(struct bakery *lock)
{
    long highest = 0;
    for (int task = 0; task < SYNC_TASKS; task++) {
        long number = lock->number[task];
        if (number > highest)
            highest = number;
    }
    return highest;
}

static int goes_first(struct bakery *lock, int other, int self)
{
    long number = lock->number[other], mine = lock->number[self];
    return number != 0 && (number < mine || (number == mine && other < self));
}

void bakery_acquire(struct bakery *lock, int self)
{
    lock->choosing[self] = 1;
    lock->number[self] = 1 + highest_number(lock);
    lock->choosing[self] = 0;
    for (int other = 0; other < SYNC_TASKS; other++) {
        while (lock->choosing[other])
            ;
        while (goes_first(lock, other, self))
            ;
    }
}

void bakery_release(struct bakery *lock, int self)
{
    lock->number[self] = 0;
}
