/* Two connected sockets between parent and child; shutdown ends one direction only. */
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int ends[2];
    char text[100];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return 1;
    if (fork() == 0) {
        close(ends[0]);
        ssize_t total = 0, count;
        while ((count = read(ends[1], text + total, sizeof text - (size_t)total)) > 0)
            total += count;
        for (ssize_t i = 0; i < total / 2; i++) {
            char other = text[i];
            text[i] = text[total - 1 - i];
            text[total - 1 - i] = other;
        }
        _exit(write(ends[1], text, (size_t)total) == total ? 0 : 1);
    }
    close(ends[1]);
    if (write(ends[0], "step on ", 8) != 8 || write(ends[0], "no pets", 7) != 7)
        return 1;
    shutdown(ends[0], SHUT_WR);
    ssize_t total = 0, count;
    while ((count = read(ends[0], text + total, sizeof text - (size_t)total)) > 0)
        total += count;
    printf("reversed: %.*s\n", (int)total, text);
    wait(NULL);
    return 0;
}
