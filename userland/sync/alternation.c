/* Mutual exclusion holds, since turn has one value at a time and only the one whose turn it is gives it away. What does
 * not hold is progress: a task that does not want to enter keeps the other out. As a way to hand something to and fro
 * it is all that is needed.
 *
 * Plain use of an atomic_int, in C, is sequentially consistent: the compiler puts fences around each load and store,
 * and so all tasks agree on one order of all of them. */
#include <sync/alternation.h>

void alternation_acquire(struct alternation *lock, int self)
{
    while (lock->turn != self)
        ;
}

void alternation_release(struct alternation *lock, int self)
{
    lock->turn = 1 - self;
}
