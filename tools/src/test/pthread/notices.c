/* mq_notify by a thread: the C library reads a netlink socket, and starts the program's function when a notice comes. */
#include "../../../../userland/tests/check.h"
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>

#define NAME "/foal-notices"

static mqd_t queue;
static sem_t called;
static char taken[16];

/* Empties the queue, and asks to be told again before it does so: then no message can be missed. */
static void take_all(union sigval value)
{
    if (value.sival_ptr != NULL)
        CHECK(mq_notify(queue, value.sival_ptr) == 0);
    char message[8192];
    while (mq_receive(queue, message, sizeof message, NULL) > 0)
        strncat(taken, message, 1);
    sem_post(&called);
}

static void open_queue(void)
{
    mq_unlink(NAME);
    queue = mq_open(NAME, O_CREAT | O_RDWR | O_NONBLOCK, 0600, NULL);
    CHECK(queue != -1);
    CHECK(sem_init(&called, 0, 0) == 0);
}

static void a_thread_is_started_when_a_message_comes(void)
{
    open_queue();
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = take_all};
    CHECK(mq_notify(queue, &event) == 0);
    CHECK_FAILS(mq_notify(queue, &event), EBUSY);
    CHECK(mq_send(queue, "a", 2, 0) == 0);
    CHECK(sem_wait(&called) == 0);
    CHECK(strcmp(taken, "a") == 0);
}

static void it_can_ask_to_be_told_of_the_next(void)
{
    open_queue();
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = take_all};
    event.sigev_value.sival_ptr = &event;
    CHECK(mq_notify(queue, &event) == 0);
    for (char *letter = "abc"; *letter != '\0'; letter++) {
        CHECK(mq_send(queue, (char[]){*letter, '\0'}, 2, 0) == 0);
        CHECK(sem_wait(&called) == 0);
    }
    CHECK(strcmp(taken, "abc") == 0);
}

static void what_is_taken_back_is_not_told(void)
{
    open_queue();
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = take_all};
    CHECK(mq_notify(queue, &event) == 0);
    CHECK(mq_notify(queue, NULL) == 0);
    CHECK(mq_send(queue, "a", 2, 0) == 0);
    let_others_run();
    CHECK_FAILS(sem_trywait(&called), EAGAIN);
    CHECK(mq_notify(queue, &event) == 0);
}

int main(void)
{
    RUN(a_thread_is_started_when_a_message_comes);
    RUN(it_can_ask_to_be_told_of_the_next);
    RUN(what_is_taken_back_is_not_told);
    return finish();
}
