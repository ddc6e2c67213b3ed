/* Setting the wall clock: those who wait for a time of it follow, those who wait for a while, or by another clock, do not.
 * The waits are so long that only the setting can end them; a wait that does not follow ends in a deadlock or hours later by
 * the clock, and one that follows wrongly too early. */
#include "check.h"
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <linux/futex.h>

#define HOUR 3600

static time_t now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec;
}

static long jump(long seconds)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_sec += seconds;
    return CALL(clock_settime(CLOCK_REALTIME, &time));
}

/* Runs a wait in a child, and sets the clock ahead as soon as that waits.
 * Tells how many seconds by the monotonic clock the wait has taken, or -1 if it failed. */
static long seconds_of(int (*wait)(void), long ahead)
{
    time_t begin = now(CLOCK_MONOTONIC);
    pid_t child = fork();
    int status;
    if (child == 0)
        _exit(wait());
    struct timespec a_second = { 1, 0 };
    nanosleep(&a_second, NULL);
    jump(ahead);
    waitpid(child, &status, 0);
    return status == 0 ? now(CLOCK_MONOTONIC) - begin : -1;
}

static struct timespec in_hours(int hours)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_sec += hours * HOUR;
    return time;
}

static int sleep_until(void)
{
    struct timespec end = in_hours(2);
    return clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &end, NULL);
}

static int sleep_for(void)
{
    struct timespec period = { 2 * HOUR, 0 };
    return clock_nanosleep(CLOCK_REALTIME, 0, &period, NULL);
}

static int sleep_until_monotonic(void)
{
    struct timespec end = { now(CLOCK_MONOTONIC) + 2 * HOUR, 0 };
    return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL);
}

static int wait_for_semaphore(void)
{
    sem_t semaphore;
    struct timespec end = in_hours(2);
    sem_init(&semaphore, 0, 0);
    return sem_timedwait(&semaphore, &end) == -1 && errno == ETIMEDOUT ? 0 : 1;
}

static int lock_a_pi_mutex(void)
{
    static int word;
    pid_t owner = getppid();
    struct timespec end = in_hours(2);
    word = owner;
    return syscall(SYS_futex, &word, FUTEX_LOCK_PI, 0, &end, NULL, 0) == -1 && errno == ETIMEDOUT ? 0 : 1;
}

static int wait_for_a_message(void)
{
    mqd_t queue = mq_open("/clock", O_CREAT | O_RDWR, 0600, NULL);
    struct timespec end = in_hours(2);
    static char message[8192];
    return mq_timedreceive(queue, message, sizeof message, NULL, &end) == -1 && errno == ETIMEDOUT ? 0 : 1;
}

static int read_timer(int flags, int first)
{
    int timer = timerfd_create(CLOCK_REALTIME, 0);
    struct itimerspec setting = { { 0, 0 }, { first, 0 } };
    uint64_t count;
    if (flags)
        setting.it_value = in_hours(2);
    timerfd_settime(timer, flags, &setting, NULL);
    return read(timer, &count, 8) == 8 && count == 1 ? 0 : errno;
}

static int read_timer_until(void)
{
    return read_timer(TFD_TIMER_ABSTIME, 0);
}

static int read_timer_for(void)
{
    return read_timer(0, 2 * HOUR);
}

static int read_cancelled_timer(void)
{
    return read_timer(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, 0) == ECANCELED ? 0 : 1;
}

static int await_timer(int flags)
{
    sigset_t alarm;
    timer_t timer;
    struct itimerspec setting = { { 0, 0 }, { 2 * HOUR, 0 } };
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    sigprocmask(SIG_BLOCK, &alarm, NULL);
    if (flags)
        setting.it_value = in_hours(2);
    timer_create(CLOCK_REALTIME, NULL, &timer);
    timer_settime(timer, flags, &setting, NULL);
    return sigwaitinfo(&alarm, NULL) == SIGALRM ? 0 : 1;
}

static int await_timer_until(void)
{
    return await_timer(TIMER_ABSTIME);
}

static int await_timer_for(void)
{
    return await_timer(0);
}

