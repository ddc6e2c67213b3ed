/* POSIX message queues: who sleeps, and until when. */
#include "sleeper.h"
#include "posix_queue.h"
#include <poll.h>
#include <sys/syscall.h>

static int *woken;

static void send_into_the_full_queue(void)
{
    send_message("waited", 9);
    *woken = 1;
}

static void a_sender_to_a_full_queue_sleeps_until_there_is_room(void)
{
    woken = shared_memory(PAGE);
    new_queue(1, 0);
    send_message("first", 0);
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
    send_message("at last", 4);
    CHECK(exit_status(child) == 0);
}

static void wait_humbly(void)
{
    CHECK(syscall(SYS_setpriority, 0, 0, 10) == 0);
    send_byte(begun[1]);
    CHECK(receives("for the humble", 0));
}

static void wait_as_everybody(void)
{
    send_byte(begun[1]);
    CHECK(receives("for the more urgent", 0));
}

static void the_most_urgent_receiver_is_served_first(void)
{
    new_queue(1, 0);
    pid_t humble = start_sleeper(wait_humbly);
    pid_t urgent = start_sleeper(wait_as_everybody);
    send_message("for the more urgent", 0);
    CHECK(exit_status(urgent) == 0);
    send_message("for the humble", 0);
    CHECK(exit_status(humble) == 0);
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

static void handle(int signal)
{
    (void)signal;
}

static void be_interrupted(void)
{
    struct sigaction action = {.sa_handler = handle};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    send_byte(begun[1]);
    errno = 0;
    CHECK(mq_receive(queue, text, SIZE, NULL) == -1 && errno == EINTR);
}

static void a_signal_ends_the_wait_with_eintr(void)
{
    new_queue(1, 0);
    pid_t child = start_sleeper(be_interrupted);
    kill(child, SIGUSR1);
    CHECK(exit_status(child) == 0);
}

static void note(int signal)
{
    *woken = signal;
}

static void be_restarted(void)
{
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    send_byte(begun[1]);
    CHECK(receives("after it", 0));
}

static void a_signal_whose_handler_restarts_calls_does_not_end_it(void)
{
    woken = shared_memory(PAGE);
    new_queue(1, 0);
    pid_t child = start_sleeper(be_restarted);
    kill(child, SIGUSR1);
    while (*woken == 0 || state_of(child) != 'S')
        let_others_run();
    send_message("after it", 0);
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
    send_message("a", 0);
    CHECK(poll_queue() == (POLLIN | POLLOUT));
    send_message("b", 0);
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
    send_message("a", 0);
    CHECK(exit_status(child) == 0);
}

static void receive_without_a_name(void)
{
    send_byte(begun[1]);
    CHECK(receives("at last", 4));
}

static void send_without_a_name(void)
{
    send_byte(begun[1]);
    send_message("waited", 9);
}

static void a_message_goes_to_who_waits_for_it_and_to_nobody_else(void)
{
    new_queue(2, 0);
    pid_t child = start_sleeper(receive_without_a_name);
    send_message("at last", 4);
    CHECK(attributes().mq_curmsgs == 0); /* whether or not the other has run meanwhile */
    struct timespec past = {1, 0};
    CHECK_FAILS(mq_timedreceive(queue, text, SIZE, NULL, &past), ETIMEDOUT);
    CHECK(exit_status(child) == 0);
}

static void room_goes_to_the_sender_who_waits_for_it(void)
{
    struct timespec past = {1, 0};
    new_queue(1, 0);
    send_message("first", 0);
    pid_t child = start_sleeper(send_without_a_name);
    CHECK(receives("first", 0));
    CHECK(attributes().mq_curmsgs == 1); /* it is full again */
    CHECK_FAILS(mq_timedsend(queue, "x", 1, 0, &past), ETIMEDOUT);
    CHECK(receives("waited", 9));
    CHECK(exit_status(child) == 0);
}

static void who_is_stopped_gets_no_message(void)
{
    new_queue(1, 0);
    pid_t child = start_sleeper(receive_without_a_name);
    CHECK(kill(child, SIGSTOP) == 0 && waitpid(child, NULL, WUNTRACED) == child);
    send_message("at last", 4);
    CHECK(attributes().mq_curmsgs == 1);
    CHECK(kill(child, SIGCONT) == 0);
    CHECK(exit_status(child) == 0 && attributes().mq_curmsgs == 0); /* it finds it when it goes on */
    send_message("first", 0);
    child = start_sleeper(send_without_a_name);
    CHECK(kill(child, SIGSTOP) == 0 && waitpid(child, NULL, WUNTRACED) == child);
    CHECK(receives("first", 0) && attributes().mq_curmsgs == 0);
    CHECK(kill(child, SIGCONT) == 0);
    CHECK(exit_status(child) == 0 && receives("waited", 9));
}

static void who_waits_needs_no_name(void)
{
    struct mq_attr one = {.mq_maxmsg = 1, .mq_msgsize = SIZE};
    sprintf(name, "/foal-test-%d", getpid());
    queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &one);
    CHECK(queue >= 0 && pipe(begun) == 0);
    pid_t child = start(receive_without_a_name);
    await_byte(begun[0]);
    let_others_run();
    CHECK(mq_unlink(name) == 0); /* this wakes nobody */
    CHECK_FAILS(mq_open(name, O_RDWR), ENOENT);
    let_others_run();
    send_message("at last", 4);
    CHECK(exit_status(child) == 0);
    send_message("first", 0);
    child = start(send_without_a_name);
    await_byte(begun[0]);
    let_others_run();
    CHECK(receives("first", 0));
    CHECK(exit_status(child) == 0 && receives("waited", 9));
}

static void wait_to_send(void)
{
    send_byte(begun[1]);
    send_message("never", 9);
}

static void who_is_killed_while_waiting_sends_nothing(void)
{
    new_queue(1, O_NONBLOCK);
    send_message("first", 0);
    CHECK(fcntl(queue, F_SETFL, 0) == 0 && pipe(begun) == 0);
    pid_t child = start(wait_to_send);
    await_byte(begun[0]);
    let_others_run();
    CHECK(kill(child, SIGKILL) == 0 && death_signal(child) == SIGKILL);
    CHECK(fcntl(queue, F_SETFL, O_NONBLOCK) == 0);
    CHECK(receives("first", 0));
    CHECK_FAILS(mq_receive(queue, text, SIZE, NULL), EAGAIN);
}

int main(void)
{
    RUN(a_sender_to_a_full_queue_sleeps_until_there_is_room);
    RUN(a_receiver_from_an_empty_queue_sleeps_until_a_message_comes);
    RUN(the_most_urgent_receiver_is_served_first);
    RUN(a_wait_ends_at_its_time);
    RUN(a_signal_ends_the_wait_with_eintr);
    RUN(a_signal_whose_handler_restarts_calls_does_not_end_it);
    RUN(poll_tells_whether_there_is_a_message_or_room);
    RUN(poll_sleeps_until_a_message_comes);
    RUN(a_message_goes_to_who_waits_for_it_and_to_nobody_else);
    RUN(room_goes_to_the_sender_who_waits_for_it);
    RUN(who_is_stopped_gets_no_message);
    RUN(who_waits_needs_no_name);
    RUN(who_is_killed_while_waiting_sends_nothing);
    return finish();
}
