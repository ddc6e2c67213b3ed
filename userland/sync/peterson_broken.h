/* Peterson's algorithm with mistakes, for the tools that find them. */
#ifndef SYNC_PETERSON_BROKEN_H
#define SYNC_PETERSON_BROKEN_H

#include <stdatomic.h>

/* The flags the wrong way round: offers the turn first, and says only then that it wants to enter. */
struct peterson_late_flag {
    atomic_int wants[2];
    atomic_int turn;
};

void peterson_late_flag_acquire(struct peterson_late_flag *lock, int self);
void peterson_late_flag_release(struct peterson_late_flag *lock, int self);

/* Takes the turn in place of offering it. */
struct peterson_greedy {
    atomic_int wants[2];
    atomic_int turn;
};

void peterson_greedy_acquire(struct peterson_greedy *lock, int self);
void peterson_greedy_release(struct peterson_greedy *lock, int self);

/* Without fences: volatile binds the compiler, but not the CPU. */
struct peterson_unfenced {
    volatile int wants[2];
    volatile int turn;
};

void peterson_unfenced_acquire(struct peterson_unfenced *lock, int self);
void peterson_unfenced_release(struct peterson_unfenced *lock, int self);

#endif
