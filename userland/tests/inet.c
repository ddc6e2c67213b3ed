/* Sockets of the family AF_INET on this machine's own addresses: TCP and UDP. */
#include "check.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

static char buffer[100];

static struct sockaddr_in at(const char *host, int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = inet_addr(host);
    return address;
}

static int bind_to(int fd, const char *host, int port)
{
    struct sockaddr_in address = at(host, port);
    return bind(fd, (struct sockaddr *)&address, sizeof address);
}

static int connect_to(int fd, const char *host, int port)
{
    struct sockaddr_in address = at(host, port);
    return connect(fd, (struct sockaddr *)&address, sizeof address);
}

static struct sockaddr_in name_of(int fd)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    CHECK(getsockname(fd, (struct sockaddr *)&address, &length) == 0 && length == sizeof address);
    return address;
}

static int port_of(int fd)
{
    return ntohs(name_of(fd).sin_port);
}

static int tcp(int flags)
{
    int fd = socket(AF_INET, SOCK_STREAM | flags, 0);
    CHECK(fd >= 0);
    return fd;
}

static int listener(int backlog)
{
    int fd = tcp(0);
    CHECK(bind_to(fd, "127.0.0.1", 0) == 0);
    CHECK(listen(fd, backlog) == 0);
    return fd;
}

/* Both ends of a connection. */
static int ends[2];

static void open_pair(void)
{
    int server = listener(1);
    ends[0] = tcp(0);
    CHECK(connect_to(ends[0], "127.0.0.1", port_of(server)) == 0);
    ends[1] = accept(server, NULL, NULL);
    CHECK(ends[1] >= 0);
    close(server);
}

static int events(int fd)
{
    struct pollfd wanted = {fd, POLLIN | POLLOUT | POLLRDHUP, 0};
    CHECK(poll(&wanted, 1, 0) >= 0);
    return wanted.revents;
}

static int error_of(int fd)
{
    int error;
    socklen_t length = sizeof error;
    CHECK(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && length == sizeof error);
    return error;
}

/* ---- TCP ------------------------------------------------------------------------------------------------------ */

static void there_are_two_protocols(void)
{
    CHECK(socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) >= 0);
    CHECK(socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP) >= 0);
    CHECK_FAILS(socket(AF_INET, SOCK_STREAM, IPPROTO_UDP), EPROTONOSUPPORT);
    CHECK_FAILS(socket(AF_INET, SOCK_SEQPACKET, 0), ESOCKTNOSUPPORT);
    CHECK_FAILS(socket(AF_INET, SOCK_STREAM, 1000), EINVAL);
}

static void a_client_and_a_server_talk(void)
{
    int server = listener(5), port = port_of(server);
    CHECK(port >= 1024);
    pid_t child = fork();
    if (child == 0) {
        int fd = tcp(0);
        CHECK(connect_to(fd, "127.0.0.1", port) == 0);
        CHECK(send(fd, "question", 8, 0) == 8);
        CHECK(recv(fd, buffer, 6, MSG_WAITALL) == 6 && memcmp(buffer, "answer", 6) == 0);
        CHECK(read(fd, buffer, 1) == 0);
        _exit(failures != 0);
    }
    struct sockaddr_in from, peer;
    socklen_t length = sizeof from;
    int fd = accept(server, (struct sockaddr *)&from, &length);
    CHECK(fd >= 0 && length == sizeof from && from.sin_family == AF_INET && ntohl(from.sin_addr.s_addr) == INADDR_LOOPBACK);
    CHECK(port_of(fd) == port);
    CHECK(getpeername(fd, (struct sockaddr *)&peer, &length) == 0 && peer.sin_port == from.sin_port);
    CHECK(recv(fd, buffer, 8, MSG_WAITALL) == 8 && memcmp(buffer, "question", 8) == 0);
    CHECK(send(fd, "ans", 3, 0) == 3 && send(fd, "wer", 3, 0) == 3);
    close(fd);
    CHECK(exit_status(child) == 0);
}

static void nobody_listens(void)
{
    int free_port = tcp(0);
    CHECK(bind_to(free_port, "127.0.0.1", 0) == 0);
    int fd = tcp(0);
    CHECK_FAILS(connect_to(fd, "127.0.0.1", port_of(free_port)), ECONNREFUSED);
    CHECK(error_of(fd) == 0);
    int patient = tcp(SOCK_NONBLOCK);
    CHECK_FAILS(connect_to(patient, "127.0.0.1", port_of(free_port)), EINPROGRESS);
    CHECK(events(patient) & POLLERR && events(patient) & POLLHUP);
    CHECK(error_of(patient) == ECONNREFUSED && error_of(patient) == 0);
}

