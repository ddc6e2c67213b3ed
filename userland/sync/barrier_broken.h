/* A barrier with a mistake, for the tools that find it: it can be used only once. */
#ifndef SYNC_BARRIER_BROKEN_H
#define SYNC_BARRIER_BROKEN_H

struct one_time_barrier {
    int arrived;
};

void one_time_barrier_wait(struct one_time_barrier *barrier, int tasks);

#endif
