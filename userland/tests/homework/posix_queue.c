/* A message queue of POSIX: the most urgent comes first, and of those the oldest. */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    struct mq_attr attributes = {.mq_maxmsg = 5, .mq_msgsize = 32};
    mq_unlink("/homework-queue");
    mqd_t queue = mq_open("/homework-queue", O_RDWR | O_CREAT | O_EXCL | O_NONBLOCK, 0600, &attributes);
    if (queue == (mqd_t)-1)
        return 1;
    if (fork() == 0) {
        mq_send(queue, "low", 4, 1);
        mq_send(queue, "high", 5, 9);
        mq_send(queue, "low too", 8, 1);
        mq_send(queue, "middle", 7, 5);
        _exit(0);
    }
    wait(NULL);
    mq_getattr(queue, &attributes);
    printf("%ld of %ld messages\n", attributes.mq_curmsgs, attributes.mq_maxmsg);
    char text[32];
    unsigned priority;
    while (mq_receive(queue, text, sizeof text, &priority) >= 0)
        printf("%u: %s\n", priority, text);
    printf("%s\n", errno == EAGAIN ? "now it is empty" : "?");
    printf("too small: %s\n", mq_receive(queue, text, 1, NULL) < 0 && errno == EMSGSIZE ? "EMSGSIZE" : "?");
    mq_close(queue);
    mq_unlink("/homework-queue");
    return 0;
}
