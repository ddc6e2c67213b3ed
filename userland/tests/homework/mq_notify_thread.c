/* A thread is started when a message comes to an empty queue; it takes the message and asks to be told again. */
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static mqd_t queue;
static sem_t taken;

static void take(union sigval value)
{
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = take};
    char message[64];
    event.sigev_value.sival_int = value.sival_int + 1;
    if (mq_notify(queue, &event) != 0)
        perror("mq_notify");
    ssize_t size = mq_receive(queue, message, sizeof message, NULL);
    printf("%d: %.*s\n", value.sival_int, (int)size, message);
    sem_post(&taken);
}

int main(void)
{
    struct mq_attr attributes = {.mq_maxmsg = 4, .mq_msgsize = 64};
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = take, .sigev_value.sival_int = 1};
    const char *texts[] = {"first", "second", "third"};
    sem_init(&taken, 0, 0);
    queue = mq_open("/told", O_RDWR | O_CREAT, 0600, &attributes);
    mq_unlink("/told");
    if (queue < 0 || mq_notify(queue, &event) != 0)
        return 1;
    for (int i = 0; i < 3; i++) {
        mq_send(queue, texts[i], strlen(texts[i]), 0);
        sem_wait(&taken);
    }
    return 0;
}
