/* A timer ticks until it is stopped. */
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t ticks;

static void tick(int signal)
{
    (void)signal;
    ticks++;
}

int main(void)
{
    struct itimerval timer = {{0, 10000}, {0, 10000}}, left;
    signal(SIGALRM, tick);
    setitimer(ITIMER_REAL, &timer, NULL);
    while (ticks < 5)
        pause();
    timer.it_value.tv_usec = 0;
    timer.it_interval.tv_usec = 0;
    setitimer(ITIMER_REAL, &timer, NULL);
    getitimer(ITIMER_REAL, &left);
    int when_stopped = ticks;
    usleep(50000);
    printf("at least 5 ticks: %s, stopped: %s, no more: %s\n", when_stopped >= 5 ? "yes" : "no",
           left.it_value.tv_sec == 0 && left.it_value.tv_usec == 0 ? "yes" : "no", ticks == when_stopped ? "yes" : "no");
    return 0;
}
