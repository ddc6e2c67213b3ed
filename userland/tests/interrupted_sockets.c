/* Calls that sleep at sockets, and signals with a handler (signal(7)). */
#include "interrupted.h"
#include "address.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/time.h>

static int server;

static long connect_to_address(void)
{
    return try_connect(socket(AF_UNIX, SOCK_STREAM, 0));
}

static long accept_one(void)
{
    return accept(server, NULL, NULL);
}

static void connect_one(void)
{
    CHECK(connect_to_address() == 0);
}

static void accept_some(void)
{
    CHECK(accept_one() >= 0 && accept_one() >= 0);
}

static void who_accepts(void)
{
    server = listener(SOCK_STREAM, 1);
    check_restarted(accept_one, connect_one);
}

static void who_connects_to_a_full_backlog(void)
{
    server = listener(SOCK_STREAM, 0);
    connect_one();
    check_restarted(connect_to_address, accept_some);
}

static void check_pair(int type)
{
    CHECK(socketpair(AF_UNIX, type, 0, ends) == 0);
    check_restarted(read_from_0, write_to_1);
    fill(ends[1]);
    check_restarted(send_through_1, drain_0);
}

static void senders_and_receivers_of_streams(void)
{
    check_pair(SOCK_STREAM);
}

static void senders_and_receivers_of_sequenced_messages(void)
{
    check_pair(SOCK_SEQPACKET);
}

static void senders_and_receivers_of_messages(void)
{
    check_pair(SOCK_DGRAM);
}

static void senders_and_receivers_of_tcp(void)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof here;
    server = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(bind(server, (struct sockaddr *)&here, length) == 0 && listen(server, 1) == 0);
    CHECK(end_under_signals(accept_one, 0) == EINTR);
    CHECK(getsockname(server, (struct sockaddr *)&here, &length) == 0);
    ends[1] = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(connect(ends[1], (struct sockaddr *)&here, length) == 0);
    ends[0] = accept(server, NULL, NULL);
    check_restarted(read_from_0, write_to_1);
    fill(ends[1]);
    CHECK(end_under_signals(send_through_1, 0) == EINTR);
}

static void receivers_of_udp(void)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof here;
    ends[0] = socket(AF_INET, SOCK_DGRAM, 0);
    ends[1] = socket(AF_INET, SOCK_DGRAM, 0);
    CHECK(bind(ends[0], (struct sockaddr *)&here, length) == 0);
    CHECK(getsockname(ends[0], (struct sockaddr *)&here, &length) == 0);
    CHECK(connect(ends[1], (struct sockaddr *)&here, length) == 0);
    check_restarted(read_from_0, write_to_1);
}

static void with_a_timeout_sockets_always_end(void)
{
    struct timeval long_time = {100, 0};
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    CHECK(setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &long_time, sizeof long_time) == 0);
    CHECK(setsockopt(ends[1], SOL_SOCKET, SO_SNDTIMEO, &long_time, sizeof long_time) == 0);
    check_ended(read_from_0);
    fill(ends[1]);
    check_ended(send_through_1);
}

/* Of two messages the first does not fit. Some of it is sent: that counts, and the second must not follow. */
static long send_more_than_fits(void)
{
    static char much[1 << 20];
    struct iovec bytes = {much, sizeof much};
    struct mmsghdr message = {.msg_hdr = {.msg_iov = &bytes, .msg_iovlen = 1}}, messages[2] = {message, message};
    CHECK(sendmmsg(ends[1], messages, 2, 0) == 1);
    CHECK(messages[0].msg_len > 0 && messages[0].msg_len < sizeof much);
    return 0;
}

static void senders_of_several_messages_in_the_middle_of_one(void)
{
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    CHECK(end_under_signals(send_more_than_fits, SA_RESTART) == 0);
}

/* Nor does one that would fit, where the first could not wait for room. */
static void senders_of_several_messages_that_may_not_wait(void)
{
    if (on_qemu()) /* it sends on */
        skip("the emulator sends message by message");
    static char much[1 << 20];
    struct iovec bytes = {much, sizeof much}, none = {much, 0};
    struct mmsghdr messages[2] = {
        {.msg_hdr = {.msg_iov = &bytes, .msg_iovlen = 1}}, {.msg_hdr = {.msg_iov = &none, .msg_iovlen = 1}}};
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    CHECK(sendmmsg(ends[1], messages, 2, MSG_DONTWAIT) == 1);
    CHECK(messages[0].msg_len > 0 && messages[0].msg_len < sizeof much);
}

int main(void)
{
    RUN(who_accepts);
    RUN(who_connects_to_a_full_backlog);
    RUN(senders_and_receivers_of_streams);
    RUN(senders_and_receivers_of_sequenced_messages);
    RUN(senders_and_receivers_of_messages);
    RUN(senders_and_receivers_of_tcp);
    RUN(receivers_of_udp);
    RUN(with_a_timeout_sockets_always_end);
    RUN(senders_of_several_messages_in_the_middle_of_one);
    RUN(senders_of_several_messages_that_may_not_wait);
    return finish();
}
