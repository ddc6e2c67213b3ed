/* Calls on sockets that wait no longer than SO_RCVTIMEO and SO_SNDTIMEO say (socket(7)). */
#include "pairs.h"
#include "address.h"
#include <fcntl.h>
#include <sys/time.h>

static char buffer[300000];

static void limit(int fd, int option)
{
    struct timeval brief = {0, 20000};
    CHECK(setsockopt(fd, SOL_SOCKET, option, &brief, sizeof brief) == 0);
}

static void a_timeout_is_remembered(void)
{
    struct timeval wrong = {0, 1000000}, told;
    socklen_t length = sizeof told;
    for (enum kind kind = STREAM; kind < KINDS; kind++) {
        open_pair(kind);
        limit(ends[0], SO_RCVTIMEO);
        CHECK(getsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &told, &length) == 0);
        CHECK(length == sizeof told && told.tv_sec == 0 && told.tv_usec == 20000);
        CHECK(getsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &told, &length) == 0);
        CHECK(told.tv_sec == 0 && told.tv_usec == 0);
        CHECK_FAILS(setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &wrong, sizeof wrong), EDOM);
        CHECK_FAILS(setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &wrong, sizeof wrong - 1), EINVAL);
    }
}

static void a_receiver_gives_up(void)
{
    for (enum kind kind = STREAM; kind < KINDS; kind++) {
        open_pair(kind);
        limit(ends[0], SO_RCVTIMEO);
        CHECK_FAILS(recv(ends[0], buffer, 1, 0), EAGAIN);
        CHECK_FAILS(read(ends[0], buffer, 1), EAGAIN);
        send_byte(ends[1]);
        await_byte(ends[0]); /* it has not spoilt anything */
    }
}

static void who_waits_for_all_gets_what_there_is(void)
{
    enum kind streams[] = {STREAM, TCP};
    for (int i = 0; i < 2; i++) {
        open_pair(streams[i]);
        limit(ends[0], SO_RCVTIMEO);
        CHECK(send(ends[1], "abc", 3, 0) == 3);
        CHECK(recv(ends[0], buffer, 10, MSG_WAITALL) == 3);
        CHECK_FAILS(recv(ends[0], buffer, 10, MSG_WAITALL), EAGAIN);
    }
}

/* Of UDP no sender ever waits. */
static void a_sender_gives_up(void)
{
    for (enum kind kind = STREAM; kind < TCP; kind++) {
        open_pair(kind);
        CHECK(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
        while (send(ends[0], buffer, 1000, 0) == 1000)
            ;
        CHECK(fcntl(ends[0], F_SETFL, 0) == 0);
        limit(ends[0], SO_SNDTIMEO);
        CHECK_FAILS(send(ends[0], buffer, 1000, 0), EAGAIN);
        CHECK(recv(ends[1], buffer, 1000, 0) == 1000);
    }
}

static void what_could_be_sent_in_time_is_told(void)
{
    enum kind streams[] = {STREAM, TCP};
    for (int i = 0; i < 2; i++) {
        ssize_t sent;
        int calls = 0;
        open_pair(streams[i]);
        limit(ends[0], SO_SNDTIMEO);
        do
            sent = send(ends[0], buffer, sizeof buffer, 0);
        while (sent == sizeof buffer && ++calls < 100);
        CHECK(sent > 0 && sent < (ssize_t)sizeof buffer);
    }
}

static void who_accepts_gives_up(void)
{
    int types[] = {SOCK_STREAM, SOCK_SEQPACKET};
    for (int i = 0; i < 2; i++) {
        int server = listener(types[i], 0);
        limit(server, SO_RCVTIMEO);
        CHECK_FAILS(accept(server, NULL, NULL), EAGAIN);
        CHECK(try_connect(socket(AF_UNIX, types[i], 0)) == 0);
        CHECK(accept(server, NULL, NULL) >= 0);
        CHECK(close(server) == 0);
    }
    int server = bound(SOCK_STREAM);
    CHECK(listen(server, 1) == 0);
    limit(server, SO_RCVTIMEO);
    CHECK_FAILS(accept(server, NULL, NULL), EAGAIN);
}

static void who_connects_to_a_full_backlog_gives_up(void)
{
    int server = listener(SOCK_STREAM, 0), first = socket(AF_UNIX, SOCK_STREAM, 0);
    int second = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(try_connect(first) == 0);
    limit(second, SO_SNDTIMEO);
    CHECK_FAILS(try_connect(second), EAGAIN);
    CHECK(accept(server, NULL, NULL) >= 0);
    CHECK(try_connect(second) == 0);
}

static void who_sends_to_a_receiver_with_many_messages_gives_up(void)
{
    int server = bound_socket(SOCK_DGRAM), fd = socket(AF_UNIX, SOCK_DGRAM, 0), sent = 0;
    while (sendto(fd, "x", 1, MSG_DONTWAIT, (struct sockaddr *)&address, address_length) == 1)
        sent++;
    CHECK(sent > 0);
    limit(fd, SO_SNDTIMEO);
    CHECK_FAILS(sendto(fd, "x", 1, 0, (struct sockaddr *)&address, address_length), EAGAIN);
    await_byte(server);
    CHECK(sendto(fd, "x", 1, 0, (struct sockaddr *)&address, address_length) == 1);
}

static void an_accepted_connection_of_tcp_has_the_times_of_its_listener(void)
{
    struct timeval told;
    socklen_t size = sizeof told;
    int server = bound(SOCK_STREAM), client = socket(AF_INET, SOCK_STREAM, 0);
    limit(server, SO_RCVTIMEO);
    CHECK(listen(server, 1) == 0 && connect_with(client, server) == 0);
    int end = accept(server, NULL, NULL);
    CHECK(getsockopt(end, SOL_SOCKET, SO_RCVTIMEO, &told, &size) == 0 && told.tv_usec == 20000);
    CHECK_FAILS(recv(end, buffer, 1, 0), EAGAIN);
}

int main(void)
{
    RUN(a_timeout_is_remembered);
    RUN(a_receiver_gives_up);
    RUN(who_waits_for_all_gets_what_there_is);
    RUN(a_sender_gives_up);
    RUN(what_could_be_sent_in_time_is_told);
    RUN(who_accepts_gives_up);
    RUN(who_connects_to_a_full_backlog_gives_up);
    RUN(who_sends_to_a_receiver_with_many_messages_gives_up);
    RUN(an_accepted_connection_of_tcp_has_the_times_of_its_listener);
    return finish();
}
