/* A shared memory segment to test, and short ways to use it. */
#ifndef SEGMENT_H
#define SEGMENT_H

#include "check.h"
#include <sys/shm.h>

static int id;         /* of the segment under test */
static char *attached; /* where it is */

static inline void new_segment(size_t size)
{
    id = shmget(IPC_PRIVATE, size, IPC_CREAT | 0600);
    CHECK(id >= 0);
}

static inline void attach(void)
{
    attached = shmat(id, NULL, 0);
    CHECK(attached != (void *)-1);
}

static inline void remove_segment(void)
{
    CHECK(shmctl(id, IPC_RMID, NULL) == 0);
}

static inline struct shmid_ds status(void)
{
    struct shmid_ds buffer;
    memset(&buffer, 0xff, sizeof buffer);
    CHECK(shmctl(id, IPC_STAT, &buffer) == 0);
    return buffer;
}

/* A key that no other test run uses at the same time. */
static inline key_t own_key(void)
{
    return 0x464f0000 + getpid() % 0x10000;
}

#endif
