/* Direct communication: threads name each other and meet. These calls are Foal's own. */
#include "foal_only.h"

static pid_t server, parent;
static char buffer[100];

static void receive_one(void)
{
    pid_t sender = 0;
    CHECK(msg_receive(MSG_ANY, buffer, sizeof buffer, &sender, 0) == 5);
    CHECK(memcmp(buffer, "hello", 5) == 0 && sender == parent);
}

static void a_message_passes_when_both_are_there(void)
{
    need_foal();
    parent = getpid();
    pid_t child = start(receive_one);
    CHECK(msg_send(child, "hello", 5, 0) == 5);
    CHECK(exit_status(child) == 0);
}

static int *step;

static void send_two(void)
{
    CHECK(msg_send(parent, "one", 3, 0) == 3);
    *step = 1;
    CHECK(msg_send(parent, "two", 3, 0) == 3);
    *step = 2;
}

static void a_sender_waits_until_its_message_is_taken(void)
{
    need_foal();
    step = shared_memory(PAGE);
    parent = getpid();
    pid_t child = start(send_two);
    let_others_run();
    CHECK(*step == 0);
    CHECK(msg_receive(child, buffer, sizeof buffer, NULL, 0) == 3 && memcmp(buffer, "one", 3) == 0);
    let_others_run();
    CHECK(*step == 1);
    CHECK(msg_receive(MSG_ANY, buffer, sizeof buffer, NULL, 0) == 3 && memcmp(buffer, "two", 3) == 0);
    CHECK(exit_status(child) == 0);
}

static void a_message_is_cut_to_the_room_there_is(void)
{
    need_foal();
    parent = getpid();
    pid_t child = fork();
    if (child == 0)
        _exit(msg_send(parent, "a long message", 14, 0) != 6);
    CHECK(msg_receive(child, buffer, 6, NULL, 0) == 6 && memcmp(buffer, "a long\0", 7) == 0);
    CHECK(exit_status(child) == 0);
}

static void send_number(int i)
{
    char digit = '0' + i;
    _exit(msg_send(parent, &digit, 1, 0) != 1);
}

static void who_waits_longest_is_received_first(void)
{
    need_foal();
    pid_t children[3], sender = 0;
    parent = getpid();
    for (int i = 0; i < 3; i++) {
        if ((children[i] = fork()) == 0)
            send_number(i);
        let_others_run();
    }
    CHECK(msg_receive(children[1], buffer, 1, &sender, 0) == 1 && buffer[0] == '1' && sender == children[1]);
    CHECK(msg_receive(MSG_ANY, buffer, 1, &sender, 0) == 1 && buffer[0] == '0' && sender == children[0]);
    CHECK(msg_receive(MSG_ANY, buffer, 1, &sender, 0) == 1 && buffer[0] == '2' && sender == children[2]);
    for (int i = 0; i < 3; i++)
        CHECK(exit_status(children[i]) == 0);
}

static void serve(void)
{
    for (;;) {
        pid_t client;
        int numbers[2];
        CHECK(msg_receive(MSG_ANY, numbers, sizeof numbers, &client, 0) == sizeof numbers);
        int sum = numbers[0] + numbers[1];
        CHECK(msg_reply(client, &sum, sizeof sum) == sizeof sum);
        if (sum == 0)
            break;
    }
}

static void a_call_returns_with_the_reply(void)
{
    need_foal();
    server = start(serve);
    for (int i = 10; i >= 0; i--) {
        int numbers[2] = {i, 2 * i}, sum = -1;
        CHECK(msg_call(server, numbers, sizeof numbers, &sum, sizeof sum) == sizeof sum);
        CHECK(sum == 3 * i);
    }
    CHECK(exit_status(server) == 0);
}

static void serve_in_one_call(void)
{
    pid_t client;
    int numbers[2];
    ssize_t length = msg_receive(MSG_ANY, numbers, sizeof numbers, &client, 0);
    while (length == sizeof numbers && numbers[0] != 0) {
        int sum = numbers[0] + numbers[1];
        length = msg_reply_receive(client, &sum, sizeof sum, numbers, sizeof numbers, &client);
    }
    CHECK(length == sizeof numbers && msg_reply(client, "end", 3) == 3);
}

