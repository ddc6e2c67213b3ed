/* POSIX message queues; see mq_overview(7). */
#ifndef _MQUEUE_H
#define _MQUEUE_H

#include <fcntl.h>
#include <signal.h>
#include <time.h>

typedef int mqd_t;

struct mq_attr {
    long mq_flags;
    long mq_maxmsg;
    long mq_msgsize;
    long mq_curmsgs;
    long __reserved[4];
};

/* The name begins with a slash and has no other. With O_CREAT, a mode and a struct mq_attr * (or null) follow. */
mqd_t mq_open(const char *name, int flags, ...);
int mq_close(mqd_t queue);
int mq_unlink(const char *name);
int mq_send(mqd_t queue, const char *message, size_t size, unsigned priority);
int mq_timedsend(mqd_t queue, const char *message, size_t size, unsigned priority, const struct timespec *until);
ssize_t mq_receive(mqd_t queue, char *message, size_t room, unsigned *priority);
ssize_t mq_timedreceive(mqd_t queue, char *message, size_t room, unsigned *priority, const struct timespec *until);
int mq_notify(mqd_t queue, const struct sigevent *event);
int mq_getattr(mqd_t queue, struct mq_attr *attributes);
int mq_setattr(mqd_t queue, const struct mq_attr *attributes, struct mq_attr *before);

#endif
