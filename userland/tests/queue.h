/* A message queue to test, and short ways to use it. */
#ifndef QUEUE_H
#define QUEUE_H

#include "check.h"
#include <sys/msg.h>
#include <sys/syscall.h>

#define MAX_SIZE 8192 /* of one message */

static int queue;

static struct {
    long type;
    char text[MAX_SIZE + 1];
} message;

static inline void new_queue(void)
{
    queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    CHECK(queue >= 0);
}

static inline void remove_queue(void)
{
    CHECK(msgctl(queue, IPC_RMID, NULL) == 0);
}

static inline struct msqid_ds status(void)
{
    struct msqid_ds buffer;
    memset(&buffer, 0xff, sizeof buffer);
    CHECK(msgctl(queue, IPC_STAT, &buffer) == 0);
    return buffer;
}

/* The call itself, past the library, whose declaration does not allow all that the kernel must cope with. */
static inline int send_raw(long type, long size, int flags)
{
    message.type = type;
    return syscall(SYS_msgsnd, queue, &message, size, flags);
}

static inline void send(long type, const char *text)
{
    strcpy(message.text, text);
    CHECK(send_raw(type, strlen(text) + 1, 0) == 0);
}

/* Receives without waiting and returns the text, or null. */
static inline const char *receive(long type, int flags)
{
    memset(&message, 0, sizeof message);
    return msgrcv(queue, &message, MAX_SIZE, type, flags | IPC_NOWAIT) < 0 ? NULL : message.text;
}

#define CHECK_RECEIVES(type, flags, expected)           \
    do {                                                \
        const char *text = receive(type, flags);        \
        CHECK(text && strcmp(text, expected) == 0);     \
    } while (0)

#endif
