/* A local address that no other run of a test has: an abstract one, which leaves nothing behind (unix(7)). */
#ifndef ADDRESS_H
#define ADDRESS_H

#include "check.h"
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

static struct sockaddr_un address;
static socklen_t address_length;

static inline void choose_address(void)
{
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    address_length = offsetof(struct sockaddr_un, sun_path) + 1;
    address_length += snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "foal-test-%d", getpid());
}

/* A socket that has the address. */
static inline int bound_socket(int type)
{
    choose_address();
    int fd = socket(AF_UNIX, type, 0);
    CHECK(fd >= 0);
    CHECK(bind(fd, (struct sockaddr *)&address, address_length) == 0);
    return fd;
}

static inline int listener(int type, int backlog)
{
    int fd = bound_socket(type);
    CHECK(listen(fd, backlog) == 0);
    return fd;
}

static inline int try_connect(int fd)
{
    return connect(fd, (struct sockaddr *)&address, address_length);
}

/* A socket that is connected to whoever listens there. */
static inline int client(int type)
{
    int fd = socket(AF_UNIX, type, 0);
    CHECK(fd >= 0);
    CHECK(try_connect(fd) == 0);
    return fd;
}

#endif
