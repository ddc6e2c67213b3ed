/* Dekker's algorithm with mistakes, for the tools that find them. */
#ifndef SYNC_DEKKER_BROKEN_H
#define SYNC_DEKKER_BROKEN_H

#include <stdatomic.h>

/* Without the turn: nobody gives way. */
struct dekker_no_turn {
    atomic_int wants[2];
};

void dekker_no_turn_acquire(struct dekker_no_turn *lock, int self);
void dekker_no_turn_release(struct dekker_no_turn *lock, int self);

/* Looks before it says that it wants to enter. */
struct dekker_late_flag {
    atomic_int wants[2];
};

void dekker_late_flag_acquire(struct dekker_late_flag *lock, int self);
void dekker_late_flag_release(struct dekker_late_flag *lock, int self);

#endif
