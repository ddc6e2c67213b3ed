/* A full pipe, an empty one, and one that nobody reads. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t broken;

static void note(int signal)
{
    broken = signal;
}

int main(void)
{
    int ends[2];
    char block[4096];
    memset(block, 'x', sizeof block);
    if (pipe(ends) != 0)
        return 1;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    printf("empty: %s\n", read(ends[0], block, 1) < 0 && errno == EAGAIN ? "would block" : "?");
    int blocks = 0;
    while (write(ends[1], block, sizeof block) == sizeof block)
        blocks++;
    printf("full after %d KB: %s\n", blocks * 4, errno == EAGAIN ? "would block" : "?");
    signal(SIGPIPE, note);
    close(ends[0]);
    ssize_t written = write(ends[1], block, 1);
    printf("nobody reads: %d, %s, signal %s\n", (int)written, errno == EPIPE ? "EPIPE" : "?", broken == SIGPIPE ? "SIGPIPE" : "none");
    return 0;
}
