/* How much a receive from a socket waits for and takes, and what can be asked about what is on its way (socket(7), tcp(7)). */
#include "pairs.h"
#include <fcntl.h>
#include <sys/un.h>

#ifndef SIOCATMARK
#define SIOCATMARK 0x8905
#endif
#ifndef SIOCOUTQ
#define SIOCOUTQ 0x5411
#endif

static char buffer[100];
static const enum kind streams[] = {STREAM, TCP};

/* Has a child send more when this process sleeps. */
static pid_t send_later(const char *text)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 10; i++)
            let_others_run();
        _exit(send(ends[0], text, strlen(text), 0) < 0);
    }
    return child;
}

/* On a real network nothing is there at once. */
static void await_bytes(int fd, int count)
{
    int available = 0;
    while (available < count) {
        CHECK(ioctl(fd, FIONREAD, &available) == 0);
        sched_yield();
    }
}

static void a_receiver_can_wait_for_a_number_of_bytes(void)
{
    for (int i = 0; i < 2; i++) {
        open_pair(streams[i]);
        CHECK(option_of(ends[1], SO_RCVLOWAT) == 1);
        CHECK(set_option(ends[1], SO_RCVLOWAT, 5) == 0 && option_of(ends[1], SO_RCVLOWAT) == 5);
        CHECK(send(ends[0], "abc", 3, 0) == 3);
        pid_t child = send_later("defgh");
        CHECK(recv(ends[1], buffer, 100, 0) == 8 && memcmp(buffer, "abcdefgh", 8) == 0);
        CHECK(exit_status(child) == 0);
        CHECK(send(ends[0], "abc", 3, 0) == 3);
        await_bytes(ends[1], 3);
        CHECK(recv(ends[1], buffer, 2, 0) == 2); /* it does not want more */
        CHECK(recv(ends[1], buffer, 100, MSG_DONTWAIT) == 1); /* it cannot wait */
        CHECK(set_option(ends[1], SO_RCVLOWAT, 0) == 0 && option_of(ends[1], SO_RCVLOWAT) == 1);
        CHECK(set_option(ends[1], SO_RCVLOWAT, 10) == 0);
        CHECK(send(ends[0], "end", 3, 0) == 3 && close(ends[0]) == 0);
        CHECK(recv(ends[1], buffer, 100, 0) == 3); /* there will be no more */
    }
}

static void poll_waits_for_that_number_with_tcp(void)
{
    open_pair(TCP);
    CHECK(set_option(ends[1], SO_RCVLOWAT, 5) == 0);
    CHECK(send(ends[0], "abc", 3, 0) == 3);
    await_bytes(ends[1], 3);
    CHECK(events(ends[1]) == POLLOUT);
    pid_t child = send_later("de");
    struct pollfd wanted = {ends[1], POLLIN, 0};
    CHECK(poll(&wanted, 1, -1) == 1 && wanted.revents == POLLIN);
    CHECK(recv(ends[1], buffer, 100, 0) == 5 && exit_status(child) == 0);
    open_pair(STREAM);
    CHECK(set_option(ends[1], SO_RCVLOWAT, 5) == 0);
    CHECK(send(ends[0], "abc", 3, 0) == 3);
    CHECK(events(ends[1]) == (POLLIN | POLLOUT));
}

static void who_peeks_at_all_of_tcp_waits_for_it(void)
{
    open_pair(TCP);
    CHECK(send(ends[0], "abc", 3, 0) == 3);
    pid_t child = send_later("defgh");
    CHECK(recv(ends[1], buffer, 6, MSG_PEEK | MSG_WAITALL) == 6 && memcmp(buffer, "abcdef", 6) == 0);
    CHECK(exit_status(child) == 0);
    await_bytes(ends[1], 8);
    CHECK(recv(ends[1], buffer, 100, MSG_PEEK | MSG_WAITALL | MSG_DONTWAIT) == 8);
    CHECK(recv(ends[1], buffer, 100, 0) == 8 && memcmp(buffer, "abcdefgh", 8) == 0);
}

static void bytes_of_tcp_can_be_thrown_away(void)
{
    open_pair(TCP);
    CHECK(send(ends[0], "hello world", 11, 0) == 11);
    await_bytes(ends[1], 11);
    CHECK(recv(ends[1], NULL, 6, MSG_TRUNC) == 6);
    CHECK(recv(ends[1], buffer, 100, 0) == 5 && memcmp(buffer, "world", 5) == 0);
    open_pair(STREAM); /* here the flag means nothing */
    CHECK(send(ends[0], "hello", 5, 0) == 5);
    CHECK(recv(ends[1], buffer, 3, MSG_TRUNC) == 3 && memcmp(buffer, "hel", 3) == 0);
}

static void nothing_cannot_be_sent_after_the_end(void)
{
    for (int i = 0; i < 2; i++) {
        open_pair(streams[i]);
        CHECK(write(ends[0], "", 0) == 0 && send(ends[0], "", 0, 0) == 0);
        CHECK_FAILS(recv(ends[1], buffer, 1, MSG_DONTWAIT), EAGAIN); /* it is no message */
        CHECK(shutdown(ends[0], SHUT_WR) == 0);
        CHECK_FAILS(send(ends[0], "", 0, MSG_NOSIGNAL), EPIPE);
        signal(SIGPIPE, SIG_IGN);
        CHECK_FAILS(write(ends[0], "", 0), EPIPE);
    }
    CHECK_FAILS(write(socket(AF_UNIX, SOCK_STREAM, 0), "", 0), ENOTCONN);
}

