#include <sync/dekker_broken.h>

/* Excludes, but if both have said that they want to enter before either looks, both wait for ever. */
void dekker_no_turn_acquire(struct dekker_no_turn *lock, int self)
{
    lock->wants[self] = 1;
    while (lock->wants[1 - self])
        ;
}

void dekker_no_turn_release(struct dekker_no_turn *lock, int self)
{
    lock->wants[self] = 0;
}

/* Both may look before either says that it wants to enter: then both enter. */
void dekker_late_flag_acquire(struct dekker_late_flag *lock, int self)
{
    while (lock->wants[1 - self])
        ;
    lock->wants[self] = 1;
}

void dekker_late_flag_release(struct dekker_late_flag *lock, int self)
{
    lock->wants[self] = 0;
}