static void check_waits(void)
{
    struct {
        const char *name;
        int (*wait)(void);
        int follows;
    } waits[] = {
        { "clock_nanosleep until", sleep_until, 1 }, { "sem_timedwait", wait_for_semaphore, 1 },
        { "FUTEX_LOCK_PI", lock_a_pi_mutex, 1 }, { "mq_timedreceive", wait_for_a_message, 1 },
        { "timerfd until", read_timer_until, 1 }, { "timer_settime until", await_timer_until, 1 },
        { "clock_nanosleep for", sleep_for, 0 }, { "clock_nanosleep by the monotonic clock", sleep_until_monotonic, 0 },
        { "timerfd for", read_timer_for, 0 }, { "timer_settime for", await_timer_for, 0 },
    };
    for (unsigned i = 0; i < sizeof waits / sizeof *waits; i++) {
        int follows = waits[i].follows;
        printf("%s\n", waits[i].name);
        CHECK("the clock is set ahead past the end", seconds_of(waits[i].wait, 3 * HOUR) / HOUR, follows ? 0 : 2);
        CHECK("the clock is set ahead by an hour", (seconds_of(waits[i].wait, HOUR) + 9) / HOUR, follows ? 1 : 2);
        CHECK("the clock is set back by an hour", (seconds_of(waits[i].wait, -HOUR) + 9) / HOUR, follows ? 3 : 2);
    }
    CHECK("TFD_TIMER_CANCEL_ON_SET ends the wait", seconds_of(read_cancelled_timer, 1) < 5, 1);
}

static void check_cancellation(void)
{
    int timer = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK), flags = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
    struct itimerspec setting = { { 0, 0 }, in_hours(9) };
    struct pollfd one = { timer, POLLIN, 0 };
    uint64_t count;
    CHECK("set a timer to be cancelled", CALL(timerfd_settime(timer, flags, &setting, NULL)), 0);
    CHECK("it is not readable", poll(&one, 1, 0), 0);
    jump(1);
    CHECK("readable when the clock is set", poll(&one, 1, 0), 1);
    CHECK("read it", CALL(read(timer, &count, 8)), -ECANCELED);
    CHECK("it tells once", CALL(read(timer, &count, 8)), -EAGAIN);
    jump(1);
    CHECK("set it anew", CALL(timerfd_settime(timer, flags, &setting, NULL)), -ECANCELED);
    CHECK("it tells once", CALL(timerfd_settime(timer, flags, &setting, NULL)), 0);
    CHECK("set it without", CALL(timerfd_settime(timer, TFD_TIMER_ABSTIME, &setting, NULL)), 0);
    jump(1);
    CHECK("it does not tell", CALL(read(timer, &count, 8)), -EAGAIN);
}

static void check_periods(void)
{
    int timer = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK);
    struct itimerspec setting = { { 60, 0 }, in_hours(1) };
    uint64_t count = 0;
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &setting, NULL);
    jump(HOUR + 150);
    CHECK("read a periodic timer", CALL(read(timer, &count, 8)), 0);
    CHECK("its periods are by the wall clock", count, 3);
    timerfd_gettime(timer, &setting);
    CHECK("the rest of the period", setting.it_value.tv_sec, 29);
}

