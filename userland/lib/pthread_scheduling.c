/* By which policy threads are scheduled, and how much they have run. */
#include "pthread.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

int pthread_setschedparam(pthread_t thread, int policy, const struct sched_param *parameters)
{
    return sched_setscheduler(pthread_tid(thread), policy, parameters) < 0 ? errno : 0;
}

int pthread_getschedparam(pthread_t thread, int *policy, struct sched_param *parameters)
{
    *policy = sched_getscheduler(pthread_tid(thread));
    return *policy < 0 || sched_getparam(pthread_tid(thread), parameters) < 0 ? errno : 0;
}

int pthread_setschedprio(pthread_t thread, int priority)
{
    struct sched_param parameters = {priority};
    return sched_setparam(pthread_tid(thread), &parameters) < 0 ? errno : 0;
}

/* The clock's number is made of the tid; see the kernel's include/linux/posix-timers.h. */
int pthread_getcpuclockid(pthread_t thread, clockid_t *clock)
{
    enum { OF_A_THREAD = 4, TIME_ON_THE_CPU = 2 };
    pid_t tid = pthread_tid(thread);
    if (tid == 0)
        return ESRCH;
    *clock = (clockid_t)(~(unsigned)tid << 3 | OF_A_THREAD | TIME_ON_THE_CPU);
    return 0;
}

/* A hint to libraries that run several threads by turns. Here each is one of the kernel's. */
static int concurrency;

int pthread_setconcurrency(int level)
{
    if (level < 0)
        return EINVAL;
    concurrency = level;
    return 0;
}

int pthread_getconcurrency(void)
{
    return concurrency;
}