static void to_reply_and_to_receive_can_be_one_call(void)
{
    need_foal();
    server = start(serve_in_one_call);
    for (int i = 10; i > 0; i--) {
        int numbers[2] = {i, 2 * i}, sum = -1;
        CHECK(msg_call(server, numbers, sizeof numbers, &sum, sizeof sum) == sizeof sum && sum == 3 * i);
    }
    int last[2] = {0, 0};
    CHECK(msg_call(server, last, sizeof last, buffer, sizeof buffer) == 3 && memcmp(buffer, "end", 3) == 0);
    CHECK(exit_status(server) == 0);
}

static void who_cannot_reply_receives_nothing(void)
{
    need_foal();
    parent = getpid();
    pid_t child = fork();
    if (child == 0)
        _exit(msg_send(parent, "x", 1, 0) != 1);
    let_others_run();
    CHECK_FAILS(msg_reply_receive(child, "y", 1, buffer, 1, NULL), EINVAL); /* it has not called */
    CHECK_FAILS(msg_reply_receive(99999, "y", 1, buffer, 1, NULL), ESRCH);
    CHECK_FAILS(msg_reply_receive(child, "y", -1, buffer, 1, NULL), EMSGSIZE);
    CHECK_FAILS(msg_reply_receive(child, "y", 1, buffer, -1, NULL), EINVAL);
    CHECK(msg_receive(child, buffer, 1, NULL, 0) == 1);
    CHECK(exit_status(child) == 0);
}

static void call_and_wait(void)
{
    int reply = 0;
    CHECK(msg_call(parent, "?", 1, &reply, sizeof reply) == sizeof reply && reply == 42);
}

static void several_callers_wait_for_their_own_replies(void)
{
    need_foal();
    pid_t first = 0, second = 0;
    int answer = 42;
    parent = getpid();
    pid_t one = start(call_and_wait), two = start(call_and_wait);
    CHECK(msg_receive(MSG_ANY, buffer, 1, &first, 0) == 1 && msg_receive(MSG_ANY, buffer, 1, &second, 0) == 1);
    CHECK(msg_reply(second, &answer, sizeof answer) == sizeof answer);
    CHECK(msg_reply(first, &answer, sizeof answer) == sizeof answer);
    CHECK(msg_reply(first, &answer, sizeof answer) == -1 && (errno == EINVAL || errno == ESRCH)); /* it may have ended */
    CHECK(exit_status(one) == 0 && exit_status(two) == 0);
}

static void who_must_not_wait_gets_eagain(void)
{
    need_foal();
    parent = getpid();
    CHECK_FAILS(msg_receive(MSG_ANY, buffer, 1, NULL, MSG_NOWAIT), EAGAIN);
    CHECK_FAILS(msg_send(getppid(), "x", 1, MSG_NOWAIT), EAGAIN);
    pid_t child = fork();
    if (child == 0)
        _exit(msg_send(parent, "x", 1, 0) != 1);
    let_others_run();
    CHECK(msg_receive(MSG_ANY, buffer, 1, NULL, MSG_NOWAIT) == 1);
    CHECK(exit_status(child) == 0);
}

static void die_with_whom_one_waits_for(void)
{
    CHECK_FAILS(msg_send(parent, "x", 1, 0), ESRCH);
}

static void receive_from_the_dead(void)
{
    CHECK_FAILS(msg_receive(parent, buffer, 1, NULL, 0), ESRCH);
}

static void call_the_dead(void)
{
    CHECK_FAILS(msg_call(parent, "x", 1, buffer, 1), ESRCH);
}

