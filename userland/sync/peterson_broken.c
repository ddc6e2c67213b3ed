#include <sync/peterson_broken.h>

/* Task 0 offers the turn and is interrupted. Task 1 offers it too, says that it wants to enter, sees that 0 does not,
 * and enters. Task 0 goes on: the turn is its own, since 1 has offered it last; it enters too. */
void peterson_late_flag_acquire(struct peterson_late_flag *lock, int self)
{
    int other = 1 - self;
    lock->turn = other;
    lock->wants[self] = 1;
    while (lock->wants[other] && lock->turn == other)
        ;
}

void peterson_late_flag_release(struct peterson_late_flag *lock, int self)
{
    lock->wants[self] = 0;
}

/* Who comes last takes the turn, and overtakes one who is inside. */
void peterson_greedy_acquire(struct peterson_greedy *lock, int self)
{
    int other = 1 - self;
    lock->wants[self] = 1;
    lock->turn = self;
    while (lock->wants[other] && lock->turn == other)
        ;
}

void peterson_greedy_release(struct peterson_greedy *lock, int self)
{
    lock->wants[self] = 0;
}

/* Right where every load and store is seen at once by all, as on Foal's harts. A real CPU may load wants[other] while
 * its own store to wants[self] waits in a buffer; then both enter. No schedule of single instructions shows that, but
 * a detector of data races sees that nothing orders the accesses, neither to the lock nor to what it should guard. */
void peterson_unfenced_acquire(struct peterson_unfenced *lock, int self)
{
    int other = 1 - self;
    lock->wants[self] = 1;
    lock->turn = other;
    while (lock->wants[other] && lock->turn == other)
        ;
}

void peterson_unfenced_release(struct peterson_unfenced *lock, int self)
{
    lock->wants[self] = 0;
}
