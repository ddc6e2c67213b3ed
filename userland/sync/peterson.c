/* Each says that it wants to enter, and then offers the other to go first. Of two offers one comes last, and who made
 * it waits: the turn cannot be both. If the other does not want to enter, nobody waits.
 *
 * All depends on the order of three steps: say, offer, look. The loads and stores of an atomic_int are sequentially
 * consistent, so no CPU and no compiler does them in another order; peterson_broken.h shows what becomes of others. */
#include <sync/peterson.h>

void peterson_acquire(struct peterson *lock, int self)
{
    int other = 1 - self;
    lock->wants[self] = 1;
    lock->turn = other;
    while (lock->wants[other] && lock->turn == other)
        ;
}

void peterson_release(struct peterson *lock, int self)
{
    lock->wants[self] = 0;
}
