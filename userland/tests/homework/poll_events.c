/* poll tells what can be done with each descriptor: read, write, or that the other end is gone. */
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

static void show(const char *when, struct pollfd *fds, int timeout)
{
    int count = poll(fds, 2, timeout);
    printf("%s: %d ready; reader%s%s, writer%s\n", when, count, fds[0].revents & POLLIN ? " can read" : "",
           fds[0].revents & POLLHUP ? " is alone" : "", fds[1].revents & POLLOUT ? " can write" : " cannot write");
}

int main(void)
{
    int ends[2];
    char byte;
    if (pipe(ends) != 0)
        return 1;
    struct pollfd fds[2] = {{ends[0], POLLIN, 0}, {ends[1], POLLOUT, 0}};
    show("at first", fds, 0);
    if (write(ends[1], "x", 1) != 1)
        return 1;
    show("after a write", fds, -1);
    fds[1].fd = -1; /* to be left out */
    close(ends[1]);
    show("writer closed", fds, -1);
    if (read(ends[0], &byte, 1) != 1)
        return 1;
    show("all read", fds, -1);
    fds[0].fd = -1;
    printf("nothing to wait for but the time: %d\n", poll(fds, 2, 10));
    return 0;
}
