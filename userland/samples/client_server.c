/* client_server: a server adds numbers for its clients, over a UNIX socket and over TCP
 *
 * Watch for: the two differ in one function: what the address is. The server listens and makes a process for each
 * client it accepts; a client connects, sends two numbers and receives their sum. The clients may connect before the
 * server accepts: the backlog keeps them.
 *
 * Change and try: `foal strace client_server`; a server with poll in place of processes; a client that connects and
 * says nothing: whom does it keep waiting?
 */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 3 };

static struct sockaddr_storage address;
static socklen_t address_length;

/* With a zero before it the name is in no folder, and goes with its socket. */
static void use_unix_address(void)
{
    struct sockaddr_un *name = (struct sockaddr_un *)&address;
    name->sun_family = AF_UNIX;
    memcpy(name->sun_path, "\0client_server", 14);
    address_length = sizeof(sa_family_t) + 14;
}

/* Port 0 is any that is free. */
static void use_internet_address(void)
{
    struct sockaddr_in *name = (struct sockaddr_in *)&address;
    memset(&address, 0, sizeof address);
    name->sin_family = AF_INET;
    name->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address_length = sizeof *name;
}

static int fail(const char *what)
{
    perror(what);
    return -1;
}

static int listen_there(void)
{
    int listener = socket(address.ss_family, SOCK_STREAM, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, address_length) < 0
            || listen(listener, CLIENTS) < 0)
        return fail("listen");
    getsockname(listener, (struct sockaddr *)&address, &address_length); /* tells the port */
    return listener;
}

static void serve(int listener)
{
    for (int i = 0; i < CLIENTS; i++) {
        int client = accept(listener, NULL, NULL);
        if (fork() == 0) {
            int numbers[2];
            while (recv(client, numbers, sizeof numbers, MSG_WAITALL) == sizeof numbers) {
                int sum = numbers[0] + numbers[1];
                send(client, &sum, sizeof sum, 0);
            }
            _exit(0);
        }
        close(client);
    }
    while (wait(NULL) > 0)
        ;
}

/* Returns the sum, or -1. */
static int ask(int first, int second)
{
    int numbers[2] = {first, second}, sum;
    int server = socket(address.ss_family, SOCK_STREAM, 0);
    if (server < 0 || connect(server, (struct sockaddr *)&address, address_length) < 0)
        return fail("connect");
    if (send(server, numbers, sizeof numbers, 0) < 0 || recv(server, &sum, sizeof sum, MSG_WAITALL) != sizeof sum)
        return fail("send");
    close(server);
    return sum;
}

static int run(const char *what)
{
    int right = 0, listener = listen_there(), status;
    if (listener < 0)
        return 0;
    pid_t server = fork();
    if (server == 0) {
        serve(listener);
        _exit(0);
    }
    close(listener);
    for (int i = 1; i <= CLIENTS; i++) {
        int sum = ask(i, 10 * i);
        printf("%s: %d + %d = %d\n", what, i, 10 * i, sum);
        right += sum == 11 * i;
    }
    waitpid(server, &status, 0);
    return right == CLIENTS;
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    use_unix_address();
    int right = run("UNIX");
    use_internet_address();
    right &= run("TCP");
    return right ? 0 : 1;
}