static void the_death_of_a_partner_ends_the_wait_with_esrch(void)
{
    need_foal();
    void (*bodies[])(void) = {die_with_whom_one_waits_for, receive_from_the_dead, call_the_dead};
    for (int i = 0; i < 3; i++) {
        int ends[2];
        pid_t dying = fork();
        CHECK(pipe(ends) == 0);
        if (dying == 0) { /* receives, but answers nothing */
            msg_receive(getppid(), buffer, 1, NULL, 0);
            _exit(0);
        }
        parent = dying;
        pid_t child = start(bodies[i]);
        let_others_run();
        CHECK(msg_send(dying, "die", 3, 0) == 1);
        CHECK(exit_status(child) == 0);
        CHECK(exit_status(dying) == 0);
        CHECK_FAILS(msg_send(dying, "x", 1, 0), ESRCH);
    }
    CHECK_FAILS(msg_send(99999, "x", 1, 0), ESRCH);
    CHECK_FAILS(msg_receive(99999, buffer, 1, NULL, 0), ESRCH);
    CHECK_FAILS(msg_reply(99999, "x", 1), ESRCH);
    CHECK_FAILS(msg_send(1, "x", 1, 0), ESRCH);
}

static pid_t *ring;

static void send_around(int i)
{
    while (ring[2] == 0)
        sched_yield();
    ssize_t sent = msg_send(ring[(i + 1) % 3], "x", 1, 0);
    if (sent == -1 && errno == EDEADLK) {
        ring[3]++;
        msg_receive(ring[(i + 2) % 3], buffer, 1, NULL, 0); /* breaks the circle */
        msg_send(ring[(i + 1) % 3], "x", 1, 0);
    } else
        msg_receive(ring[(i + 2) % 3], buffer, 1, NULL, 0);
    _exit(0);
}

static void a_circle_of_senders_is_a_deadlock(void)
{
    need_foal();
    CHECK_FAILS(msg_send(getpid(), "x", 1, 0), EDEADLK);
    CHECK_FAILS(msg_receive(getpid(), buffer, 1, NULL, 0), EDEADLK);
    CHECK_FAILS(msg_call(getpid(), "x", 1, buffer, 1), EDEADLK);
    ring = shared_memory(PAGE);
    for (int i = 0; i < 3; i++) {
        pid_t child = fork();
        if (child == 0)
            send_around(i);
        ring[i] = child;
    }
    for (int i = 0; i < 3; i++)
        CHECK(exit_status(ring[i]) == 0);
    CHECK(ring[3] == 1);
}

static void send_back(void)
{
    CHECK(msg_receive(parent, buffer, 1, NULL, 0) == 1);
    CHECK_FAILS(msg_send(parent, "x", 1, 0), EDEADLK); /* who waits for the reply of this one, not for a message */
    CHECK(msg_reply(parent, "y", 1) == 1);
}

static void to_send_to_ones_caller_is_a_deadlock(void)
{
    need_foal();
    parent = getpid();
    pid_t child = start(send_back);
    CHECK(msg_call(child, "x", 1, buffer, 1) == 1 && buffer[0] == 'y');
    CHECK(exit_status(child) == 0);
}

static void handle(int signal)
{
    (void)signal;
}

static void be_interrupted(void)
{
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    CHECK_FAILS(msg_receive(parent, buffer, 1, NULL, 0), EINTR);
    CHECK(msg_send(parent, "x", 1, 0) == 1);
}

static void a_signal_ends_the_wait_with_eintr(void)
{
    need_foal();
    parent = getpid();
    pid_t child = start(be_interrupted);
    for (int i = 0; i < 20; i++)
        let_others_run();
    kill(child, SIGUSR1);
    CHECK(msg_receive(child, buffer, 1, NULL, 0) == 1);
    CHECK(exit_status(child) == 0);
}

static void be_interrupted_while_calling(void)
{
    struct sigaction action = {.sa_handler = handle};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    CHECK_FAILS(msg_call(parent, "x", 1, buffer, 1), EINTR); /* its message has been received, its reply will not come */
    CHECK(msg_receive(parent, buffer, 1, NULL, 0) == 1 && buffer[0] == 'z');
}

static void a_signal_ends_the_wait_for_a_reply(void)
{
    need_foal();
    parent = getpid();
    pid_t child = start(be_interrupted_while_calling);
    CHECK(msg_receive(child, buffer, 1, NULL, 0) == 1);
    kill(child, SIGUSR1);
    let_others_run();
    CHECK_FAILS(msg_reply(child, "y", 1), EINVAL);
    CHECK(msg_send(child, "z", 1, 0) == 1);
    CHECK(exit_status(child) == 0);
}

