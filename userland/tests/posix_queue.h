/* A POSIX message queue to test, and short ways to use it. */
#ifndef POSIX_QUEUE_H
#define POSIX_QUEUE_H

#include "check.h"
#include <fcntl.h>
#include <mqueue.h>
#include <sys/stat.h>
#include <time.h>

#define SIZE 64 /* of a message */

static char name[40];
static mqd_t queue;
static char text[SIZE + 1];

/* Opens a queue for so many messages that has no name any more. */
static inline void new_queue(int messages, int flags)
{
    struct mq_attr attributes = {.mq_maxmsg = messages, .mq_msgsize = SIZE};
    sprintf(name, "/foal-test-%d", getpid());
    queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL | flags, 0600, &attributes);
    CHECK(queue >= 0);
    CHECK(mq_unlink(name) == 0);
}

static inline void send_message(const char *message, unsigned priority)
{
    CHECK(mq_send(queue, message, strlen(message), priority) == 0);
}

static inline int receives(const char *expected, unsigned expected_priority)
{
    unsigned priority = 12345;
    memset(text, 0, sizeof text);
    return mq_receive(queue, text, SIZE, &priority) == (ssize_t)strlen(expected) && strcmp(text, expected) == 0
        && priority == expected_priority;
}

static inline struct mq_attr attributes(void)
{
    struct mq_attr now;
    CHECK(mq_getattr(queue, &now) == 0);
    return now;
}

/* A time of the wall clock, so many milliseconds from now. */
static inline struct timespec in(long milliseconds)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_nsec += milliseconds % 1000 * 1000000;
    time.tv_sec += milliseconds / 1000 + time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

#endif
