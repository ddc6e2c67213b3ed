/* Clocks and sleeps. */
#include "check.h"
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

static long long nanoseconds(const struct timespec *time)
{
    return time->tv_sec * 1000000000LL + time->tv_nsec;
}

static long long now(clockid_t clock)
{
    struct timespec time;
    CHECK(clock_gettime(clock, &time) == 0);
    CHECK(time.tv_nsec >= 0 && time.tv_nsec < 1000000000);
    return nanoseconds(&time);
}

static void every_documented_clock_can_be_read(void)
{
    for (clockid_t clock = CLOCK_REALTIME; clock <= CLOCK_BOOTTIME; clock++)
        CHECK(now(clock) >= 0);
}

static void unknown_clocks_fail_with_einval(void)
{
    struct timespec time;
    CHECK_FAILS(syscall(SYS_clock_gettime, 100, &time), EINVAL);
    CHECK_FAILS(syscall(SYS_clock_getres, 100, &time), EINVAL);
    CHECK_FAILS(syscall(SYS_clock_nanosleep, 100, 0, &(struct timespec){0, 0}, NULL), EINVAL);
}

static void the_resolution_is_a_nanosecond_or_more(void)
{
    struct timespec resolution = {-1, -1};
    CHECK(clock_getres(CLOCK_MONOTONIC, &resolution) == 0);
    CHECK(nanoseconds(&resolution) >= 1 && nanoseconds(&resolution) <= 1000000000);
    CHECK(clock_getres(CLOCK_MONOTONIC, NULL) == 0);
}

static void the_monotonic_clock_never_goes_back(void)
{
    long long before = now(CLOCK_MONOTONIC);
    for (int i = 0; i < 1000; i++) {
        long long after = now(CLOCK_MONOTONIC);
        CHECK(after >= before);
        before = after;
    }
}

static void it_is_one_clock_for_all_processes(void)
{
    long long *earlier = shared_memory(PAGE);
    for (int i = 0; i < 5; i++) {
        pid_t child = fork();
        if (child == 0) {
            *earlier = now(CLOCK_MONOTONIC);
            _exit(failures != 0);
        }
        CHECK(exit_status(child) == 0);
        CHECK(now(CLOCK_MONOTONIC) >= *earlier);
    }
}

static void work_takes_time(void)
{
    long long before = now(CLOCK_MONOTONIC);
    long long cpu_before = now(CLOCK_PROCESS_CPUTIME_ID);
    for (volatile int i = 0; i < 1000000; i++)
        ;
    CHECK(now(CLOCK_MONOTONIC) > before);
    CHECK(now(CLOCK_PROCESS_CPUTIME_ID) > cpu_before);
}

static void gettimeofday_and_the_realtime_clock_agree(void)
{
    struct timeval middle;
    long long before = now(CLOCK_REALTIME) / 1000;
    CHECK(gettimeofday(&middle, NULL) == 0);
    long long after = now(CLOCK_REALTIME) / 1000;
    long long microseconds = middle.tv_sec * 1000000LL + middle.tv_usec;
    CHECK(before <= microseconds && microseconds <= after);
    CHECK(middle.tv_usec >= 0 && middle.tv_usec < 1000000);
}

static void a_sleep_lasts_at_least_as_long_as_asked(void)
{
    struct timespec duration = {0, 5000000};
    long long before = now(CLOCK_MONOTONIC);
    CHECK(nanosleep(&duration, NULL) == 0);
    CHECK(now(CLOCK_MONOTONIC) >= before + nanoseconds(&duration));
    CHECK(clock_nanosleep(CLOCK_MONOTONIC, 0, &duration, NULL) == 0);
    CHECK(now(CLOCK_MONOTONIC) >= before + 2 * nanoseconds(&duration));
}

