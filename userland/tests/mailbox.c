/* Indirect communication: mailboxes that store nothing, a number of messages, or any number. These calls are Foal's own. */
#include "foal_only.h"
#include <poll.h>
#include <sync/thread.h>

static int box;
static char buffer[100];
static int *step;

static void new_box(int capacity)
{
    need_foal();
    step = shared_memory(PAGE);
    box = mbox_create("test", capacity);
    CHECK(box >= 0);
    CHECK(mbox_unlink("test") == 0);
}

static int receives(const char *expected)
{
    memset(buffer, 0, sizeof buffer);
    return mbox_receive(box, buffer, sizeof buffer, 0) == (ssize_t)strlen(expected) && strcmp(buffer, expected) == 0;
}

static void send_three(void)
{
    CHECK(mbox_send(box, "one", 3, 0) == 3);
    *step = 1;
    CHECK(mbox_send(box, "two", 3, 0) == 3);
    *step = 2;
    CHECK(mbox_send(box, "three", 5, 0) == 5);
    *step = 3;
}

/* How many of three messages a sender gets rid of before anybody receives. */
static int sent_ahead(int capacity)
{
    new_box(capacity);
    pid_t child = start(send_three);
    let_others_run();
    int ahead = *step;
    CHECK(receives("one") && receives("two") && receives("three"));
    CHECK(exit_status(child) == 0);
    return ahead;
}

static void without_capacity_a_sender_waits_for_each_receiver(void)
{
    CHECK(sent_ahead(MBOX_RENDEZVOUS) == 0);
}

static void with_a_capacity_a_sender_waits_when_it_is_reached(void)
{
    CHECK(sent_ahead(2) == 2);
}

static void without_bounds_a_sender_never_waits(void)
{
    CHECK(sent_ahead(MBOX_UNBOUNDED) == 3);
}

static void receive_and_tell(void)
{
    CHECK(receives("late"));
    *step = 1;
}

static void a_receiver_waits_for_a_message(void)
{
    int capacities[] = {MBOX_RENDEZVOUS, 1, MBOX_UNBOUNDED};
    for (int i = 0; i < 3; i++) {
        new_box(capacities[i]);
        pid_t child = start(receive_and_tell);
        let_others_run();
        CHECK(*step == 0);
        CHECK(mbox_send(box, "late", 4, 0) == 4);
        CHECK(exit_status(child) == 0);
        CHECK(close(box) == 0);
    }
}

static void send_numbered(void)
{
    for (int i = 0; i < 100; i++)
        CHECK(mbox_send(box, &i, sizeof i, 0) == sizeof i);
}

static void receive_25(void)
{
    int number, last = -1;
    for (int i = 0; i < 25; i++) {
        CHECK(mbox_receive(box, &number, sizeof number, 0) == sizeof number);
        CHECK(number >= last);
        last = number;
        __atomic_fetch_add(step, number, __ATOMIC_SEQ_CST);
    }
}

static void several_senders_and_receivers_share_a_mailbox(void)
{
    int capacities[] = {MBOX_RENDEZVOUS, 3, MBOX_UNBOUNDED};
    for (int i = 0; i < 3; i++) {
        pid_t children[5];
        new_box(capacities[i]);
        children[0] = start(send_numbered);
        for (int j = 1; j < 5; j++)
            children[j] = start(receive_25);
        for (int j = 0; j < 5; j++)
            CHECK(exit_status(children[j]) == 0);
        CHECK(*step == 99 * 100 / 2);
        CHECK(close(box) == 0);
    }
}

static void who_must_not_wait_gets_eagain(void)
{
    new_box(MBOX_RENDEZVOUS);
    CHECK_FAILS(mbox_send(box, "x", 1, MSG_NOWAIT), EAGAIN);
    CHECK_FAILS(mbox_receive(box, buffer, 1, MSG_NOWAIT), EAGAIN);
    new_box(1);
    CHECK(mbox_send(box, "x", 1, MSG_NOWAIT) == 1);
    CHECK_FAILS(mbox_send(box, "y", 1, MSG_NOWAIT), EAGAIN);
    CHECK(mbox_receive(box, buffer, 1, MSG_NOWAIT) == 1);
    CHECK_FAILS(mbox_receive(box, buffer, 1, MSG_NOWAIT), EAGAIN);
}

