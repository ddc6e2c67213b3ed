/* Sockets of the family AF_UNIX without connections: messages to names. */
#include "check.h"
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

static char buffer[100];

/* The n-th abstract address of this test. */
static struct sockaddr_un address(int n)
{
    struct sockaddr_un made = {.sun_family = AF_UNIX};
    snprintf(made.sun_path + 1, sizeof made.sun_path - 1, "foal-%d-%d", getpid(), n);
    return made;
}

static socklen_t length_of(const struct sockaddr_un *name)
{
    return offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name->sun_path + 1);
}

static int bound_to(int n)
{
    struct sockaddr_un name = address(n);
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    CHECK(fd >= 0);
    CHECK(bind(fd, (struct sockaddr *)&name, length_of(&name)) == 0);
    return fd;
}

static int connect_to(int fd, int n)
{
    struct sockaddr_un name = address(n);
    return connect(fd, (struct sockaddr *)&name, length_of(&name));
}

static ssize_t send_to(int fd, int n, const char *text)
{
    struct sockaddr_un name = address(n);
    return sendto(fd, text, strlen(text), 0, (struct sockaddr *)&name, length_of(&name));
}

static int events(int fd)
{
    struct pollfd wanted = {fd, POLLIN | POLLOUT | POLLRDHUP, 0};
    CHECK(poll(&wanted, 1, 0) >= 0);
    return wanted.revents;
}

static void messages_stay_apart_and_tell_their_sender(void)
{
    struct sockaddr_un from;
    socklen_t length = sizeof from;
    int a = bound_to(1), b = bound_to(2);
    CHECK(send_to(a, 2, "one") == 3);
    CHECK(send_to(a, 2, "") == 0);
    CHECK(send_to(a, 2, "three") == 5);
    CHECK(recvfrom(b, buffer, 100, 0, (struct sockaddr *)&from, &length) == 3 && memcmp(buffer, "one", 3) == 0);
    struct sockaddr_un expected = address(1);
    CHECK(length == length_of(&expected) && memcmp(&from, &expected, length) == 0);
    CHECK(recv(b, buffer, 100, 0) == 0);
    CHECK(recv(b, buffer, 2, 0) == 2); /* the rest is lost */
    CHECK_FAILS(recv(b, buffer, 100, MSG_DONTWAIT), EAGAIN);
    int nameless = socket(AF_UNIX, SOCK_DGRAM, 0);
    CHECK(send_to(nameless, 2, "x") == 1);
    length = sizeof from;
    CHECK(recvfrom(b, buffer, 100, 0, (struct sockaddr *)&from, &length) == 1 && length == 0);
}

static void a_receiver_learns_how_much_was_cut_off(void)
{
    int a = bound_to(1), b = bound_to(2);
    struct iovec piece = {buffer, 2};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    CHECK(send_to(a, 2, "three") == 5);
    CHECK(recvmsg(b, &message, MSG_PEEK) == 2 && message.msg_flags == MSG_TRUNC);
    CHECK(recvmsg(b, &message, MSG_TRUNC) == 5 && message.msg_flags & MSG_TRUNC);
    CHECK(send_to(a, 2, "12") == 2);
    CHECK(recvmsg(b, &message, 0) == 2 && message.msg_flags == 0);
}

static void a_connected_socket_sends_without_an_address(void)
{
    int a = bound_to(1), b = bound_to(2);
    CHECK_FAILS(send(a, "x", 1, 0), ENOTCONN);
    CHECK(connect_to(a, 2) == 0);
    CHECK(send(a, "x", 1, 0) == 1 && write(a, "y", 1) == 1 && write(a, "", 0) == 0);
    CHECK(read(b, buffer, 10) == 1 && read(b, buffer, 10) == 1 && read(b, buffer, 10) == 0);
    struct sockaddr none = {.sa_family = AF_UNSPEC};
    CHECK(connect(a, &none, sizeof none) == 0);
    CHECK_FAILS(send(a, "x", 1, 0), ENOTCONN);
}

static void a_connected_socket_takes_messages_from_its_peer_only(void)
{
    int a = bound_to(1), b = bound_to(2), c = bound_to(3);
    CHECK(connect_to(a, 2) == 0);
    CHECK(send_to(b, 1, "x") == 1);
    CHECK_FAILS(send_to(c, 1, "x"), EPERM);
    CHECK_FAILS(connect_to(c, 1), EPERM);
}

static void names_without_a_socket_refuse(void)
{
    int a = bound_to(1);
    CHECK_FAILS(send_to(a, 9, "x"), ECONNREFUSED);
    CHECK_FAILS(connect_to(a, 9), ECONNREFUSED);
    int b = bound_to(2);
    CHECK(connect_to(a, 2) == 0);
    close(b);
    CHECK_FAILS(send(a, "x", 1, 0), ECONNREFUSED);
    CHECK_FAILS(send(a, "x", 1, 0), ENOTCONN);
}

static void sockets_for_messages_have_no_connections(void)
{
    int a = bound_to(1);
    CHECK_FAILS(listen(a, 1), EOPNOTSUPP);
    CHECK_FAILS(accept(a, NULL, NULL), EOPNOTSUPP);
    CHECK_FAILS(send(a, "x", 1, MSG_OOB), EOPNOTSUPP);
    CHECK_FAILS(recv(a, buffer, 1, MSG_OOB), EOPNOTSUPP);
}

static char large[300000];

