/* System V message queues: which message a receiver gets, and what a queue tells of itself. */
#include "queue.h"

static void messages_come_out_in_the_order_they_went_in(void)
{
    new_queue();
    send(1, "first");
    send(2, "second");
    send(1, "third");
    CHECK_RECEIVES(0, 0, "first");
    CHECK(message.type == 1);
    CHECK_RECEIVES(0, 0, "second");
    CHECK(message.type == 2);
    CHECK_RECEIVES(0, 0, "third");
    remove_queue();
}

static void a_positive_type_picks_the_first_of_that_type(void)
{
    new_queue();
    send(5, "a");
    send(7, "b");
    send(5, "c");
    send(7, "d");
    CHECK_RECEIVES(7, 0, "b");
    CHECK_RECEIVES(7, 0, "d");
    CHECK(receive(7, 0) == NULL && errno == ENOMSG);
    CHECK_RECEIVES(5, 0, "a");
    remove_queue();
}

static void a_negative_type_picks_the_lowest_up_to_it(void)
{
    new_queue();
    send(9, "nine");
    send(3, "three");
    send(2, "two");
    send(2, "two again");
    send(4, "four");
    CHECK_RECEIVES(-4, 0, "two");
    CHECK_RECEIVES(-4, 0, "two again");
    CHECK_RECEIVES(-4, 0, "three");
    CHECK_RECEIVES(-4, 0, "four");
    CHECK(receive(-4, 0) == NULL && errno == ENOMSG);
    CHECK_RECEIVES(-100, 0, "nine");
    remove_queue();
}

static void msg_except_picks_the_first_of_another_type(void)
{
    new_queue();
    send(1, "one");
    send(2, "two");
    CHECK_RECEIVES(1, MSG_EXCEPT, "two");
    CHECK(receive(1, MSG_EXCEPT) == NULL && errno == ENOMSG);
    CHECK_RECEIVES(1, 0, "one");
    remove_queue();
}

static void a_message_that_is_too_long_stays_unless_it_may_be_cut(void)
{
    new_queue();
    send(1, "a long message");
    CHECK_FAILS(msgrcv(queue, &message, 6, 0, 0), E2BIG);
    CHECK(status().msg_qnum == 1);
    memset(&message, 0, sizeof message);
    CHECK(msgrcv(queue, &message, 6, 0, MSG_NOERROR) == 6);
    CHECK(memcmp(message.text, "a long\0", 7) == 0);
    CHECK(status().msg_qnum == 0); /* the rest is lost */
    remove_queue();
}

static void a_message_may_be_empty(void)
{
    new_queue();
    CHECK(send_raw(3, 0, 0) == 0);
    CHECK(msgrcv(queue, &message, 0, 0, IPC_NOWAIT) == 0);
    CHECK(message.type == 3);
    remove_queue();
}

static void impossible_messages_fail_with_einval(void)
{
    new_queue();
    CHECK_FAILS(send_raw(0, 1, 0), EINVAL);
    CHECK_FAILS(send_raw(-1, 1, 0), EINVAL);
    CHECK_FAILS(send_raw(1, -1, 0), EINVAL);
    CHECK_FAILS(send_raw(1, MAX_SIZE + 1, 0), EINVAL);
    CHECK_FAILS(syscall(SYS_msgrcv, queue, &message, -1L, 0, IPC_NOWAIT), EINVAL);
    CHECK(status().msg_qnum == 0);
    remove_queue();
}

static void unknown_queues_and_commands_fail_with_einval(void)
{
    struct msqid_ds buffer;
    new_queue();
    CHECK_FAILS(msgctl(queue, 12345, &buffer), EINVAL);
    remove_queue();
    int bad[] = {-1, 0x7fffffff};
    for (int i = 0; i < 2; i++) {
        CHECK_FAILS(msgsnd(bad[i], &message, 1, 0), EINVAL);
        CHECK_FAILS(msgrcv(bad[i], &message, 1, 0, 0), EINVAL);
        CHECK_FAILS(msgctl(bad[i], IPC_STAT, &buffer), EINVAL);
        CHECK_FAILS(msgctl(bad[i], IPC_RMID, NULL), EINVAL);
    }
    message.type = 1;
    CHECK(msgsnd(queue, &message, 1, 0) == -1 && (errno == EINVAL || errno == EIDRM));
}

