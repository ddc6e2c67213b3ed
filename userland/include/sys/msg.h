/* System V message queues; see msgget(2), msgop(2), msgctl(2). */
#ifndef _SYS_MSG_H
#define _SYS_MSG_H

#include <sys/ipc.h>

#define MSG_NOERROR 010000
#define MSG_EXCEPT 020000
#define MSG_COPY 040000

typedef unsigned long msgqnum_t;
typedef unsigned long msglen_t;

struct msqid_ds {
    struct ipc_perm msg_perm;
    time_t msg_stime;
    time_t msg_rtime;
    time_t msg_ctime;
    unsigned long __msg_cbytes; /* bytes now in the queue */
    msgqnum_t msg_qnum;
    msglen_t msg_qbytes;
    pid_t msg_lspid; /* last sender */
    pid_t msg_lrpid; /* last receiver */
    unsigned long __unused[2];
};

/* The least that a message buffer must begin with; programs declare their own with a longer text. */
struct msgbuf {
    long mtype;
    char mtext[1];
};

int msgget(key_t key, int flags);
int msgsnd(int id, const void *message, size_t size, int flags);
ssize_t msgrcv(int id, void *message, size_t size, long type, int flags);
int msgctl(int id, int command, struct msqid_ds *buffer);

#endif
