/* Calls that sleep, and signals with a handler: which of them end with EINTR, and which go on (signal(7)). */
#include "interrupted.h"
#include <mqueue.h>
#include <semaphore.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>

static int id;
static char name[40];

/* ---- pipes ---------------------------------------------------------------------------------------------------- */

static void a_reader_of_a_pipe(void)
{
    CHECK(pipe(ends) == 0);
    check_restarted(read_from_0, write_to_1);
}

static void a_writer_to_a_full_pipe(void)
{
    CHECK(pipe(ends) == 0);
    fill(ends[1]);
    check_restarted(send_through_1, drain_0);
}

static long write_more_than_fits(void)
{
    static char much[200000];
    return write(ends[1], much, sizeof much) == 65536 ? 0 : -1;
}

static void a_write_that_is_partly_done_returns_what_is_done(void)
{
    CHECK(pipe(ends) == 0);
    CHECK(end_under_signals(write_more_than_fits, 0) == 0);
    drain(ends[0]);
    CHECK(end_under_signals(write_more_than_fits, SA_RESTART) == 0);
}

static long open_to_read(void)
{
    return open(name, O_RDONLY);
}

static void open_to_write(void)
{
    int fd = -1;
    while (fd < 0)
        fd = open(name, O_WRONLY | O_NONBLOCK);
}

static long open_to_write_and_wait(void)
{
    return open(name, O_WRONLY);
}

static void open_both_ends(void)
{
    CHECK(open(name, O_RDWR) >= 0);
}

static void who_opens_a_fifo(void)
{
    snprintf(name, sizeof name, "/tmp/foal-interrupted-%d", getpid());
    if (mkfifo(name, 0600) != 0)
        skip("no FIFO for the test");
    check_restarted(open_to_read, open_to_write);
    check_restarted(open_to_write_and_wait, open_both_ends);
    CHECK(unlink(name) == 0);
}

/* ---- System V and POSIX --------------------------------------------------------------------------------------- */

static struct {
    long type;
    char text[100];
} message = {1, ""};

static long receive_message(void)
{
    return msgrcv(id, &message, sizeof message.text, 0, 0);
}

static long send_message(void)
{
    return msgsnd(id, &message, 80, 0);
}

static void senders_and_receivers_of_system_v(void)
{
    struct msqid_ds limit;
    id = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    check_ended(receive_message);
    CHECK(msgctl(id, IPC_STAT, &limit) == 0);
    limit.msg_qbytes = 100;
    CHECK(msgctl(id, IPC_SET, &limit) == 0 && send_message() == 0);
    check_ended(send_message);
    CHECK(msgctl(id, IPC_RMID, NULL) == 0);
}

static long take(void)
{
    struct sembuf down = {0, -1, 0};
    return semop(id, &down, 1);
}

static long take_in_time(void)
{
    struct sembuf down = {0, -1, 0};
    struct timespec time = {100, 0};
    return semtimedop(id, &down, 1, &time);
}

static void takers_of_semaphores_of_system_v(void)
{
    id = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
    check_ended(take);
    check_ended(take_in_time);
    CHECK(semctl(id, 0, IPC_RMID) == 0);
}

static sem_t *semaphore;

static long wait_for_it(void)
{
    return sem_wait(semaphore);
}

static void post_it(void)
{
    CHECK(sem_post(semaphore) == 0);
}

static void takers_of_posix_semaphores(void)
{
    semaphore = shared_memory(PAGE);
    CHECK(sem_init(semaphore, 1, 0) == 0);
    check_restarted(wait_for_it, post_it);
}

static mqd_t queue;

static long receive_from_posix(void)
{
    return mq_receive(queue, block, sizeof block, NULL);
}

static long send_to_posix(void)
{
    return mq_send(queue, "x", 1, 0);
}

static void put_one(void)
{
    CHECK(send_to_posix() == 0);
}

static void take_one(void)
{
    CHECK(receive_from_posix() == 1);
}

static void senders_and_receivers_of_posix(void)
{
    struct mq_attr one = {.mq_maxmsg = 1, .mq_msgsize = sizeof block};
    snprintf(name, sizeof name, "/foal-interrupted-%d", getpid());
    queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &one);
    CHECK(queue >= 0 && mq_unlink(name) == 0);
    check_restarted(receive_from_posix, put_one);
    put_one();
    check_restarted(send_to_posix, take_one);
}

/* ---- descriptors that stand for something else ------------------------------------------------------------------ */

static long read_counter(void)
{
    eventfd_t count;
    return eventfd_read(ends[0], &count);
}

static void count_one(void)
{
    CHECK(eventfd_write(ends[0], 1) == 0);
}

static void a_reader_of_an_eventfd(void)
{
    ends[0] = eventfd(0, 0);
    CHECK(ends[0] >= 0);
    check_restarted(read_counter, count_one);
}

static long count_more(void)
{
    return eventfd_write(ends[0], 1);
}

static void read_all(void)
{
    CHECK(read_counter() == 0);
}

static void a_writer_to_a_full_eventfd(void)
{
    ends[0] = eventfd(0, 0);
    CHECK(eventfd_write(ends[0], UINT64_MAX - 1) == 0);
    check_restarted(count_more, read_all);
}

static long read_timer(void)
{
    uint64_t times;
    return read(ends[0], &times, sizeof times);
}

static void set_timer(void)
{
    struct itimerspec soon = {.it_value = {0, 1}};
    CHECK(timerfd_settime(ends[0], 0, &soon, NULL) == 0);
}

static void a_reader_of_a_timerfd(void)
{
    ends[0] = timerfd_create(CLOCK_MONOTONIC, 0);
    CHECK(ends[0] >= 0);
    check_restarted(read_timer, set_timer);
}

static long read_signal(void)
{
    struct signalfd_siginfo info;
    return read(ends[0], &info, sizeof info);
}

static void a_reader_of_a_signalfd(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    CHECK(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    ends[0] = signalfd(-1, &set, 0);
    CHECK(end_under_signals(read_signal, 0) == EINTR);
    int gate[2];
    pid_t child = start_sleeper(read_signal, SA_RESTART, gate);
    for (int i = 0; i < 10; i++) {
        let_others_run();
        kill(child, SIGUSR1);
    }
    let_others_run();
    kill(child, SIGUSR2);
    CHECK(exit_status(child) == 0 && *handled > 0);
}

int main(void)
{
    RUN(a_reader_of_a_pipe);
    RUN(a_writer_to_a_full_pipe);
    RUN(a_write_that_is_partly_done_returns_what_is_done);
    RUN(who_opens_a_fifo);
    RUN(senders_and_receivers_of_system_v);
    RUN(takers_of_semaphores_of_system_v);
    RUN(takers_of_posix_semaphores);
    RUN(senders_and_receivers_of_posix);
    RUN(a_reader_of_an_eventfd);
    RUN(a_writer_to_a_full_eventfd);
    RUN(a_reader_of_a_timerfd);
    RUN(a_reader_of_a_signalfd);
    return finish();
}
