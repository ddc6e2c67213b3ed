/* A server at a name in the file system, and three clients after each other. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/tmp/homework-socket"};
    unlink(address.sun_path);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 3) != 0)
        return 1;
    if (fork() == 0) {
        for (int i = 1; i <= 3; i++) {
            int client = socket(AF_UNIX, SOCK_STREAM, 0);
            char answer[40];
            connect(client, (struct sockaddr *)&address, sizeof address);
            dprintf(client, "client %d", i);
            shutdown(client, SHUT_WR);
            ssize_t count = read(client, answer, sizeof answer);
            printf("%.*s\n", (int)count, answer);
            fflush(stdout);
            close(client);
        }
        _exit(0);
    }
    for (int i = 0; i < 3; i++) {
        char request[40];
        int connection = accept(listener, NULL, NULL);
        ssize_t count = read(connection, request, sizeof request - 1);
        request[count > 0 ? count : 0] = '\0';
        dprintf(connection, "hello, %s", request);
        close(connection);
    }
    wait(NULL);
    unlink(address.sun_path);
    return 0;
}
