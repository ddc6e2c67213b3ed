/* A server's handler collects its children, as many as have ended. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t collected, sum;

static void collect(int signal)
{
    int status;
    (void)signal;
    while (waitpid(-1, &status, WNOHANG) > 0) {
        collected++;
        sum += WEXITSTATUS(status);
    }
}

int main(void)
{
    struct sigaction action;
    sigset_t block, open;
    memset(&action, 0, sizeof action);
    action.sa_handler = collect;
    action.sa_flags = SA_RESTART | SA_NOCLDSTOP;
    sigaction(SIGCHLD, &action, NULL);
    sigemptyset(&block);
    sigaddset(&block, SIGCHLD);
    sigprocmask(SIG_BLOCK, &block, &open);
    for (int i = 1; i <= 5; i++)
        if (fork() == 0)
            _exit(i);
    while (collected < 5)
        sigsuspend(&open);
    printf("collected %d children, statuses add up to %d\n", (int)collected, (int)sum);
    return 0;
}
