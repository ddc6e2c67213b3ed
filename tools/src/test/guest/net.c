/* One end of a connection by TCP or UDP on 127.0.0.1: net client|waiting|server|udp PORT. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SIZE = 300000 };
static unsigned char bytes[SIZE];
static struct sockaddr_in address = {.sin_family = AF_INET};

static int fail(const char *what)
{
    printf("%s: %d\n", what, errno);
    return 1;
}

/* Sends many bytes and the end of them, and shows the answer. */
static int talk(int fd)
{
    for (int i = 0; i < SIZE; i++)
        bytes[i] = i * 7;
    for (long done = 0, n; done < SIZE; done += n)
        if ((n = write(fd, bytes + done, SIZE - done)) < 0)
            return fail("write");
    shutdown(fd, SHUT_WR);
    for (long n; (n = read(fd, bytes, SIZE)) > 0;)
        fwrite(bytes, 1, n, stdout);
    return 0;
}

static int await(int fd, int events)
{
    struct epoll_event event = {.events = events};
    int epoll = epoll_create1(0);
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    int ready = epoll_wait(epoll, &event, 1, -1);
    close(epoll);
    return ready == 1 ? (int)event.events : -1;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    int isUdp = strcmp(argv[1], "udp") == 0;
    int fd = socket(AF_INET, isUdp ? SOCK_DGRAM : SOCK_STREAM, 0), one = 1, error = 0;
    socklen_t length = sizeof error;
    address.sin_port = htons(atoi(argv[2]));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (strcmp(argv[1], "client") == 0)
        return connect(fd, (void *)&address, sizeof address) ? fail("connect") : talk(fd);
    if (strcmp(argv[1], "waiting") == 0) {
        fcntl(fd, F_SETFL, O_NONBLOCK);
        if (connect(fd, (void *)&address, sizeof address) == 0 || errno != EINPROGRESS)
            return fail("connect");
        printf("events %#x\n", await(fd, EPOLLOUT));
        getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
        printf("error %d\n", error);
        fcntl(fd, F_SETFL, 0);
        return error ? 0 : talk(fd);
    }
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (void *)&address, sizeof address))
        return fail("bind");
    if (isUdp) {
        struct sockaddr_in from;
        length = sizeof from;
        long n = recvfrom(fd, bytes, SIZE, 0, (void *)&from, &length);
        return sendto(fd, bytes, n, 0, (void *)&from, length) != n;
    }
    if (listen(fd, 5))
        return fail("listen");
    if (await(fd, EPOLLIN) != EPOLLIN)
        return fail("epoll");
    int connection = accept(fd, NULL, NULL);
    long sum = 0, count = 0;
    for (long n; (n = read(connection, bytes, SIZE)) > 0; count += n)
        for (long i = 0; i < n; i++)
            sum += bytes[i];
    char answer[64];
    snprintf(answer, sizeof answer, "%ld bytes, sum %ld\n", count, sum);
    write(connection, answer, strlen(answer));
    return 0;
}
