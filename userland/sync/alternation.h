/* Strict alternation: two tasks take turns. No atomic instruction is needed, but if one stays away, the other waits. */
#ifndef SYNC_ALTERNATION_H
#define SYNC_ALTERNATION_H

#include <stdatomic.h>

struct alternation {
    atomic_int turn; /* 0 or 1: whose turn it is */
};

/* self: 0 or 1. */
void alternation_acquire(struct alternation *lock, int self);
void alternation_release(struct alternation *lock, int self);

#endif
