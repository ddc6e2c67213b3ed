/* Datagrams keep their borders, and say where they come from. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int bound(struct sockaddr_in *address)
{
    socklen_t size = sizeof *address;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(fd, (struct sockaddr *)address, size) != 0)
        return -1;
    getsockname(fd, (struct sockaddr *)address, &size);
    return fd;
}

int main(void)
{
    struct sockaddr_in server_address, client_address, from;
    int server = bound(&server_address), client = bound(&client_address), numbers[3], answer;
    socklen_t size = sizeof from;
    if (fork() == 0) {
        for (int i = 1; i <= 3; i++) {
            int some[3] = {i, 10 * i, 100 * i};
            sendto(client, some, sizeof *some * (size_t)i, 0, (struct sockaddr *)&server_address, sizeof server_address);
            recvfrom(client, &answer, sizeof answer, 0, NULL, NULL);
            printf("sum of %d: %d\n", i, answer);
        }
        fflush(stdout);
        _exit(0);
    }
    for (int i = 0; i < 3; i++) {
        ssize_t count = recvfrom(server, numbers, sizeof numbers, 0, (struct sockaddr *)&from, &size) / (ssize_t)sizeof *numbers;
        answer = 0;
        for (ssize_t n = 0; n < count; n++)
            answer += numbers[n];
        sendto(server, &answer, sizeof answer, 0, (struct sockaddr *)&from, size);
    }
    wait(NULL);
    printf("from the client: %s\n", from.sin_port == client_address.sin_port ? "yes" : "no");
    return 0;
}
