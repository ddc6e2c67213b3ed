/* Signals of a process are taken by one thread that waits for them; all others have them blocked. */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void *take(void *set)
{
    int signal;
    for (;;) {
        sigwait(set, &signal);
        if (signal == SIGTERM)
            break;
        printf("got %s\n", signal == SIGUSR1 ? "SIGUSR1" : "SIGUSR2");
    }
    printf("got SIGTERM, ends\n");
    return NULL;
}

int main(void)
{
    sigset_t set;
    pthread_t thread;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    kill(getpid(), SIGUSR1); /* stays pending until somebody waits; of two that are pending the lower number comes first */
    kill(getpid(), SIGUSR2);
    pthread_create(&thread, NULL, take, &set);
    sigset_t pending;
    do {
        sched_yield();
        sigpending(&pending);
    } while (sigismember(&pending, SIGUSR1) || sigismember(&pending, SIGUSR2));
    pthread_kill(thread, SIGTERM);
    pthread_join(thread, NULL);
    return 0;
}
