/* What calls cost by the virtual clock, unless --call-cost says otherwise, and whose time that is. Other systems take the
 * time that they take. */
#include "foal_only.h"
#include <sys/time.h>
#include <time.h>

#define COST 500          /* nanoseconds */
#define A_FEW 300         /* instructions, of a nanosecond each, around a call */
#define SELF 0            /* whose usage */
#define CHILDREN -1
#define USER_TIME_ONLY -3 /* the calling thread's clock of kind 1 */

static long read_clock(clockid_t clock)
{
    struct timespec time;
    syscall(SYS_clock_gettime, clock, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static long system_microseconds(int whose)
{
    long usage[18]; /* struct rusage: user time, system time, ... */
    CHECK(syscall(SYS_getrusage, whose, usage) == 0);
    return usage[2] * 1000000 + usage[3];
}

static void a_call_takes_half_a_microsecond(void)
{
    need_foal();
    long before = read_clock(CLOCK_MONOTONIC);
    long between = read_clock(CLOCK_MONOTONIC) - before;
    CHECK(between >= COST && between < COST + A_FEW);
}

static void so_does_a_page_fault(void)
{
    need_foal();
    volatile char *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    long start = read_clock(CLOCK_MONOTONIC);
    page[0] = 1;
    long faulted = read_clock(CLOCK_MONOTONIC);
    page[1] = 1;
    long end = read_clock(CLOCK_MONOTONIC);
    long fault = (faulted - start) - (end - faulted);
    CHECK(fault > COST - A_FEW && fault < COST + A_FEW);
}

static void it_is_system_time(void)
{
    need_foal();
    long user = read_clock(USER_TIME_ONLY), all = read_clock(CLOCK_THREAD_CPUTIME_ID);
    for (int i = 0; i < 1000; i++)
        syscall(SYS_getpid);
    user = read_clock(USER_TIME_ONLY) - user;
    all = read_clock(CLOCK_THREAD_CPUTIME_ID) - all;
    CHECK(user < 1000 * COST && all - user >= 1000 * COST && all - user < 1003 * COST);
    CHECK(system_microseconds(SELF) >= COST);
}

static void a_child_that_was_waited_for_leaves_its_system_time(void)
{
    need_foal();
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 1000; i++)
            syscall(SYS_getpid);
        _exit(0);
    }
    CHECK(exit_status(child) == 0);
    CHECK(system_microseconds(CHILDREN) >= COST);
}

static volatile long went_off;

static void note_the_time(int signal)
{
    (void)signal;
    went_off = read_clock(CLOCK_MONOTONIC);
}

/* Though the clock goes on by more than the instructions that the hart was to run until then. */
static void a_timer_goes_off_in_time_in_the_midst_of_calls(void)
{
    need_foal();
    signal(SIGALRM, note_the_time);
    struct itimerval timer = {.it_value.tv_usec = 3000};
    long due = read_clock(CLOCK_MONOTONIC) + 3000000;
    CHECK(setitimer(ITIMER_REAL, &timer, NULL) == 0);
    while (!went_off)
        for (volatile int i = 0; i < 50; i++)
            syscall(SYS_getpid);
    CHECK(went_off >= due && went_off < due + 4 * (COST + A_FEW));
}

static void a_timer_of_user_time_leaves_it_out(void)
{
    need_foal();
    signal(SIGVTALRM, note_the_time);
    struct itimerval timer = {.it_value.tv_usec = 100};
    CHECK(setitimer(ITIMER_VIRTUAL, &timer, NULL) == 0);
    long user = read_clock(USER_TIME_ONLY), start = read_clock(CLOCK_MONOTONIC);
    while (!went_off)
        syscall(SYS_getpid);
    CHECK(read_clock(USER_TIME_ONLY) - user >= 90000);
    CHECK(went_off - start > 200000);
}

static void a_timer_of_cpu_time_counts_it(void)
{
    need_foal();
    signal(SIGPROF, note_the_time);
    struct itimerval timer = {.it_value.tv_usec = 20000};
    went_off = 0;
    CHECK(setitimer(ITIMER_PROF, &timer, NULL) == 0);
    long user = read_clock(USER_TIME_ONLY);
    while (!went_off)
        syscall(SYS_getpid);
    CHECK(read_clock(USER_TIME_ONLY) - user < 10000000);
}

int main(void)
{
    RUN(a_call_takes_half_a_microsecond);
    RUN(so_does_a_page_fault);
    RUN(it_is_system_time);
    RUN(a_child_that_was_waited_for_leaves_its_system_time);
    RUN(a_timer_goes_off_in_time_in_the_midst_of_calls);
    RUN(a_timer_of_user_time_leaves_it_out);
    RUN(a_timer_of_cpu_time_counts_it);
    return finish();
}
