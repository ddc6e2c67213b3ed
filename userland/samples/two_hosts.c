/* two_hosts: two machines work for each other, and agree by Lamport's clocks on what came before what
 *
 *     foal boot --net host two_hosts serve 127.0.0.1 4000     on one host; then on another, or in another window:
 *     foal boot --net host two_hosts ask 127.0.0.1 4000
 *
 * Across a network the address is that of the server's host. Without arguments one machine does both.
 *
 * Watch for: neither machine can see the other's clock, and the times of two clocks say nothing about order. So each
 * counts its own events, sends the count along with every message, and sets its own ahead of any that it receives: what
 * caused something has a lower count than what it caused. The asker ends its half of the connection when it has no more
 * questions; the answers still come.
 *
 * Change and try: leave out the line with "later"; `--clock host` on one side only; another asker at the same time, and
 * the same counts on two machines: which came first? A program of Linux as one side: build it with gcc.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { QUESTIONS = 3 };

/* As it goes over the network: in the network's order of bytes. */
struct message {
    uint32_t count;
    uint32_t number;
};

static uint32_t clock_count;

/* Something happens here. */
static void tick(const char *who, const char *what, uint32_t number)
{
    clock_count++;
    printf("%2u %s %s %u\n", clock_count, who, what, number);
}

static int send_number(int fd, const char *who, uint32_t number)
{
    tick(who, "sends", number);
    struct message message = {htonl(clock_count), htonl(number)};
    return send(fd, &message, sizeof message, 0) == sizeof message;
}

/* Returns 0 at the end of the connection. */
static int receive_number(int fd, const char *who, uint32_t *number)
{
    struct message message;
    if (recv(fd, &message, sizeof message, MSG_WAITALL) != sizeof message)
        return 0;
    uint32_t later = ntohl(message.count);
    clock_count = later > clock_count ? later : clock_count;
    *number = ntohl(message.number);
    tick(who, "receives", *number);
    return 1;
}

static int fail(const char *what)
{
    perror(what);
    return 1;
}

static struct sockaddr_in address_of(const char *host, const char *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
    address.sin_addr.s_addr = inet_addr(host);
    return address;
}

static int listen_at(struct sockaddr_in *address)
{
    socklen_t length = sizeof *address;
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)address, length) < 0 || listen(listener, 1) < 0)
        return -1;
    getsockname(listener, (struct sockaddr *)address, &length);
    return listener;
}

/* Answers each number with its square. */
static int serve(int listener)
{
    uint32_t number;
    int client = accept(listener, NULL, NULL);
    if (client < 0)
        return fail("accept");
    while (receive_number(client, "server", &number))
        if (!send_number(client, "server", number * number))
            return fail("send");
    close(client);
    return 0;
}

static int ask(const struct sockaddr_in *address)
{
    uint32_t answer;
    int right = 0, server = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(server, (const struct sockaddr *)address, sizeof *address) < 0)
        return fail("connect");
    for (uint32_t number = 1; number <= QUESTIONS; number++)
        if (!send_number(server, "asker ", number))
            return fail("send");
    shutdown(server, SHUT_WR);
    for (uint32_t number = 1; receive_number(server, "asker ", &answer); number++)
        right += answer == number * number;
    return right == QUESTIONS ? 0 : 1;
}

static int do_both(void)
{
    struct sockaddr_in address = address_of("127.0.0.1", "0");
    int status, listener = listen_at(&address);
    if (listener < 0)
        return fail("listen");
    if (fork() == 0)
        _exit(serve(listener));
    int failed = ask(&address);
    wait(&status);
    return failed || status != 0;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc == 1)
        return do_both();
    if (argc != 4) {
        fprintf(stderr, "usage: two_hosts [serve HOST PORT | ask HOST PORT]\n");
        return 2;
    }
    struct sockaddr_in address = address_of(argv[2], argv[3]);
    if (strcmp(argv[1], "ask") == 0)
        return ask(&address);
    int listener = listen_at(&address);
    return listener < 0 ? fail("listen") : serve(listener);
}
