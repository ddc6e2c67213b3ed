/* Parent and child wake each other by signals, none of which can be lost: they are blocked except in sigsuspend. */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t woken;

static void wake(int signal)
{
    (void)signal;
    woken = 1;
}

static void wait_for_turn(const sigset_t *open)
{
    while (!woken)
        sigsuspend(open);
    woken = 0;
}

int main(void)
{
    sigset_t block, open;
    setvbuf(stdout, NULL, _IONBF, 0);
    signal(SIGUSR1, wake);
    sigemptyset(&block);
    sigaddset(&block, SIGUSR1);
    sigprocmask(SIG_BLOCK, &block, &open);
    pid_t child = fork(), other = child == 0 ? getppid() : child;
    for (int i = 0; i < 4; i++) {
        if (child == 0)
            wait_for_turn(&open);
        printf("%s %d\n", child == 0 ? "  child" : "parent", i);
        kill(other, SIGUSR1);
        if (child != 0)
            wait_for_turn(&open);
    }
    if (child == 0)
        _exit(0);
    wait(NULL);
    return 0;
}
