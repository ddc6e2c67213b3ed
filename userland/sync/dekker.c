/* A task says that it wants to enter, and then looks whether the other does too. Whatever the schedule, at least one of
 * two that do this sees the other: both stores come before both loads, or one task has done both before the other has
 * stored. So they are never inside together. If both see each other, the turn says who gives way until the other has
 * been inside.
 *
 * The argument needs the store to be seen before the load is done. A CPU likes to do it the other way round: it keeps
 * the store in a buffer and loads meanwhile. Loads and stores of an atomic_int are sequentially consistent: on RISC-V
 * the compiler puts a fence between such a store and such a load. */
#include <sync/dekker.h>

void dekker_acquire(struct dekker *lock, int self)
{
    int other = 1 - self;
    lock->wants[self] = 1;
    while (lock->wants[other]) {
        if (lock->turn == self)
            continue; /* the other will give way */
        lock->wants[self] = 0;
        while (lock->turn != self)
            ;
        lock->wants[self] = 1;
    }
}

void dekker_release(struct dekker *lock, int self)
{
    lock->turn = 1 - self;
    lock->wants[self] = 0;
}
