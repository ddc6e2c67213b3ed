/* What the System V objects (shared memory, message queues, semaphores) have in common: keys, owners, commands. */
#ifndef _SYS_IPC_H
#define _SYS_IPC_H

#include <sys/types.h>

#define IPC_PRIVATE ((key_t)0) /* a key that always makes a new object */

#define IPC_CREAT 01000
#define IPC_EXCL 02000
#define IPC_NOWAIT 04000

#define IPC_RMID 0
#define IPC_SET 1
#define IPC_STAT 2
#define IPC_INFO 3

/* A key made of a file, which must be there, and a number from 1 to 255. */
key_t ftok(const char *path, int project);

struct ipc_perm {
    key_t __key;
    uid_t uid;
    gid_t gid;
    uid_t cuid;
    gid_t cgid;
    mode_t mode;
    unsigned short __seq;
    unsigned short __pad;
    unsigned long __unused[2];
};

#endif
