/* Real-time signals queue, in order, and each carries a number. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t values[4], count, is_from_here;

static void take(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    values[count++] = info->si_value.sival_int;
    is_from_here = info->si_code == SI_QUEUE && info->si_pid == getpid();
}

int main(void)
{
    struct sigaction action;
    sigset_t block;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = take;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGRTMIN, &action, NULL);
    sigemptyset(&block);
    sigaddset(&block, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &block, NULL);
    for (int i = 1; i <= 4; i++)
        sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = i * 11});
    sigprocmask(SIG_UNBLOCK, &block, NULL);
    printf("%d values: %d %d %d %d, from here: %d\n", (int)count, (int)values[0], (int)values[1], (int)values[2], (int)values[3],
           (int)is_from_here);
    return 0;
}
