#include "cancellation.h"

#include <errno.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    return syscall(SYS_clock_gettime, clock, now);
}

int clock_getres(clockid_t clock, struct timespec *resolution)
{
    return syscall(SYS_clock_getres, clock, resolution);
}

int gettimeofday(struct timeval *now, void *timezone)
{
    return syscall(SYS_gettimeofday, now, timezone);
}

int setitimer(int which, const struct itimerval *setting, struct itimerval *old)
{
    return syscall(SYS_setitimer, which, setting, old);
}

int getitimer(int which, struct itimerval *setting)
{
    return syscall(SYS_getitimer, which, setting);
}

time_t time(time_t *now)
{
    struct timespec clock;
    clock_gettime(CLOCK_REALTIME, &clock);
    if (now)
        *now = clock.tv_sec;
    return clock.tv_sec;
}

int nanosleep(const struct timespec *duration, struct timespec *remaining)
{
    return cancellable_syscall(SYS_nanosleep, duration, remaining);
}

/* By POSIX this one call of its kind returns the error number itself and leaves errno alone. */
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time, struct timespec *remaining)
{
    int saved = errno;
    int error = cancellable_syscall(SYS_clock_nanosleep, clock, flags, time, remaining) < 0 ? errno : 0;
    errno = saved;
    return error;
}

/* Returns how many seconds were left when a signal ended the sleep. */
unsigned int sleep(unsigned int seconds)
{
    struct timespec duration = {.tv_sec = seconds};
    struct timespec remaining;
    return nanosleep(&duration, &remaining) == 0 ? 0 : remaining.tv_sec + (remaining.tv_nsec > 0);
}

/* Returns how many seconds the alarm before it had left, at least 1 if there was one. */
unsigned int alarm(unsigned int seconds)
{
    struct itimerval setting = {{0, 0}, {seconds, 0}}, before;
    setitimer(ITIMER_REAL, &setting, &before);
    return (unsigned int)before.it_value.tv_sec + (before.it_value.tv_usec > 0);
}

int usleep(useconds_t microseconds)
{
    struct timespec duration = {.tv_sec = microseconds / 1000000, .tv_nsec = microseconds % 1000000 * 1000L};
    return nanosleep(&duration, NULL);
}

clock_t times(struct tms *buffer)
{
    return syscall(SYS_times, buffer);
}