static void send_from_nowhere(void)
{
    CHECK_FAILS(msg_send(parent, (char *)8, 5, 0), EFAULT);
    CHECK(msg_send(parent, "good", 4, 0) == 4);
}

static void receive_into_nowhere(void)
{
    CHECK_FAILS(msg_receive(parent, (char *)8, 5, NULL, 0), EFAULT);
    CHECK_FAILS(msg_receive(parent, buffer, 5, (pid_t *)8, 0), EFAULT);
    CHECK(msg_receive(parent, buffer, 5, NULL, 0) == 4); /* the sender still waits */
}

static void a_bad_pointer_is_the_fault_of_who_gave_it(void)
{
    need_foal();
    parent = getpid();
    pid_t child = start(send_from_nowhere);
    let_others_run();
    CHECK(msg_receive(child, buffer, sizeof buffer, NULL, 0) == 4); /* the bad one never came */
    CHECK(exit_status(child) == 0);
    child = fork();
    if (child == 0)
        _exit(msg_send(parent, "good", 4, 0) != 4);
    let_others_run();
    CHECK_FAILS(msg_receive(child, (char *)8, 5, NULL, 0), EFAULT);
    CHECK_FAILS(msg_receive(child, buffer, 5, (pid_t *)8, 0), EFAULT);
    CHECK(msg_receive(child, buffer, 5, NULL, 0) == 4); /* the sender still waits */
    CHECK(exit_status(child) == 0);
    child = start(receive_into_nowhere);
    let_others_run(); /* it waits before there is a message */
    CHECK(msg_send(child, "good", 4, 0) == 4);
    CHECK(exit_status(child) == 0);
}

static void impossible_messages_fail(void)
{
    need_foal();
    CHECK_FAILS(msg_send(getppid(), buffer, -1, 0), EMSGSIZE);
    CHECK_FAILS(msg_send(getppid(), buffer, (1 << 20) + 1, 0), EMSGSIZE);
    CHECK_FAILS(msg_receive(MSG_ANY, buffer, -1, NULL, 0), EINVAL);
    CHECK_FAILS(msg_send(getppid(), buffer, 1, 77), EINVAL);
    CHECK_FAILS(msg_receive(MSG_ANY, buffer, 1, NULL, 77), EINVAL);
}

static char large[300000];

static void send_large(void)
{
    for (size_t i = 0; i < sizeof large; i++)
        large[i] = i * 31 >> 4;
    CHECK(msg_send(parent, large, sizeof large, 0) == sizeof large);
}

static void a_large_message_arrives_whole(void)
{
    need_foal();
    parent = getpid();
    pid_t child = start(send_large);
    CHECK(msg_receive(child, large, sizeof large, NULL, 0) == sizeof large);
    int wrong = 0;
    for (size_t i = 0; i < sizeof large; i++)
        wrong += large[i] != (char)(i * 31 >> 4);
    CHECK(wrong == 0);
    CHECK(exit_status(child) == 0);
}

int main(void)
{
    RUN(a_message_passes_when_both_are_there);
    RUN(a_sender_waits_until_its_message_is_taken);
    RUN(a_message_is_cut_to_the_room_there_is);
    RUN(who_waits_longest_is_received_first);
    RUN(a_call_returns_with_the_reply);
    RUN(to_reply_and_to_receive_can_be_one_call);
    RUN(who_cannot_reply_receives_nothing);
    RUN(several_callers_wait_for_their_own_replies);
    RUN(who_must_not_wait_gets_eagain);
    RUN(the_death_of_a_partner_ends_the_wait_with_esrch);
    RUN(a_circle_of_senders_is_a_deadlock);
    RUN(to_send_to_ones_caller_is_a_deadlock);
    RUN(a_signal_ends_the_wait_with_eintr);
    RUN(a_signal_ends_the_wait_for_a_reply);
    RUN(a_bad_pointer_is_the_fault_of_who_gave_it);
    RUN(impossible_messages_fail);
    RUN(a_large_message_arrives_whole);
    return finish();
}
