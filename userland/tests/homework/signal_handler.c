/* A handler counts signals that the process sends to itself; another is ignored. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t count;

static void handle(int signal)
{
    count += signal == SIGUSR1;
}

int main(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handle;
    sigaction(SIGUSR1, &action, NULL);
    for (int i = 0; i < 5; i++)
        kill(getpid(), SIGUSR1);
    signal(SIGUSR2, SIG_IGN);
    raise(SIGUSR2);
    printf("handled %d, survived SIGUSR2\n", (int)count);

    action.sa_flags = SA_RESETHAND;
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    sigaction(SIGUSR1, NULL, &action);
    printf("handled %d, then it is %s again\n", (int)count, action.sa_handler == SIG_DFL ? "the default" : "not the default");
    return 0;
}
