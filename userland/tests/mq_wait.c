/* POSIX message queues: who sleeps, until when, and who is notified. */
#include "posix_queue.h"
#include <poll.h>
#include <sys/syscall.h>

static int *woken;

static void send_into_the_full_queue(void)
{
    send("waited", 9);
    *woken = 1;
}

static void a_sender_to_a_full_queue_sleeps_until_there_is_room(void)
{
    woken = shared_memory(PAGE);
    new_queue(1, 0);
    send("first", 0);
    pid_t child = start(send_into_the_full_queue);
    let_others_run();
    CHECK(*woken == 0);
    CHECK(receives("first", 0));
    CHECK(exit_status(child) == 0);
    CHECK(receives("waited", 9));
}

static void receive_what_comes(void)
{
    CHECK(receives("at last", 4));
    *woken = 1;
}

static void a_receiver_from_an_empty_queue_sleeps_until_a_message_comes(void)
{
    woken = shared_memory(PAGE);
    new_queue(1, 0);
    pid_t child = start(receive_what_comes);
    let_others_run();
    CHECK(*woken == 0);
    send("at last", 4);
    CHECK(exit_status(child) == 0);
}

static void a_wait_ends_at_its_time(void)
{
    new_queue(1, 0);
    struct timespec soon = in(20), past = {1, 0}, bad = {1, 1000000000}, worse = {-1, 0};
    CHECK_FAILS(mq_timedreceive(queue, text, SIZE, NULL, &soon), ETIMEDOUT);
    CHECK_FAILS(mq_timedreceive(queue, text, SIZE, NULL, &past), ETIMEDOUT);
    CHECK_FAILS(mq_timedreceive(queue, text, SIZE, NULL, &bad), EINVAL);
    CHECK_FAILS(mq_timedreceive(queue, text, SIZE, NULL, &worse), EINVAL);
    CHECK(mq_timedsend(queue, "x", 1, 0, &past) == 0); /* there is room: nothing to wait for */
    soon = in(20);
    CHECK_FAILS(mq_timedsend(queue, "y", 1, 0, &soon), ETIMEDOUT);
    CHECK_FAILS(mq_timedsend(queue, "y", 1, 0, &past), ETIMEDOUT);
    CHECK(mq_timedreceive(queue, text, SIZE, NULL, &past) == 1);
}

static int ready[2];

static void handle(int signal)
{
    (void)signal;
}

static void be_interrupted(void)
{
    struct sigaction action = {.sa_handler = handle};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    send_byte(ready[1]);
    errno = 0;
    CHECK(mq_receive(queue, text, SIZE, NULL) == -1 && errno == EINTR);
}

static void a_signal_ends_the_wait_with_eintr(void)
{
    new_queue(1, 0);
    CHECK(pipe(ready) == 0);
    pid_t child = start(be_interrupted);
    await_byte(ready[0]);
    for (int i = 0; i < 20; i++)
        let_others_run();
    if (on_qemu())
        usleep(100000);
    kill(child, SIGUSR1);
    CHECK(exit_status(child) == 0);
}

static void a_signal_whose_handler_restarts_calls_does_not_end_it(void)
{
    new_queue(1, 0);
    CHECK(pipe(ready) == 0);
    pid_t child = fork();
    if (child == 0) {
        struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
        CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
        send_byte(ready[1]);
        CHECK(receives("after it", 0));
        _exit(failures != 0);
    }
    await_byte(ready[0]);
    let_others_run();
    kill(child, SIGUSR1);
    let_others_run();
    send("after it", 0);
    CHECK(exit_status(child) == 0);
}

static short poll_queue(void)
{
    struct pollfd wanted = {.fd = queue, .events = POLLIN | POLLOUT};
    return poll(&wanted, 1, 0) < 0 ? -1 : wanted.revents;
}

static void poll_tells_whether_there_is_a_message_or_room(void)
{
    new_queue(2, 0);
    CHECK(poll_queue() == POLLOUT);
    send("a", 0);
    CHECK(poll_queue() == (POLLIN | POLLOUT));
    send("b", 0);
    CHECK(poll_queue() == POLLIN);
}

static void poll_until_there_is_a_message(void)
{
    struct pollfd wanted = {.fd = queue, .events = POLLIN};
    CHECK(poll(&wanted, 1, -1) == 1 && wanted.revents == POLLIN);
}

static void poll_sleeps_until_a_message_comes(void)
{
    new_queue(2, 0);
    pid_t child = start(poll_until_there_is_a_message);
    let_others_run();
    send("a", 0);
    CHECK(exit_status(child) == 0);
}

