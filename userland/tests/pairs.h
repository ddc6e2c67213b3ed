/* Two connected sockets of every kind, and short ways to use them. */
#ifndef PAIRS_H
#define PAIRS_H

#include "check.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

enum kind { STREAM, SEQUENCED, DATAGRAM, TCP, UDP, KINDS };

static int ends[2];

static inline struct sockaddr_in loopback(void)
{
    return (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
}

static inline struct sockaddr_in name_of(int fd)
{
    struct sockaddr_in name;
    socklen_t length = sizeof name;
    CHECK(getsockname(fd, (struct sockaddr *)&name, &length) == 0);
    return name;
}

static inline int bound(int type)
{
    struct sockaddr_in any_port = loopback();
    int fd = socket(AF_INET, type, 0);
    CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&any_port, sizeof any_port) == 0);
    return fd;
}

static inline int connect_with(int fd, int other)
{
    struct sockaddr_in name = name_of(other);
    return connect(fd, (struct sockaddr *)&name, sizeof name);
}

static inline void open_pair(enum kind kind)
{
    static const int unix_types[] = {SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM};
    if (kind == TCP) {
        int server = bound(SOCK_STREAM);
        ends[0] = socket(AF_INET, SOCK_STREAM, 0);
        CHECK(listen(server, 1) == 0 && connect_with(ends[0], server) == 0);
        ends[1] = accept(server, NULL, NULL);
        CHECK(ends[1] >= 0 && close(server) == 0);
    } else if (kind == UDP) {
        ends[0] = bound(SOCK_DGRAM);
        ends[1] = bound(SOCK_DGRAM);
        CHECK(connect_with(ends[0], ends[1]) == 0 && connect_with(ends[1], ends[0]) == 0);
    } else {
        CHECK(socketpair(AF_UNIX, unix_types[kind], 0, ends) == 0);
    }
}

static inline void close_pair(void)
{
    CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
}

static inline int events(int fd)
{
    struct pollfd wanted = {fd, POLLIN | POLLOUT | POLLRDHUP, 0};
    CHECK(poll(&wanted, 1, 0) >= 0);
    return wanted.revents;
}

static inline int option_of(int fd, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    CHECK(getsockopt(fd, SOL_SOCKET, name, &value, &length) == 0 && length == sizeof value);
    return value;
}

static inline int set_option(int fd, int name, int value)
{
    return setsockopt(fd, SOL_SOCKET, name, &value, sizeof value);
}

#endif
