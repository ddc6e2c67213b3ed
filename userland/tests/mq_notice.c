/* POSIX message queues: who is told when a message comes, by a signal or by a thread (mq_notify(3)). */
#include "posix_queue.h"
#include <sys/socket.h>
#include <sys/syscall.h>

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
    send_message("a", 0);
    CHECK(signals == 1 && got.si_signo == SIGUSR2 && got.si_code == SI_MESGQ);
    CHECK(got.si_pid == getpid() && got.si_value.sival_int == 42);
    CHECK(receives("a", 0));
    send_message("b", 0);
    CHECK(signals == 1);
}

static void a_queue_that_is_not_empty_notifies_when_it_has_been(void)
{
    skip_without_notification();
    new_queue(4, 0);
    send_message("a", 0);
    request_signal();
    send_message("b", 0);
    CHECK(signals == 0);
    CHECK(receives("a", 0) && receives("b", 0));
    send_message("c", 0);
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
    send_message("a", 0);
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
    send_message("a", 0);
    CHECK(signals == 1);
}

static void receive_what_comes(void)
{
    CHECK(receives("at last", 4));
}

static void a_waiting_receiver_comes_before_notification(void)
{
    skip_without_notification();
    new_queue(4, 0);
    request_signal();
    pid_t child = start(receive_what_comes);
    for (int i = 0; i < 20; i++)
        let_others_run();
    send_message("at last", 4);
    CHECK(signals == 0);
    send_message("for the other", 0); /* even if the receiver has not run yet */
    CHECK(signals == 1);
    CHECK(exit_status(child) == 0);
}

/* How the C library has a thread told: not by a signal but by 32 bytes that it chose, which come by a socket. */
static void a_message_is_notified_by_the_bytes_that_were_asked_for(void)
{
    char cookie[32] = "known to the library", told[33] = "";
    skip_without_notification();
    new_queue(4, 0);
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0);
    CHECK(fd >= 0);
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_signo = fd, .sigev_value.sival_ptr = cookie};
    CHECK(syscall(SYS_mq_notify, queue, &event) == 0);
    CHECK_FAILS(recv(fd, told, sizeof told, MSG_DONTWAIT), EAGAIN);
    send_message("a", 0);
    CHECK(recv(fd, told, sizeof told, MSG_DONTWAIT) == sizeof cookie);
    CHECK(memcmp(told, cookie, 31) == 0 && told[31] == 1);
    send_message("b", 0);
    CHECK_FAILS(recv(fd, told, sizeof told, MSG_DONTWAIT), EAGAIN);
    CHECK(receives("a", 0) && receives("b", 0));
    CHECK(syscall(SYS_mq_notify, queue, &event) == 0);
    CHECK(mq_notify(queue, NULL) == 0); /* that is told too, for the sake of who waits for it */
    CHECK(recv(fd, told, sizeof told, MSG_DONTWAIT) == sizeof cookie && told[31] == 2);
    event.sigev_signo = -1;
    CHECK_FAILS(syscall(SYS_mq_notify, queue, &event), EBADF);
    event.sigev_signo = queue;
    CHECK_FAILS(syscall(SYS_mq_notify, queue, &event), ENOTSOCK);
    event.sigev_signo = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_FAILS(syscall(SYS_mq_notify, queue, &event), EINVAL);
    event.sigev_value.sival_ptr = (char *)8;
    CHECK_FAILS(syscall(SYS_mq_notify, queue, &event), EFAULT);
}

static int through[2];

static void tell(union sigval value)
{
    CHECK(write(through[1], &value.sival_int, sizeof value.sival_int) == sizeof value.sival_int);
}

static void a_message_is_notified_by_a_thread(void)
{
    int value = 0;
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = tell, .sigev_value.sival_int = 42};
    skip_without_notification();
    new_queue(4, 0);
    CHECK(pipe(through) == 0 && mq_notify(queue, &event) == 0);
    send_message("a", 0);
    CHECK(read(through[0], &value, sizeof value) == sizeof value && value == 42);
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
    RUN(a_message_to_the_empty_queue_is_notified_once_by_a_signal);
    RUN(a_queue_that_is_not_empty_notifies_when_it_has_been);
    RUN(only_one_process_at_a_time_is_notified);
    RUN(the_end_of_a_process_ends_its_notification);
    RUN(a_waiting_receiver_comes_before_notification);
    RUN(a_message_is_notified_by_the_bytes_that_were_asked_for);
    RUN(a_message_is_notified_by_a_thread);
    RUN(impossible_notifications_fail);
    return finish();
}
