/* TCP on this machine alone: a server on a port of the system's choice echoes lines in capitals. */
#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int serve(int listener)
{
    int connection = accept(listener, NULL, NULL);
    char byte;
    while (read(connection, &byte, 1) == 1) {
        byte = (char)toupper((unsigned char)byte);
        if (write(connection, &byte, 1) != 1)
            return 1;
    }
    return 0;
}

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), yes = 1, status;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 1) != 0
            || getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        return 1;
    if (fork() == 0)
        _exit(serve(listener));
    if (connect(client, (struct sockaddr *)&address, size) != 0)
        return 1;
    FILE *out = fdopen(client, "w"), *in = fdopen(dup(client), "r");
    char line[80];
    fprintf(out, "hello over tcp\nand good bye\n");
    fflush(out);
    shutdown(client, SHUT_WR);
    while (fgets(line, sizeof line, in))
        printf("%s", line);
    wait(&status);
    printf("%s, status %d\n", inet_ntoa(address.sin_addr), status);
    return 0;
}