static void a_message_must_fit_into_the_buffer(void)
{
    int pair[2], size = 5000;
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
    CHECK_FAILS(send(pair[0], large, sizeof large, 0), EMSGSIZE);
    CHECK(setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size) == 0);
    CHECK_FAILS(send(pair[0], large, 20000, 0), EMSGSIZE);
    CHECK(send(pair[0], large, 5000, 0) == 5000);
}

static void a_receiver_with_many_messages_makes_senders_wait(void)
{
    int a = bound_to(1), b = bound_to(2), sent = 0;
    CHECK(connect_to(a, 2) == 0);
    CHECK(fcntl(a, F_SETFL, O_NONBLOCK) == 0);
    while (sent < 1000 && write(a, "x", 1) == 1)
        sent++;
    CHECK(sent < 1000 && errno == EAGAIN && sent > 5);
    CHECK((events(a) & POLLOUT) == 0);
    CHECK(fcntl(a, F_SETFL, 0) == 0);
    int *done = shared_memory(PAGE);
    pid_t child = fork();
    if (child == 0) {
        CHECK(write(a, "y", 1) == 1);
        *done = 1;
        _exit(failures != 0);
    }
    let_others_run();
    CHECK(*done == 0);
    CHECK(read(b, buffer, 1) == 1);
    CHECK(exit_status(child) == 0);
    while (recv(b, buffer, 1, MSG_DONTWAIT) == 1)
        ;
    CHECK(events(a) == POLLOUT);
}

static struct mmsghdr messages[4];
static char texts[4][8];

/* As many messages as there are, with a buffer of so many bytes each. */
static void describe(size_t size)
{
    static struct iovec buffers[4];
    for (int i = 0; i < 4; i++) {
        buffers[i] = (struct iovec){texts[i], size};
        messages[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &buffers[i], .msg_iovlen = 1}};
    }
}

static void several_messages_go_with_one_call(void)
{
    int ends[2];
    struct timespec no_time = {0, 0};
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
    describe(3);
    memcpy(texts, "one\0----two\0----six", 20);
    CHECK(sendmmsg(ends[0], messages, 3, 0) == 3);
    CHECK(messages[0].msg_len == 3 && messages[2].msg_len == 3 && messages[3].msg_len == 0);
    memset(texts, 0, sizeof texts);
    describe(8);
    CHECK(recvmmsg(ends[1], messages, 4, MSG_WAITFORONE, NULL) == 3);
    CHECK(strcmp(texts[0], "one") == 0 && strcmp(texts[1], "two") == 0 && strcmp(texts[2], "six") == 0);
    CHECK(messages[1].msg_len == 3);
    CHECK_FAILS(recvmmsg(ends[1], messages, 4, MSG_DONTWAIT, NULL), EAGAIN);
    CHECK(send(ends[0], "a", 1, 0) == 1 && send(ends[0], "b", 1, 0) == 1);
    unsigned few = on_qemu() ? 1 : 4; /* it would wait for all, without end */
    CHECK(recvmmsg(ends[1], messages, few, 0, &no_time) == 1 && texts[0][0] == 'a');
    CHECK(recvmmsg(ends[1], messages, 1, 0, NULL) == 1 && texts[0][0] == 'b');
    messages[1].msg_hdr.msg_iov = (void *)8;
    CHECK(sendmmsg(ends[0], messages, 4, 0) == 1);
    CHECK_FAILS(sendmmsg(ends[0], messages + 1, 1, 0), EFAULT);
    CHECK_FAILS(sendmmsg(0, messages, 1, 0), ENOTSOCK);
    CHECK(sendmmsg(ends[0], messages, 0, 0) == 0);
}

static int pair[2];

static void send_one_after_the_other(void)
{
    for (int i = 0; i < 4; i++) {
        let_others_run();
        CHECK(send(pair[0], "12345", i + 1, 0) == i + 1);
    }
}

static void a_receiver_waits_until_all_messages_are_there(void)
{
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
    describe(8);
    pid_t child = start(send_one_after_the_other);
    CHECK(recvmmsg(pair[1], messages, 4, 0, NULL) == 4);
    for (int i = 0; i < 4; i++)
        CHECK(messages[i].msg_len == (unsigned)i + 1);
    CHECK(exit_status(child) == 0);
}

static void a_pair_of_them_is_connected(void)
{
    int pair[2];
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
    CHECK(events(pair[0]) == POLLOUT);
    CHECK(write(pair[0], "there", 5) == 5 && write(pair[1], "back", 4) == 4);
    CHECK(events(pair[0]) == (POLLIN | POLLOUT));
    CHECK(read(pair[1], buffer, 100) == 5 && read(pair[0], buffer, 100) == 4);
    CHECK(shutdown(pair[0], SHUT_RD) == 0);
    CHECK_FAILS(write(pair[1], "x", 1), EPIPE); /* without a signal */
    CHECK(read(pair[0], buffer, 1) == 0);
}

int main(void)
{
    RUN(messages_stay_apart_and_tell_their_sender);
    RUN(a_receiver_learns_how_much_was_cut_off);
    RUN(a_connected_socket_sends_without_an_address);
    RUN(a_connected_socket_takes_messages_from_its_peer_only);
    RUN(names_without_a_socket_refuse);
    RUN(sockets_for_messages_have_no_connections);
    RUN(a_message_must_fit_into_the_buffer);
    RUN(a_receiver_with_many_messages_makes_senders_wait);
    RUN(several_messages_go_with_one_call);
    RUN(a_receiver_waits_until_all_messages_are_there);
    RUN(a_pair_of_them_is_connected);
    return finish();
}