static void connecting_without_waiting(void)
{
    int server = listener(1), fd = tcp(SOCK_NONBLOCK);
    CHECK_FAILS(connect_to(fd, "127.0.0.1", port_of(server)), EINPROGRESS);
    struct pollfd wanted = {fd, POLLOUT, 0};
    CHECK(poll(&wanted, 1, 1000) == 1 && wanted.revents == POLLOUT);
    CHECK(error_of(fd) == 0);
    CHECK(connect_to(fd, "127.0.0.1", port_of(server)) == 0);
    CHECK_FAILS(connect_to(fd, "127.0.0.1", port_of(server)), EISCONN);
    CHECK(events(server) == POLLIN);
    CHECK(accept(server, NULL, NULL) >= 0);
    CHECK(events(server) == 0);
}

static void a_connection_ends_in_order(void)
{
    open_pair();
    send_byte(ends[0]);
    CHECK(shutdown(ends[0], SHUT_WR) == 0);
    CHECK(read(ends[1], buffer, 10) == 1);
    CHECK(read(ends[1], buffer, 10) == 0);
    CHECK(events(ends[1]) == (POLLIN | POLLOUT | POLLRDHUP));
    send_byte(ends[1]); /* the other direction still works */
    await_byte(ends[0]);
    CHECK_FAILS(send(ends[0], "x", 1, MSG_NOSIGNAL), EPIPE);
    CHECK(shutdown(ends[1], SHUT_WR) == 0);
    CHECK(events(ends[0]) == (POLLIN | POLLOUT | POLLRDHUP | POLLHUP));
}

static void sending_to_a_closed_end_fails_the_second_time(void)
{
    open_pair();
    close(ends[1]);
    CHECK(read(ends[0], buffer, 1) == 0);
    CHECK(send(ends[0], "x", 1, MSG_NOSIGNAL) == 1);
    CHECK_FAILS(send(ends[0], "x", 1, MSG_NOSIGNAL), EPIPE);
    signal(SIGPIPE, SIG_IGN);
    CHECK_FAILS(write(ends[0], "x", 1), EPIPE);
    CHECK(read(ends[0], buffer, 1) == 0);
}

static void closing_with_unread_bytes_resets_the_connection(void)
{
    open_pair();
    send_byte(ends[0]);
    close(ends[1]);
    CHECK(events(ends[0]) & POLLERR);
    CHECK_FAILS(read(ends[0], buffer, 1), ECONNRESET);
    CHECK(read(ends[0], buffer, 1) == 0);

    struct linger abruptly = {1, 0};
    open_pair();
    CHECK(setsockopt(ends[1], SOL_SOCKET, SO_LINGER, &abruptly, sizeof abruptly) == 0);
    close(ends[1]);
    CHECK_FAILS(read(ends[0], buffer, 1), ECONNRESET);
}

static void connections_that_nobody_accepts_are_reset(void)
{
    int server = listener(1), fd = tcp(0);
    CHECK(connect_to(fd, "127.0.0.1", port_of(server)) == 0);
    close(server);
    CHECK_FAILS(read(fd, buffer, 1), ECONNRESET);
}

#define MUCH (1 << 22)
static char much[MUCH];

static void much_gets_through_whole(void)
{
    open_pair();
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < MUCH; i++)
            much[i] = i * 13 + i / 4099;
        CHECK(write(ends[0], much, MUCH) == MUCH);
        _exit(failures != 0);
    }
    close(ends[0]);
    int total = 0, wrong = 0;
    for (ssize_t got; (got = read(ends[1], much, 60000)) > 0; total += got)
        for (int i = 0; i < got; i++)
            wrong += much[i] != (char)((total + i) * 13 + (total + i) / 4099);
    CHECK(total == MUCH && wrong == 0);
    CHECK(exit_status(child) == 0);
}

