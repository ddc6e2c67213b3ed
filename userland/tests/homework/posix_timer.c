/* A timer of POSIX that signals; how often it ran over while the signal was blocked. */
#include <signal.h>
#include <stdio.h>
#include <time.h>

int main(void)
{
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN, .sigev_value.sival_int = 77};
    struct itimerspec often = {{0, 1000000}, {0, 1000000}}, never = {{0, 0}, {0, 0}};
    sigset_t set;
    siginfo_t info;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &set, NULL);
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0)
        return 1;
    timer_settime(timer, 0, &often, NULL);
    struct timespec while_blocked = {0, 20000000};
    nanosleep(&while_blocked, NULL);
    sigwaitinfo(&set, &info);
    printf("value %d, from a timer: %s\n", info.si_value.sival_int, info.si_code == SI_TIMER ? "yes" : "no");
    printf("it ran over: %s\n", info.si_overrun > 0 ? "yes" : "no");
    timer_settime(timer, 0, &never, NULL);
    struct itimerspec left;
    timer_gettime(timer, &left);
    printf("stopped: %s\n", left.it_value.tv_sec == 0 && left.it_value.tv_nsec == 0 ? "yes" : "no");
    timer_delete(timer);
    return 0;
}
