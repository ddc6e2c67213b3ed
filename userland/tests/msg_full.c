/* System V message queues: the limit of a queue, and who sleeps at it. */
#include "sleeper.h"
#include "queue.h"

/* Makes room for so many bytes only. */
static void limit_queue(long bytes)
{
    struct msqid_ds buffer = status();
    buffer.msg_qbytes = bytes;
    CHECK(msgctl(queue, IPC_SET, &buffer) == 0);
    CHECK(status().msg_qbytes == (msglen_t)bytes);
}

static void a_full_queue_refuses_more_with_eagain(void)
{
    new_queue();
    limit_queue(100);
    CHECK(send_raw(1, 60, IPC_NOWAIT) == 0);
    CHECK_FAILS(send_raw(1, 41, IPC_NOWAIT), EAGAIN);
    CHECK(send_raw(1, 40, IPC_NOWAIT) == 0);
    CHECK_FAILS(send_raw(1, 1, IPC_NOWAIT), EAGAIN);
    receive(0, 0);
    CHECK(send_raw(1, 60, IPC_NOWAIT) == 0);
    remove_queue();
}

static void empty_messages_count_too(void)
{
    new_queue();
    limit_queue(3);
    for (int i = 0; i < 3; i++)
        CHECK(send_raw(1, 0, IPC_NOWAIT) == 0);
    CHECK_FAILS(send_raw(1, 0, IPC_NOWAIT), EAGAIN);
    CHECK(status().msg_qnum == 3 && receive(0, 0) && send_raw(1, 0, IPC_NOWAIT) == 0);
    remove_queue();
}

static int *woken;

static void send_into_the_full_queue(void)
{
    CHECK(send_raw(2, 50, 0) == 0);
    *woken = 1;
}

static void a_sender_to_a_full_queue_sleeps_until_there_is_room(void)
{
    woken = shared_memory(PAGE);
    new_queue();
    limit_queue(100);
    CHECK(send_raw(1, 80, 0) == 0);
    pid_t child = start(send_into_the_full_queue);
    let_others_run();
    CHECK(*woken == 0);
    CHECK(msgrcv(queue, &message, MAX_SIZE, 1, 0) == 80);
    CHECK(exit_status(child) == 0);
    CHECK(msgrcv(queue, &message, MAX_SIZE, 2, IPC_NOWAIT) == 50);
    remove_queue();
}

static int sender;

static void send_own_number(void)
{
    send_byte(begun[1]);
    CHECK(send_raw(sender, 100, 0) == 0);
}

static void sleeping_senders_all_come(void)
{
    pid_t children[3];
    int came = 0;
    new_queue();
    limit_queue(100);
    CHECK(send_raw(9, 100, 0) == 0);
    for (sender = 1; sender <= 3; sender++)
        children[sender - 1] = start_sleeper(send_own_number);
    CHECK(msgrcv(queue, &message, MAX_SIZE, 9, 0) == 100);
    for (int i = 1; i <= 3; i++) { /* all are woken, and one alone finds room: the scheduler says which */
        CHECK(msgrcv(queue, &message, MAX_SIZE, 0, 0) == 100);
        came |= 1 << message.type;
    }
    CHECK(came == (1 << 1 | 1 << 2 | 1 << 3));
    for (int i = 0; i < 3; i++)
        CHECK(exit_status(children[i]) == 0);
    remove_queue();
}

static void receive_type_5(void)
{
    CHECK(msgrcv(queue, &message, MAX_SIZE, 5, 0) == 5);
    CHECK(strcmp(message.text, "five") == 0);
    *woken = 1;
}

static void a_receiver_sleeps_until_its_type_arrives(void)
{
    woken = shared_memory(PAGE);
    new_queue();
    pid_t child = start(receive_type_5);
    send(4, "four");
    let_others_run();
    CHECK(*woken == 0);
    send(5, "five");
    CHECK(exit_status(child) == 0);
    CHECK_RECEIVES(0, 0, "four");
    remove_queue();
}

static void take_what_comes(void)
{
    send_byte(begun[1]);
    CHECK(msgrcv(queue, &message, MAX_SIZE, 0, 0) == 4 && strcmp(message.text, "one") == 0);
}

static void take_short_ones(void)
{
    send_byte(begun[1]);
    CHECK_FAILS(msgrcv(queue, &message, 3, 0, 0), E2BIG);
}

static void a_message_goes_to_who_waits_for_it_and_to_nobody_else(void)
{
    new_queue();
    pid_t child = start_sleeper(take_what_comes);
    send(1, "one");
    CHECK(receive(0, 0) == NULL && errno == ENOMSG); /* whether or not the other has run meanwhile */
    CHECK(status().msg_qnum == 0 && (status().msg_lrpid == child || on_qemu()));
    CHECK(exit_status(child) == 0);
    remove_queue();
}

static void for_whom_the_message_is_too_long_the_wait_is_over(void)
{
    new_queue();
    pid_t first = start_sleeper(take_short_ones), second = start_sleeper(take_what_comes);
    send(1, "one");
    CHECK(exit_status(first) == 0 && exit_status(second) == 0);
    CHECK(receive(0, 0) == NULL && errno == ENOMSG);
    remove_queue();
}

static void who_is_stopped_gets_no_message(void)
{
    new_queue();
    pid_t child = start_sleeper(take_what_comes);
    CHECK(kill(child, SIGSTOP) == 0 && waitpid(child, NULL, WUNTRACED) == child);
    send(1, "one");
    CHECK(status().msg_qnum == 1);
    CHECK(kill(child, SIGCONT) == 0);
    CHECK(exit_status(child) == 0 && status().msg_qnum == 0); /* it finds it when it goes on */
    remove_queue();
}

static void receive_until_removed(void)
{
    send_byte(begun[1]);
    CHECK_FAILS(msgrcv(queue, &message, MAX_SIZE, 0, 0), EIDRM);
}

static void send_until_removed(void)
{
    send_byte(begun[1]);
    CHECK_FAILS(send_raw(1, 50, 0), EIDRM);
}

/* Removes the queue under sleepers. One that came only afterwards would get EINVAL, so it must be known to sleep. */
static void remove_under(void (*sleeper)(void))
{
    pid_t child = start_sleeper(sleeper);
    remove_queue();
    CHECK(exit_status(child) == 0);
}

static void removal_wakes_receivers_and_senders_with_eidrm(void)
{
    new_queue();
    remove_under(receive_until_removed);
    new_queue();
    limit_queue(60);
    CHECK(send_raw(1, 40, 0) == 0);
    remove_under(send_until_removed);
}

int main(void)
{
    RUN(a_full_queue_refuses_more_with_eagain);
    RUN(empty_messages_count_too);
    RUN(a_sender_to_a_full_queue_sleeps_until_there_is_room);
    RUN(sleeping_senders_all_come);
    RUN(a_receiver_sleeps_until_its_type_arrives);
    RUN(a_message_goes_to_who_waits_for_it_and_to_nobody_else);
    RUN(for_whom_the_message_is_too_long_the_wait_is_over);
    RUN(who_is_stopped_gets_no_message);
    RUN(removal_wakes_receivers_and_senders_with_eidrm);
    return finish();
}
