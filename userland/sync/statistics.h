/* How much a process has waited for locks. */
#ifndef SYNC_STATISTICS_H
#define SYNC_STATISTICS_H

struct lock_statistics {
    unsigned long acquisitions; /* how often it got a lock */
    unsigned long spins;        /* how often it looked at a lock that another task held */
};

/* An ordinary variable, unlike the locks themselves: fork gives every process one of its own. */
extern struct lock_statistics lock_statistics;

/* Threads of one process share the counters, so adding must be one step. It orders nothing: the locks do that. */
static inline void count_acquisition(void)
{
    __atomic_fetch_add(&lock_statistics.acquisitions, 1, __ATOMIC_RELAXED);
}

static inline void count_spin(void)
{
    __atomic_fetch_add(&lock_statistics.spins, 1, __ATOMIC_RELAXED);
}

#endif
