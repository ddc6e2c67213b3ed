/* System V shared memory; see shmget(2), shmop(2), shmctl(2). */
#ifndef _SYS_SHM_H
#define _SYS_SHM_H

#include <sys/ipc.h>

/* shmget */
#define SHM_HUGETLB 04000
#define SHM_NORESERVE 010000
#define SHM_R 0400
#define SHM_W 0200

/* shmat */
#define SHM_RDONLY 010000
#define SHM_RND 020000
#define SHM_REMAP 040000
#define SHM_EXEC 0100000
#define SHMLBA 4096

/* shmctl, and the bits that it reports in shm_perm.mode */
#define SHM_LOCK 11
#define SHM_UNLOCK 12
#define SHM_STAT 13
#define SHM_INFO 14
#define SHM_DEST 01000
#define SHM_LOCKED 02000

typedef unsigned long shmatt_t;

struct shmid_ds {
    struct ipc_perm shm_perm;
    size_t shm_segsz;
    time_t shm_atime;
    time_t shm_dtime;
    time_t shm_ctime;
    pid_t shm_cpid; /* creator */
    pid_t shm_lpid; /* last to attach or detach */
    shmatt_t shm_nattch;
    unsigned long __unused[2];
};

/* SHM_INFO: how much there is, in objects and pages. */
struct shm_info {
    int used_ids;
    unsigned long shm_tot;
    unsigned long shm_rss;
    unsigned long shm_swp;
    unsigned long swap_attempts;
    unsigned long swap_successes;
};

int shmget(key_t key, size_t size, int flags);
void *shmat(int id, const void *address, int flags);
int shmdt(const void *address);
int shmctl(int id, int command, struct shmid_ds *buffer);

#endif