static void a_mailbox_lasts_while_it_is_named_or_open(void)
{
    need_foal();
    CHECK_FAILS(mbox_open("lasting"), ENOENT);
    box = mbox_create("lasting", 2);
    CHECK_FAILS(mbox_create("lasting", 5), EEXIST);
    CHECK(mbox_send(box, "kept", 4, 0) == 4);
    CHECK(close(box) == 0);
    box = mbox_open("lasting");
    CHECK(receives("kept"));
    CHECK(mbox_unlink("lasting") == 0);
    CHECK_FAILS(mbox_unlink("lasting"), ENOENT);
    CHECK_FAILS(mbox_open("lasting"), ENOENT);
    CHECK(mbox_send(box, "still", 5, 0) == 5 && receives("still"));
}

static void a_message_is_cut_to_the_room_there_is(void)
{
    new_box(1);
    CHECK(mbox_send(box, "a long message", 14, 0) == 14);
    CHECK(mbox_receive(box, buffer, 6, 0) == 6 && memcmp(buffer, "a long\0", 7) == 0);
    CHECK_FAILS(mbox_receive(box, buffer, 6, MSG_NOWAIT), EAGAIN);
}

static void handle(int signal)
{
    (void)signal;
}

static void be_interrupted(void)
{
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART}; /* it makes no difference */
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    CHECK_FAILS(mbox_receive(box, buffer, 1, 0), EINTR);
    CHECK_FAILS(mbox_send(box, "x", 1, 0), EINTR);
}

static void a_signal_ends_the_wait_with_eintr(void)
{
    new_box(MBOX_RENDEZVOUS);
    pid_t child = start(be_interrupted);
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 20; j++)
            let_others_run();
        kill(child, SIGUSR1);
    }
    CHECK(exit_status(child) == 0);
    CHECK_FAILS(mbox_receive(box, buffer, 1, MSG_NOWAIT), EAGAIN);
    CHECK_FAILS(mbox_send(box, "x", 1, MSG_NOWAIT), EAGAIN); /* nobody waits there any more */
}

static void send_until_killed(void)
{
    mbox_send(box, "x", 1, 0);
}

static void who_is_killed_sends_nothing(void)
{
    new_box(MBOX_RENDEZVOUS);
    pid_t child = start(send_until_killed);
    let_others_run();
    kill(child, SIGKILL);
    CHECK(death_signal(child) == SIGKILL);
    CHECK_FAILS(mbox_receive(box, buffer, 1, MSG_NOWAIT), EAGAIN);
}

static void who_is_killed_receives_nothing(void)
{
    new_box(MBOX_RENDEZVOUS);
    pid_t child = start(receive_and_tell);
    let_others_run();
    kill(child, SIGKILL);
    CHECK(death_signal(child) == SIGKILL);
    CHECK_FAILS(mbox_send(box, "late", 4, MSG_NOWAIT), EAGAIN);
}

static void who_waits_at_a_mailbox_whose_name_is_removed_waits_on(void)
{
    need_foal();
    step = shared_memory(PAGE);
    box = mbox_create("removed", 1);
    pid_t child = start(receive_and_tell);
    let_others_run();
    CHECK(mbox_unlink("removed") == 0);
    let_others_run();
    CHECK(*step == 0);
    CHECK_FAILS(mbox_open("removed"), ENOENT);
    CHECK(mbox_create("removed", 1) >= 0 && mbox_unlink("removed") == 0); /* another one */
    CHECK(mbox_send(box, "late", 4, 0) == 4);
    CHECK(exit_status(child) == 0);
}

static int outcome;

static void receive_in_vain(void *unused)
{
    (void)unused;
    outcome = mbox_receive(box, buffer, sizeof buffer, 0) < 0 ? errno : 0;
}

static void send_in_vain(void *unused)
{
    (void)unused;
    outcome = mbox_send(box, "x", 1, 0) < 0 ? errno : 0;
}

