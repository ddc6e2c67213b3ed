#include <sync/bakery_broken.h>

static long one_more_than_all(atomic_long numbers[SYNC_TASKS])
{
    long highest = 0;
    for (int task = 0; task < SYNC_TASKS; task++) {
        long number = numbers[task];
        if (number > highest)
            highest = number;
    }
    return highest + 1;
}

/* Task 0 has found the number 1 and is interrupted before it writes it down. Task 1 takes 1 as well, sees no other, and
 * enters. Task 0 writes 1 down and enters too: of two equal numbers that of the lower task goes first. */
void bakery_no_choosing_acquire(struct bakery_no_choosing *lock, int self)
{
    long mine = one_more_than_all(lock->number);
    lock->number[self] = mine;
    for (int other = 0; other < SYNC_TASKS; other++) {
        long number;
        while ((number = lock->number[other]) != 0 && (number < mine || (number == mine && other < self)))
            ;
    }
}

void bakery_no_choosing_release(struct bakery_no_choosing *lock, int self)
{
    lock->number[self] = 0;
}

/* Two that have looked at the same time have the same number; neither waits for the other. */
void bakery_no_tie_acquire(struct bakery_no_tie *lock, int self)
{
    lock->choosing[self] = 1;
    long mine = one_more_than_all(lock->number);
    lock->number[self] = mine;
    lock->choosing[self] = 0;
    for (int other = 0; other < SYNC_TASKS; other++) {
        long number;
        while (lock->choosing[other])
            ;
        while ((number = lock->number[other]) != 0 && number < mine)
            ;
    }
}

void bakery_no_tie_release(struct bakery_no_tie *lock, int self)
{
    lock->number[self] = 0;
}
