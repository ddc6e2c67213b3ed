/* How much a process has waited for locks. */
#ifndef SYNC_STATISTICS_H
#define SYNC_STATISTICS_H

struct lock_statistics {
    unsigned long acquisitions; /* how often it got a lock */
    unsigned long spins;        /* how often it looked at a lock that another process held */
};

/* An ordinary variable, unlike the locks themselves: fork gives every process one of its own. */
extern struct lock_statistics lock_statistics;

#endif