static void check_calls(void)
{
    struct timespec time = { 1700000000, 0 };
    struct timeval tv = { 1800000000, 5 };
    struct timezone zone = { 60, 1 }, far = { 901, 0 };
    struct timex state = { 0 };
    time_t begin = now(CLOCK_MONOTONIC), boot = now(CLOCK_BOOTTIME);
    CHECK("clock_settime", CALL(clock_settime(CLOCK_REALTIME, &time)), 0);
    CHECK("CLOCK_REALTIME", now(CLOCK_REALTIME), 1700000000);
    CHECK("CLOCK_REALTIME_COARSE", now(CLOCK_REALTIME_COARSE), 1700000000);
    CHECK("settimeofday", CALL(syscall(SYS_settimeofday, &tv, &zone)), 0);
    CHECK("CLOCK_REALTIME", now(CLOCK_REALTIME), 1800000000);
    memset(&zone, 0, sizeof zone);
    syscall(SYS_gettimeofday, &tv, &zone);
    CHECK("the zone is kept", zone.tz_minuteswest * 10 + zone.tz_dsttime, 601);
    CHECK("a far zone", CALL(syscall(SYS_settimeofday, NULL, &far)), -EINVAL);
    state.modes = ADJ_SETOFFSET;
    state.time.tv_sec = -1000000;
    CHECK("ADJ_SETOFFSET", clock_adjtime(CLOCK_REALTIME, &state), TIME_ERROR);
    CHECK("CLOCK_REALTIME", now(CLOCK_REALTIME), 1799000000);
    CHECK("what it tells", state.time.tv_sec, 1799000000);
    state.modes = ADJ_STATUS | ADJ_MAXERROR;
    state.status = 0;
    state.maxerror = 99;
    CHECK("say that it is synchronized", adjtimex(&state), TIME_OK);
    state.modes = 0;
    adjtimex(&state);
    CHECK("the error is kept", state.maxerror, 99);
    clock_settime(CLOCK_REALTIME, &time);
    CHECK("a clock that was set is not synchronized", adjtimex(&state), TIME_ERROR);
    CHECK("CLOCK_MONOTONIC stays", now(CLOCK_MONOTONIC) - begin, 0);
    CHECK("CLOCK_BOOTTIME stays", now(CLOCK_BOOTTIME) - boot, 0);
}

static void check_refusals(void)
{
    struct timespec time = { 1700000000, 0 }, wrong = { 1, 1000000000 }, early = { now(CLOCK_MONOTONIC) - 1, 0 };
    struct timespec late = { INT64_MAX, 0 };
    struct timeval tv = { 1, 1000000 };
    struct timex state = { .modes = ADJ_SETOFFSET, .time = { 0, 1000000 } };
    CHECK("CLOCK_MONOTONIC", CALL(clock_settime(CLOCK_MONOTONIC, &time)), -EINVAL);
    CHECK("CLOCK_TAI", CALL(clock_settime(CLOCK_TAI, &time)), -EINVAL);
    CHECK("CPU time", CALL(syscall(SYS_clock_settime, CLOCK_PROCESS_CPUTIME_ID, &time)), -EINVAL);
    CHECK("a bad pointer", CALL(syscall(SYS_clock_settime, CLOCK_REALTIME, 8)), -EFAULT);
    CHECK("no time", CALL(syscall(SYS_clock_settime, CLOCK_REALTIME, &wrong)), -EINVAL);
    CHECK("before the monotonic clock", CALL(clock_settime(CLOCK_REALTIME, &early)), -EINVAL);
    CHECK("too late", CALL(clock_settime(CLOCK_REALTIME, &late)), -EINVAL);
    CHECK("a million microseconds", CALL(syscall(SYS_settimeofday, &tv, NULL)), -EINVAL);
    CHECK("a million microseconds", CALL(adjtimex(&state)), -EINVAL);
    state.time.tv_sec = INT64_MIN;
    state.time.tv_usec = 0;
    CHECK("far back", CALL(adjtimex(&state)), -EINVAL);
    CHECK("another clock", CALL(clock_adjtime(CLOCK_MONOTONIC, &state)), -EOPNOTSUPP);
    CHECK("no clock", CALL(clock_adjtime(77, &state)), -EINVAL);
    CHECK("become a user", CALL(setuid(1000)), 0);
    CHECK("clock_settime", CALL(clock_settime(CLOCK_REALTIME, &time)), -EPERM);
    CHECK("too late", CALL(clock_settime(CLOCK_REALTIME, &late)), -EINVAL);
    CHECK("settimeofday", CALL(syscall(SYS_settimeofday, NULL, &tv)), -EPERM);
    CHECK("adjtimex", CALL(adjtimex(&state)), -EPERM);
    state.modes = 0;
    CHECK("adjtimex to look", adjtimex(&state), TIME_ERROR);
    CHECK("its tick", state.tick, 10000);
}

int main(void)
{
    check_waits();
    check_cancellation();
    check_periods();
    check_calls();
    check_refusals();
    return failures != 0;
}
