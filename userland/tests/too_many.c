/* Who has as many descriptors as it may have gets no more, by whatever call, and loses nothing by asking. */
#include "address.h"
#include <fcntl.h>
#include <mqueue.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>

/* Allows only so many descriptors more than there are. */
static void allow_more(int count)
{
    int lowest_free = dup(STDOUT_FILENO);
    CHECK(lowest_free >= 0 && close(lowest_free) == 0);
    struct rlimit limit = {lowest_free + count, lowest_free + count};
    CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

static void nothing_that_is_a_descriptor_can_be_made(void)
{
    sigset_t set;
    sigemptyset(&set);
    allow_more(0);
    CHECK_FAILS(eventfd(0, 0), EMFILE);
    CHECK_FAILS(timerfd_create(CLOCK_MONOTONIC, 0), EMFILE);
    CHECK_FAILS(signalfd(-1, &set, 0), EMFILE);
    CHECK_FAILS(epoll_create1(0), EMFILE);
    CHECK_FAILS(socket(AF_UNIX, SOCK_STREAM, 0), EMFILE);
    CHECK_FAILS(socket(AF_INET, SOCK_STREAM, 0), EMFILE);
    CHECK_FAILS(socket(AF_INET, SOCK_DGRAM, 0), EMFILE);
    CHECK_FAILS(syscall(SYS_memfd_create, "name", 0), EMFILE);
    CHECK_FAILS(open("/tmp", O_RDONLY), EMFILE);
    CHECK_FAILS(dup(0), EMFILE);
}

static void what_needs_two_keeps_none(void)
{
    int ends[2];
    allow_more(1);
    CHECK_FAILS(pipe(ends), EMFILE);
    CHECK_FAILS(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), EMFILE);
    CHECK_FAILS(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), EMFILE);
    CHECK(dup(0) >= 0); /* there is still room for one */
}

static void a_queue_that_cannot_be_opened_is_not_made(void)
{
    char name[40];
    struct mq_attr attributes = {.mq_maxmsg = 1, .mq_msgsize = 1};
    snprintf(name, sizeof name, "/foal-too-many-%d", getpid());
    int last = dup(0);
    allow_more(0);
    CHECK_FAILS(mq_open(name, O_RDWR | O_CREAT, 0600, &attributes), EMFILE);
    CHECK(close(last) == 0);
    CHECK_FAILS(mq_open(name, O_RDWR), ENOENT);
}

static void a_connection_that_cannot_be_accepted_waits(void)
{
    int server = listener(SOCK_STREAM, 1), client = socket(AF_UNIX, SOCK_STREAM, 0), last = dup(0);
    CHECK(try_connect(client) == 0);
    allow_more(0);
    CHECK_FAILS(accept(server, NULL, NULL), EMFILE);
    send_byte(client); /* it has not been closed */
    CHECK(close(last) == 0);
    await_byte(accept(server, NULL, NULL));
}

static void descriptors_for_which_there_is_no_number_are_closed(void)
{
    char byte, control[CMSG_SPACE(3 * sizeof(int))];
    struct iovec piece = {&byte, 1};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    int ends[2], pipe_ends[2], sent[3];
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0 && pipe(pipe_ends) == 0);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof sent);
    sent[0] = sent[1] = sent[2] = pipe_ends[1];
    memcpy(CMSG_DATA(header), sent, sizeof sent);
    CHECK(sendmsg(ends[0], &message, 0) == 1);
    CHECK(close(pipe_ends[1]) == 0);
    allow_more(2);
    message.msg_controllen = sizeof control;
    CHECK(recvmsg(ends[1], &message, 0) == 1 && message.msg_flags == MSG_CTRUNC);
    header = CMSG_FIRSTHDR(&message);
    CHECK(header && header->cmsg_len < CMSG_LEN(sizeof sent));
    int got = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    memcpy(sent, CMSG_DATA(header), got * sizeof(int));
    while (got > 0)
        CHECK(close(sent[--got]) == 0);
    CHECK(read(pipe_ends[0], &byte, 1) == 0); /* nobody has the other end any more */
}

int main(void)
{
    RUN(nothing_that_is_a_descriptor_can_be_made);
    RUN(what_needs_two_keeps_none);
    RUN(a_queue_that_cannot_be_opened_is_not_made);
    RUN(a_connection_that_cannot_be_accepted_waits);
    RUN(descriptors_for_which_there_is_no_number_are_closed);
    return finish();
}