static void what_is_not_connected_cannot_send(void)
{
    int fd = tcp(0);
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    CHECK_FAILS(recv(fd, buffer, 1, 0), ENOTCONN);
    CHECK_FAILS(send(fd, "x", 1, MSG_NOSIGNAL), EPIPE);
    CHECK_FAILS(getpeername(fd, (struct sockaddr *)&peer, &length), ENOTCONN);
    CHECK_FAILS(accept(fd, NULL, NULL), EINVAL);
    CHECK(events(fd) == (POLLOUT | POLLHUP));
    CHECK_FAILS(shutdown(tcp(0), SHUT_RDWR), ENOTCONN);
    CHECK(listen(fd, 1) == 0 && port_of(fd) != 0); /* gets a port of the kernel's choice */
    CHECK_FAILS(connect_to(fd, "127.0.0.1", 1), EISCONN);
}

static void a_port_belongs_to_one_socket_unless_both_agree(void)
{
    int on = 1, first = listener(1), port = port_of(first), second = tcp(0);
    CHECK_FAILS(bind_to(second, "127.0.0.1", port), EADDRINUSE);
    CHECK_FAILS(bind_to(second, "0.0.0.0", port), EADDRINUSE);
    CHECK(bind_to(second, "127.0.0.2", port) == 0);
    CHECK_FAILS(bind_to(second, "127.0.0.3", port), EINVAL);
    int third = tcp(0);
    CHECK(setsockopt(third, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0);
    CHECK_FAILS(bind_to(third, "127.0.0.1", port), EADDRINUSE);

    int a = tcp(0), b = tcp(0);
    CHECK(setsockopt(a, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0);
    CHECK(setsockopt(b, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0);
    CHECK(bind_to(a, "127.0.0.1", 0) == 0 && listen(a, 1) == 0);
    CHECK(bind_to(b, "127.0.0.1", port_of(a)) == 0 && listen(b, 1) == 0);
    int fd = tcp(0);
    CHECK(connect_to(fd, "127.0.0.1", port_of(a)) == 0);
    CHECK((events(a) == POLLIN) + (events(b) == POLLIN) == 1);
}

static void all_addresses_of_loopback_are_this_machine(void)
{
    int server = tcp(0);
    CHECK(bind_to(server, "0.0.0.0", 0) == 0 && listen(server, 5) == 0);
    int port = port_of(server), a = tcp(0), b = tcp(0);
    CHECK(connect_to(a, "127.1.2.3", port) == 0);
    int end = accept(server, NULL, NULL);
    CHECK(name_of(end).sin_addr.s_addr == inet_addr("127.1.2.3"));
    CHECK(connect_to(b, "0.0.0.0", port) == 0);
    end = accept(server, NULL, NULL);
    CHECK(ntohl(name_of(end).sin_addr.s_addr) == INADDR_LOOPBACK);
    close(server);
}

static void wrong_addresses_are_refused(void)
{
    struct sockaddr_in address = at("127.0.0.1", 5);
    int fd = tcp(0);
    CHECK_FAILS(bind(fd, (struct sockaddr *)&address, 10), EINVAL);
    CHECK_FAILS(connect(fd, (struct sockaddr *)&address, 10), EINVAL);
    CHECK_FAILS(connect(fd, (struct sockaddr *)&address, 1), EINVAL);
    address.sin_family = AF_INET6;
    CHECK_FAILS(bind(fd, (struct sockaddr *)&address, sizeof address), EAFNOSUPPORT);
    CHECK_FAILS(connect(fd, (struct sockaddr *)&address, sizeof address), EAFNOSUPPORT);
    CHECK_FAILS(bind_to(fd, "192.0.2.1", 0), EADDRNOTAVAIL);
}

static void a_full_backlog_makes_clients_wait(void)
{
    int server = listener(0), first = tcp(0), second = tcp(SOCK_NONBLOCK);
    CHECK(connect_to(first, "127.0.0.1", port_of(server)) == 0);
    CHECK_FAILS(connect_to(second, "127.0.0.1", port_of(server)), EINPROGRESS);
    CHECK(events(second) == 0);
    CHECK_FAILS(connect_to(second, "127.0.0.1", port_of(server)), EALREADY);
    CHECK(accept(server, NULL, NULL) >= 0);
    struct pollfd wanted = {second, POLLOUT, 0};
    CHECK(poll(&wanted, 1, 10000) == 1 && wanted.revents == POLLOUT);
    CHECK(accept(server, NULL, NULL) >= 0);
}

/* ---- UDP ------------------------------------------------------------------------------------------------------ */

static int udp(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    CHECK(fd >= 0);
    return fd;
}

static int bound_udp(void)
{
    int fd = udp();
    CHECK(bind_to(fd, "127.0.0.1", 0) == 0);
    return fd;
}

static ssize_t send_to(int fd, const char *host, int port, const char *data, size_t size)
{
    struct sockaddr_in address = at(host, port);
    return sendto(fd, data, size, 0, (struct sockaddr *)&address, sizeof address);
}

static void messages_stay_apart_and_tell_their_sender(void)
{
    int a = bound_udp(), b = udp();
    CHECK(send_to(b, "127.0.0.1", port_of(a), "one", 3) == 3);
    CHECK(send_to(b, "127.0.0.1", port_of(a), "", 0) == 0);
    CHECK(send_to(b, "127.0.0.1", port_of(a), "three", 5) == 5);
    struct sockaddr_in from;
    socklen_t length = sizeof from;
    int available;
    CHECK(ioctl(a, FIONREAD, &available) == 0 && available == 3);
    CHECK(recvfrom(a, buffer, 100, 0, (struct sockaddr *)&from, &length) == 3 && memcmp(buffer, "one", 3) == 0);
    CHECK(length == sizeof from && ntohs(from.sin_port) == port_of(b) && ntohl(from.sin_addr.s_addr) == INADDR_LOOPBACK);
    CHECK(recv(a, buffer, 100, 0) == 0);
    CHECK(recv(a, buffer, 2, MSG_TRUNC) == 5 && memcmp(buffer, "th", 2) == 0);
    CHECK_FAILS(recv(a, buffer, 100, MSG_DONTWAIT), EAGAIN);
}

static void a_connected_socket_has_one_peer(void)
{
    int a = bound_udp(), b = bound_udp(), c = bound_udp();
    CHECK_FAILS(send(a, "x", 1, 0), EDESTADDRREQ);
    CHECK_FAILS(shutdown(udp(), SHUT_WR), ENOTCONN);
    CHECK(connect_to(a, "127.0.0.1", port_of(b)) == 0);
    CHECK(write(a, "x", 1) == 1 && read(b, buffer, 10) == 1);
    CHECK(send_to(c, "127.0.0.1", port_of(a), "c", 1) == 1); /* is lost */
    CHECK(send_to(b, "127.0.0.1", port_of(a), "b", 1) == 1);
    CHECK(read(a, buffer, 10) == 1 && buffer[0] == 'b');
    CHECK_FAILS(recv(a, buffer, 10, MSG_DONTWAIT), EAGAIN);
    struct sockaddr none = {.sa_family = AF_UNSPEC};
    CHECK(connect(a, &none, sizeof none) == 0);
    CHECK_FAILS(send(a, "x", 1, 0), EDESTADDRREQ);
}

static void a_connected_socket_learns_that_nobody_receives(void)
{
    int a = bound_udp(), b = bound_udp(), port = port_of(b);
    close(b);
    CHECK(send_to(a, "127.0.0.1", port, "x", 1) == 1); /* and nobody tells */
    CHECK_FAILS(recv(a, buffer, 1, MSG_DONTWAIT), EAGAIN);
    CHECK(connect_to(a, "127.0.0.1", port) == 0);
    CHECK(write(a, "x", 1) == 1);
    CHECK(events(a) & POLLERR);
    CHECK_FAILS(write(a, "x", 1), ECONNREFUSED);
    CHECK(write(a, "x", 1) == 1);
    CHECK_FAILS(recv(a, buffer, 1, 0), ECONNREFUSED);
}

static void a_receiver_that_does_not_keep_up_loses_messages(void)
{
    int a = bound_udp(), b = udp(), got = 0;
    for (int i = 0; i < 2000; i++)
        CHECK(send_to(b, "127.0.0.1", port_of(a), much, 1000) == 1000);
    while (recv(a, much, 1000, MSG_DONTWAIT) == 1000)
        got++;
    CHECK(got > 10 && got < 2000);
}

static void wrong_destinations_are_refused(void)
{
    int a = bound_udp();
    CHECK_FAILS(send_to(a, "127.0.0.1", 0, "x", 1), EINVAL);
    CHECK_FAILS(send_to(a, "255.255.255.255", 9, "x", 1), EACCES);
    CHECK_FAILS(send_to(a, "127.0.0.1", 9, much, 65508), EMSGSIZE);
    CHECK_FAILS(listen(a, 1), EOPNOTSUPP);
    CHECK_FAILS(accept(a, NULL, NULL), EOPNOTSUPP);
    struct sockaddr_in address = at("127.0.0.1", 9);
    CHECK_FAILS(sendto(a, "x", 1, 0, (struct sockaddr *)&address, 7), EINVAL);
}

/* ---- options -------------------------------------------------------------------------------------------------- */

static int option(int fd, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    CHECK(getsockopt(fd, level, name, &value, &length) == 0 && length == sizeof value);
    return value;
}

static void sockets_tell_what_they_are(void)
{
    int stream = tcp(0), datagram = udp(), server = listener(1);
    CHECK(option(stream, SOL_SOCKET, SO_TYPE) == SOCK_STREAM && option(datagram, SOL_SOCKET, SO_TYPE) == SOCK_DGRAM);
    CHECK(option(stream, SOL_SOCKET, SO_PROTOCOL) == IPPROTO_TCP && option(datagram, SOL_SOCKET, SO_PROTOCOL) == IPPROTO_UDP);
    CHECK(option(stream, SOL_SOCKET, SO_DOMAIN) == AF_INET);
    CHECK(option(stream, SOL_SOCKET, SO_ACCEPTCONN) == 0 && option(server, SOL_SOCKET, SO_ACCEPTCONN) == 1);
}

static void options_are_remembered(void)
{
    int fd = tcp(0), on = 5, size = 10000;
    CHECK(option(fd, SOL_SOCKET, SO_KEEPALIVE) == 0);
    CHECK(setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on) == 0 && option(fd, SOL_SOCKET, SO_KEEPALIVE) == 1);
    CHECK(setsockopt(fd, SOL_TCP, TCP_NODELAY, &on, sizeof on) == 0 && option(fd, SOL_TCP, TCP_NODELAY) == 1);
    CHECK(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size) == 0);
    CHECK(option(fd, SOL_SOCKET, SO_SNDBUF) == 2 * size); /* Linux doubles it */
}

static void wrong_options_are_refused(void)
{
    int fd = tcp(0), value = 1;
    socklen_t length = sizeof value;
    CHECK_FAILS(setsockopt(fd, SOL_SOCKET, 9999, &value, sizeof value), ENOPROTOOPT);
    CHECK_FAILS(setsockopt(fd, SOL_SOCKET, SO_TYPE, &value, sizeof value), ENOPROTOOPT);
    CHECK_FAILS(getsockopt(fd, SOL_SOCKET, 9999, &value, &length), ENOPROTOOPT);
    CHECK_FAILS(setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &value, 3), EINVAL);
    CHECK_FAILS(setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, (void *)8, 4), EFAULT);
    CHECK_FAILS(getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, (void *)8), EFAULT);
    length = -1;
    CHECK_FAILS(getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &length), EINVAL);
    length = 2; /* as much as there is room for */
    value = 0;
    CHECK(getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &value, &length) == 0 && value == AF_INET && length == 2);
    CHECK_FAILS(setsockopt(STDIN_FILENO, SOL_SOCKET, SO_KEEPALIVE, &value, 4), ENOTSOCK);
}

int main(void)
{
    RUN(there_are_two_protocols);
    RUN(a_client_and_a_server_talk);
    RUN(nobody_listens);
    RUN(connecting_without_waiting);
    RUN(a_connection_ends_in_order);
    RUN(sending_to_a_closed_end_fails_the_second_time);
    RUN(closing_with_unread_bytes_resets_the_connection);
    RUN(connections_that_nobody_accepts_are_reset);
    RUN(much_gets_through_whole);
    RUN(what_is_not_connected_cannot_send);
    RUN(a_port_belongs_to_one_socket_unless_both_agree);
    RUN(all_addresses_of_loopback_are_this_machine);
    RUN(wrong_addresses_are_refused);
    RUN(a_full_backlog_makes_clients_wait);
    RUN(messages_stay_apart_and_tell_their_sender);
    RUN(a_connected_socket_has_one_peer);
    RUN(a_connected_socket_learns_that_nobody_receives);
    RUN(a_receiver_that_does_not_keep_up_loses_messages);
    RUN(wrong_destinations_are_refused);
    RUN(sockets_tell_what_they_are);
    RUN(options_are_remembered);
    RUN(wrong_options_are_refused);
    return finish();
}
