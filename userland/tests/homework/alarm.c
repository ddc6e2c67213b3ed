/* An alarm ends a pause, and a call that waits for input. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t rings;

static void ring(int signal)
{
    (void)signal;
    rings++;
}

int main(void)
{
    struct sigaction action;
    int ends[2];
    char byte;
    memset(&action, 0, sizeof action);
    action.sa_handler = ring; /* without SA_RESTART */
    sigaction(SIGALRM, &action, NULL);
    printf("no alarm yet: %u\n", alarm(100));
    printf("one is set: %s\n", alarm(1) >= 99 ? "yes" : "no");
    pause();
    printf("rung %d times\n", (int)rings);
    if (pipe(ends) != 0)
        return 1;
    alarm(1);
    ssize_t count = read(ends[0], &byte, 1);
    printf("read: %d, %s\n", (int)count, errno == EINTR ? "interrupted" : "?");
    return 0;
}