static void sleepers_wake_in_the_order_of_their_deadlines(void)
{
    /* Far enough apart for a machine that has other work; each is absolute, so a late start does not matter. */
    enum { SLEEPERS = 4 };
    int ends[2];
    struct timespec start_time;
    CHECK(pipe(ends) == 0);
    CHECK(clock_gettime(CLOCK_MONOTONIC, &start_time) == 0);
    for (int i = SLEEPERS; i > 0; i--)
        if (fork() == 0) {
            long long deadline = nanoseconds(&start_time) + 100000000LL * i;
            struct timespec time = {deadline / 1000000000, deadline % 1000000000};
            CHECK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == 0);
            CHECK(now(CLOCK_MONOTONIC) >= deadline);
            char digit = '0' + i;
            CHECK(write(ends[1], &digit, 1) == 1);
            _exit(failures != 0);
        }
    for (int i = 1; i <= SLEEPERS; i++) {
        char digit = 0;
        CHECK(read(ends[0], &digit, 1) == 1);
        CHECK(digit == '0' + i);
    }
    for (int i = 0; i < SLEEPERS; i++) {
        int status;
        CHECK(wait(&status) > 0 && status == 0);
    }
}

static void a_deadline_in_the_past_is_over_at_once(void)
{
    struct timespec past = {0, 1};
    CHECK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &past, NULL) == 0);
    CHECK(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &past, NULL) == 0);
}

static void a_sleep_of_no_time_returns(void)
{
    CHECK(nanosleep(&(struct timespec){0, 0}, NULL) == 0);
}

static void bad_durations_fail_with_einval(void)
{
    struct timespec bad[] = {{-1, 0}, {0, -1}, {0, 1000000000}, {1, 2000000000}};
    for (int i = 0; i < 4; i++) {
        CHECK_FAILS(syscall(SYS_nanosleep, &bad[i], NULL), EINVAL);
        CHECK_FAILS(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &bad[i], NULL), EINVAL);
        CHECK_FAILS(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &bad[i], NULL), EINVAL);
        CHECK(clock_nanosleep(CLOCK_MONOTONIC, 0, &bad[i], NULL) == EINVAL);
    }
}

static void a_signal_ends_the_sleep_for_good(void)
{
    pid_t child = fork();
    if (child == 0) {
        nanosleep(&(struct timespec){1000000, 0}, NULL);
        _exit(0);
    }
    let_others_run();
    CHECK(kill(child, SIGTERM) == 0);
    CHECK(death_signal(child) == SIGTERM);
}

/* As clock_getcpuclockid makes it: of kind 2 for a process, 6 for a thread. */
static clockid_t cpu_clock(pid_t id, unsigned int kind)
{
    return (clockid_t)(~(unsigned int)id << 3 | kind);
}

static void the_cpu_time_of_another_process_can_be_read(void)
{
    struct timespec time;
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        char byte;
        _exit(read(ends[0], &byte, 1) != 1);
    }
    CHECK(now(cpu_clock(child, 2)) >= 0);
    CHECK(now(cpu_clock(getpid(), 2)) > 0);
    CHECK(now(cpu_clock(0, 6)) > 0);
    send_byte(ends[1]);
    CHECK(exit_status(child) == 0);
    CHECK_FAILS(syscall(SYS_clock_gettime, cpu_clock(0x3fffff, 2), &time), EINVAL);
    CHECK_FAILS(syscall(SYS_clock_gettime, cpu_clock(getpid(), 3), &time), EINVAL);
}

int main(void)
{
    RUN(every_documented_clock_can_be_read);
    RUN(unknown_clocks_fail_with_einval);
    RUN(the_resolution_is_a_nanosecond_or_more);
    RUN(the_monotonic_clock_never_goes_back);
    RUN(it_is_one_clock_for_all_processes);
    RUN(work_takes_time);
    RUN(gettimeofday_and_the_realtime_clock_agree);
    RUN(a_sleep_lasts_at_least_as_long_as_asked);
    RUN(sleepers_wake_in_the_order_of_their_deadlines);
    RUN(a_deadline_in_the_past_is_over_at_once);
    RUN(a_sleep_of_no_time_returns);
    RUN(bad_durations_fail_with_einval);
    RUN(a_signal_ends_the_sleep_for_good);
    RUN(the_cpu_time_of_another_process_can_be_read);
    return finish();
}
