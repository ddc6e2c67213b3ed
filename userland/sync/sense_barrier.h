/* The sense-reversing barrier: everybody waits for everybody, spinning. */
#ifndef SYNC_SENSE_BARRIER_H
#define SYNC_SENSE_BARRIER_H

struct sense_barrier {
    int arrived;
    int sense; /* 0 and 1 in turn */
};

/* Waits until so many tasks have called it. *sense is a variable of the task's own, 0 at first. */
void sense_barrier_wait(struct sense_barrier *barrier, int tasks, int *sense);

#endif
