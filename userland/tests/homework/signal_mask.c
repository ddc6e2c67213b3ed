/* Blocked signals wait; of one kind no more than one. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t count;

static void handle(int signal)
{
    (void)signal;
    count++;
}

int main(void)
{
    sigset_t block, before, pending;
    signal(SIGUSR1, handle);
    sigemptyset(&block);
    sigaddset(&block, SIGUSR1);
    sigprocmask(SIG_BLOCK, &block, &before);
    for (int i = 0; i < 3; i++)
        kill(getpid(), SIGUSR1);
    sigpending(&pending);
    printf("blocked: pending %d, handled %d\n", sigismember(&pending, SIGUSR1), (int)count);
    sigprocmask(SIG_SETMASK, &before, NULL);
    sigpending(&pending);
    printf("unblocked: pending %d, handled %d\n", sigismember(&pending, SIGUSR1), (int)count);
    return 0;
}