static volatile siginfo_t got;
static volatile int signals;

static void take_signal(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    got = *info;
    signals++;
}

static void request_signal(void)
{
    struct sigaction action = {.sa_sigaction = take_signal, .sa_flags = SA_SIGINFO};
    CHECK(sigaction(SIGUSR2, &action, NULL) == 0);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2, .sigev_value.sival_int = 42};
    CHECK(mq_notify(queue, &event) == 0);
}

static void skip_without_notification(void)
{
    if (on_qemu())
        skip("qemu-user has no mq_notify");
}

static void a_message_to_the_empty_queue_is_notified_once_by_a_signal(void)
{
    skip_without_notification();
    new_queue(4, 0);
    request_signal();
    send("a", 0);
    CHECK(signals == 1 && got.si_signo == SIGUSR2 && got.si_code == SI_MESGQ);
    CHECK(got.si_pid == getpid() && got.si_value.sival_int == 42);
    CHECK(receives("a", 0));
    send("b", 0);
    CHECK(signals == 1);
}

static void a_queue_that_is_not_empty_notifies_when_it_has_been(void)
{
    skip_without_notification();
    new_queue(4, 0);
    send("a", 0);
    request_signal();
    send("b", 0);
    CHECK(signals == 0);
    CHECK(receives("a", 0) && receives("b", 0));
    send("c", 0);
    CHECK(signals == 1);
}

static void try_to_register(void)
{
    struct sigevent event = {.sigev_notify = SIGEV_NONE};
    CHECK_FAILS(mq_notify(queue, &event), EBUSY);
    CHECK(mq_notify(queue, NULL) == 0); /* not his: nothing happens */
}

static void only_one_process_at_a_time_is_notified(void)
{
    skip_without_notification();
    new_queue(4, 0);
    request_signal();
    CHECK(exit_status(start(try_to_register)) == 0);
    try_to_register();
    struct sigevent event = {.sigev_notify = SIGEV_NONE};
    CHECK(mq_notify(queue, &event) == 0); /* his own has been taken back */
    CHECK(mq_notify(queue, NULL) == 0);
    send("a", 0);
    CHECK(signals == 0);
}

static void register_and_exit(void)
{
    request_signal();
}

static void the_end_of_a_process_ends_its_notification(void)
{
    skip_without_notification();
    new_queue(4, 0);
    CHECK(exit_status(start(register_and_exit)) == 0);
    request_signal();
    send("a", 0);
    CHECK(signals == 1);
}

static void a_waiting_receiver_comes_before_notification(void)
{
    skip_without_notification();
    woken = shared_memory(PAGE);
    new_queue(4, 0);
    request_signal();
    pid_t child = start(receive_what_comes);
    for (int i = 0; i < 20; i++)
        let_others_run();
    send("at last", 4);
    CHECK(exit_status(child) == 0);
    CHECK(signals == 0);
    send("for the other", 0);
    CHECK(signals == 1);
}

static void impossible_notifications_fail(void)
{
    skip_without_notification();
    new_queue(4, 0);
    struct sigevent unknown = {.sigev_notify = 77}, too_large = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = 65};
    CHECK_FAILS(mq_notify(queue, &unknown), EINVAL);
    CHECK_FAILS(mq_notify(queue, &too_large), EINVAL);
    CHECK_FAILS(syscall(SYS_mq_notify, queue, (char *)8), EFAULT);
    CHECK_FAILS(mq_notify(-1, NULL), EBADF);
}

int main(void)
{
    RUN(a_sender_to_a_full_queue_sleeps_until_there_is_room);
    RUN(a_receiver_from_an_empty_queue_sleeps_until_a_message_comes);
    RUN(a_wait_ends_at_its_time);
    RUN(a_signal_ends_the_wait_with_eintr);
    RUN(a_signal_whose_handler_restarts_calls_does_not_end_it);
    RUN(poll_tells_whether_there_is_a_message_or_room);
    RUN(poll_sleeps_until_a_message_comes);
    RUN(a_message_to_the_empty_queue_is_notified_once_by_a_signal);
    RUN(a_queue_that_is_not_empty_notifies_when_it_has_been);
    RUN(only_one_process_at_a_time_is_notified);
    RUN(the_end_of_a_process_ends_its_notification);
    RUN(a_waiting_receiver_comes_before_notification);
    RUN(impossible_notifications_fail);
    return finish();
}