static void a_peer_that_is_gone_has_no_more_to_shut_down(void)
{
    struct sockaddr_in name;
    socklen_t length = sizeof name;
    open_pair(TCP);
    CHECK(shutdown(ends[0], SHUT_WR) == 0 && recv(ends[1], buffer, 1, 0) == 0);
    CHECK(getpeername(ends[1], (struct sockaddr *)&name, &length) == 0);
    CHECK(shutdown(ends[1], SHUT_WR) == 0 && recv(ends[0], buffer, 1, 0) == 0);
    while (getpeername(ends[1], (struct sockaddr *)&name, &length) == 0)
        sched_yield();
    CHECK(errno == ENOTCONN);
    CHECK_FAILS(shutdown(ends[1], SHUT_WR), ENOTCONN);
    CHECK_FAILS(shutdown(ends[0], SHUT_RDWR), ENOTCONN);
    CHECK(recv(ends[0], buffer, 1, 0) == 0);
    CHECK_FAILS(send(ends[0], "x", 1, MSG_NOSIGNAL), EPIPE);
}

static void a_refused_connection_is_at_its_end(void)
{
    int nobody = bound(SOCK_STREAM), fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    CHECK_FAILS(connect_with(fd, nobody), EINPROGRESS);
    struct pollfd wanted = {fd, POLLOUT, 0};
    CHECK(poll(&wanted, 1, -1) == 1);
    CHECK(events(fd) == (POLLIN | POLLOUT | POLLERR | POLLHUP | POLLRDHUP));
    CHECK(option_of(fd, SO_ERROR) == ECONNREFUSED && option_of(fd, SO_ERROR) == 0);
    CHECK(events(fd) == (POLLIN | POLLOUT | POLLHUP | POLLRDHUP));
    CHECK(recv(fd, buffer, 1, 0) == 0);
    CHECK_FAILS(connect_with(fd, nobody), ECONNABORTED); /* what became of it was asked for */
    CHECK(listen(nobody, 1) == 0);
    CHECK_FAILS(connect_with(fd, nobody), EINPROGRESS);
    CHECK(poll(&wanted, 1, -1) == 1 && connect_with(fd, nobody) == 0);
    CHECK(events(fd) == POLLOUT);
}

static void who_shuts_down_receiving_gets_no_message(void)
{
    enum kind kinds[] = {DATAGRAM, UDP};
    for (int i = 0; i < 2; i++) {
        open_pair(kinds[i]);
        CHECK(shutdown(ends[0], SHUT_RD) == 0);
        CHECK(recv(ends[0], buffer, 1, 0) == 0);
        CHECK_FAILS(recv(ends[0], buffer, 1, MSG_DONTWAIT), EAGAIN);
        CHECK(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
        CHECK_FAILS(recv(ends[0], buffer, 1, 0), EAGAIN);
    }
    open_pair(SEQUENCED);
    CHECK(shutdown(ends[0], SHUT_RD) == 0 && recv(ends[0], buffer, 1, MSG_DONTWAIT) == 0);
}

static void a_socket_tells_what_is_still_on_its_way(void)
{
    for (enum kind kind = STREAM; kind < KINDS; kind++) {
        int unread = -1, unsent = -1;
        open_pair(kind);
        CHECK(ioctl(ends[0], SIOCOUTQ, &unsent) == 0 && unsent == 0);
        CHECK(send(ends[0], "four", 4, 0) == 4);
        await_bytes(ends[1], 4);
        CHECK(ioctl(ends[1], FIONREAD, &unread) == 0 && unread == 4);
        CHECK(ioctl(ends[0], FIONREAD, &unread) == 0 && unread == 0);
        if (kind < TCP) /* memory counts, until it has been received */
            CHECK(ioctl(ends[0], SIOCOUTQ, &unsent) == 0 && unsent >= 4);
        CHECK(recv(ends[1], buffer, 100, 0) == 4);
        CHECK(ioctl(ends[0], SIOCOUTQ, &unsent) == 0 && unsent == 0);
        CHECK_FAILS(ioctl(ends[0], FIONREAD, (int *)8), EFAULT);
    }
}

static void nothing_is_out_of_band(void)
{
    for (int i = 0; i < 2; i++) {
        int at_mark = -1;
        open_pair(streams[i]);
        CHECK(send(ends[0], "x", 1, 0) == 1);
        CHECK(ioctl(ends[1], SIOCATMARK, &at_mark) == 0 && at_mark == 0);
    }
}

int main(void)
{
    RUN(a_receiver_can_wait_for_a_number_of_bytes);
    RUN(poll_waits_for_that_number_with_tcp);
    RUN(who_peeks_at_all_of_tcp_waits_for_it);
    RUN(bytes_of_tcp_can_be_thrown_away);
    RUN(nothing_cannot_be_sent_after_the_end);
    RUN(a_peer_that_is_gone_has_no_more_to_shut_down);
    RUN(a_refused_connection_is_at_its_end);
    RUN(who_shuts_down_receiving_gets_no_message);
    RUN(a_socket_tells_what_is_still_on_its_way);
    RUN(nothing_is_out_of_band);
    return finish();
}
