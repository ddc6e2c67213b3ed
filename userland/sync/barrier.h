/* The central barrier: everybody waits for everybody. Those who wait sleep. */
#ifndef SYNC_BARRIER_H
#define SYNC_BARRIER_H

struct barrier {
    int arrived; /* in this round */
    int round;   /* may wrap around */
};

/* Waits until so many tasks have called it. It can be used again at once. Returns 1 to the last of them, 0 to the others. */
int barrier_wait(struct barrier *barrier, int tasks);

#endif