static void who_waits_at_a_mailbox_that_is_no_more_gets_eidrm(void)
{
    void (*bodies[])(void *) = {receive_in_vain, send_in_vain};
    for (int i = 0; i < 2; i++) {
        struct thread thread;
        new_box(MBOX_RENDEZVOUS);
        CHECK(thread_create(&thread, bodies[i], NULL) == 0);
        let_others_run();
        CHECK(close(box) == 0); /* the last who had it open */
        thread_join(&thread);
        CHECK(outcome == EIDRM);
    }
}

static void lengths_and_numbers_are_limited(void)
{
    static char much[(1 << 20) + 1];
    char name[20];
    int made = 0;
    new_box(MBOX_UNBOUNDED);
    CHECK(mbox_send(box, much, sizeof much - 1, 0) == sizeof much - 1);
    CHECK_FAILS(mbox_send(box, much, sizeof much, 0), EMSGSIZE);
    CHECK(mbox_receive(box, much, sizeof much, 0) == sizeof much - 1);
    int more = 0;
    while (mbox_send(box, much, sizeof much - 1, 0) > 0 && ++more < 1000)
        ;
    CHECK(errno == ENOMEM && more > 0 && more < 1000); /* also what is unbounded */
    CHECK(close(box) == 0);
    for (;; made++) {
        snprintf(name, sizeof name, "box-%d", made);
        int fd = mbox_create(name, 1);
        if (fd < 0)
            break;
        CHECK(close(fd) == 0);
    }
    CHECK(errno == ENOSPC && made > 1000);
    while (made > 0) {
        snprintf(name, sizeof name, "box-%d", --made);
        CHECK(mbox_unlink(name) == 0);
    }
}

static void impossible_requests_fail(void)
{
    char name[300];
    new_box(1);
    memset(name, 'n', 256);
    name[256] = 0;
    CHECK_FAILS(mbox_create(name, 1), ENAMETOOLONG);
    CHECK_FAILS(mbox_create("", 1), ENOENT);
    CHECK_FAILS(mbox_create("test", -2), EINVAL);
    CHECK_FAILS(mbox_create((char *)8, 1), EFAULT);
    CHECK_FAILS(mbox_send(box, (char *)8, 1, 0), EFAULT);
    CHECK_FAILS(mbox_send(box, buffer, -1, 0), EMSGSIZE);
    CHECK_FAILS(mbox_send(box, buffer, 1, 99), EINVAL);
    CHECK_FAILS(mbox_send(0, buffer, 1, 0), EBADF);
    CHECK_FAILS(mbox_open((char *)8), EFAULT);
    CHECK_FAILS(mbox_unlink((char *)8), EFAULT);
    CHECK_FAILS(mbox_receive(-1, buffer, 1, 0), EBADF);
    CHECK(mbox_send(box, "x", 1, 0) == 1);
    CHECK_FAILS(mbox_receive(box, (char *)8, 1, 0), EFAULT);
}

static void poll_tells_whether_there_is_a_message_or_room(void)
{
    new_box(1);
    struct pollfd wanted = {.fd = box, .events = POLLIN | POLLOUT};
    CHECK(poll(&wanted, 1, 0) == 1 && wanted.revents == POLLOUT);
    CHECK(mbox_send(box, "x", 1, 0) == 1);
    CHECK(poll(&wanted, 1, 0) == 1 && wanted.revents == POLLIN);
}

int main(void)
{
    RUN(without_capacity_a_sender_waits_for_each_receiver);
    RUN(with_a_capacity_a_sender_waits_when_it_is_reached);
    RUN(without_bounds_a_sender_never_waits);
    RUN(a_receiver_waits_for_a_message);
    RUN(several_senders_and_receivers_share_a_mailbox);
    RUN(who_must_not_wait_gets_eagain);
    RUN(a_mailbox_lasts_while_it_is_named_or_open);
    RUN(a_message_is_cut_to_the_room_there_is);
    RUN(a_signal_ends_the_wait_with_eintr);
    RUN(who_is_killed_sends_nothing);
    RUN(who_is_killed_receives_nothing);
    RUN(who_waits_at_a_mailbox_whose_name_is_removed_waits_on);
    RUN(who_waits_at_a_mailbox_that_is_no_more_gets_eidrm);
    RUN(lengths_and_numbers_are_limited);
    RUN(impossible_requests_fail);
    RUN(poll_tells_whether_there_is_a_message_or_room);
    return finish();
}