static void a_key_finds_the_queue_again(void)
{
    key_t key = 0x464f0000 + getpid() % 0x10000;
    CHECK_FAILS(msgget(key, 0), ENOENT);
    queue = msgget(key, IPC_CREAT | IPC_EXCL | 0600);
    CHECK(queue >= 0);
    CHECK(msgget(key, 0) == queue);
    CHECK(msgget(key, IPC_CREAT | 0600) == queue);
    CHECK_FAILS(msgget(key, IPC_CREAT | IPC_EXCL | 0600), EEXIST);
    remove_queue();
    CHECK_FAILS(msgget(key, 0), ENOENT);
}

static void status_tells_what_is_in_the_queue(void)
{
    new_queue();
    struct msqid_ds empty = status();
    CHECK(empty.msg_qnum == 0 && empty.__msg_cbytes == 0 && empty.msg_qbytes >= MAX_SIZE);
    CHECK(empty.msg_lspid == 0 && empty.msg_lrpid == 0);
    CHECK(empty.msg_stime == 0 && empty.msg_rtime == 0 && empty.msg_ctime != 0);
    CHECK((empty.msg_perm.mode & 0777) == 0600 && empty.msg_perm.uid == getuid());
    send(1, "1234567");
    send(1, "1");
    struct msqid_ds filled = status();
    CHECK(filled.msg_qnum == 2 && filled.__msg_cbytes == 10);
    CHECK(filled.msg_lspid == getpid() && filled.msg_stime != 0);
    receive(0, 0);
    struct msqid_ds half_empty = status();
    CHECK(half_empty.msg_qnum == 1 && half_empty.__msg_cbytes == 2);
    CHECK((on_qemu() || half_empty.msg_lrpid == getpid()) && half_empty.msg_rtime != 0);
    remove_queue();
}

static void messages_outlive_their_sender(void)
{
    new_queue();
    pid_t child = fork();
    if (child == 0) {
        send(8, "from a process that is gone");
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0);
    CHECK_RECEIVES(8, 0, "from a process that is gone");
    CHECK(status().msg_lspid == child);
    remove_queue();
}

static void msg_copy_looks_at_a_message_and_leaves_it(void)
{
    new_queue();
    send(1, "one");
    send(1, "three");
    long copied = msgrcv(queue, &message, MAX_SIZE, 1, MSG_COPY | IPC_NOWAIT);
    if (copied == -1 && errno == ENOSYS) {
        remove_queue();
        skip("this kernel has no MSG_COPY");
    }
    CHECK(copied == 6 && strcmp(message.text, "three") == 0);
    CHECK_RECEIVES(0, MSG_COPY, "one");
    CHECK_FAILS(msgrcv(queue, &message, MAX_SIZE, 2, MSG_COPY | IPC_NOWAIT), ENOMSG);
    CHECK_FAILS(msgrcv(queue, &message, MAX_SIZE, 0, MSG_COPY), EINVAL);
    CHECK_FAILS(msgrcv(queue, &message, MAX_SIZE, 0, MSG_COPY | MSG_EXCEPT | IPC_NOWAIT), EINVAL);
    CHECK_FAILS(msgrcv(queue, &message, 5, 1, MSG_COPY | IPC_NOWAIT), E2BIG);
    CHECK_FAILS(msgrcv(queue, &message, 5, 1, MSG_COPY | MSG_NOERROR | IPC_NOWAIT), EINVAL); /* a copy is not cut */
    CHECK_RECEIVES(0, 0, "one");
    remove_queue();
}

int main(void)
{
    RUN(messages_come_out_in_the_order_they_went_in);
    RUN(a_positive_type_picks_the_first_of_that_type);
    RUN(a_negative_type_picks_the_lowest_up_to_it);
    RUN(msg_except_picks_the_first_of_another_type);
    RUN(a_message_that_is_too_long_stays_unless_it_may_be_cut);
    RUN(a_message_may_be_empty);
    RUN(impossible_messages_fail_with_einval);
    RUN(unknown_queues_and_commands_fail_with_einval);
    RUN(a_key_finds_the_queue_again);
    RUN(status_tells_what_is_in_the_queue);
    RUN(messages_outlive_their_sender);
    RUN(msg_copy_looks_at_a_message_and_leaves_it);
    return finish();
}
