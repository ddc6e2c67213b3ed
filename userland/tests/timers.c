/* Timers that send signals: setitimer and timer_create. */
#include "handler.h"
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

/* Waits for a signal that is blocked otherwise. */
static void await_signal(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigsuspend(&none);
}

static void an_alarm_comes_once(void)
{
    catch(SIGALRM, note, 0);
    block(SIGALRM, SIGALRM);
    struct itimerval soon = {{0, 0}, {0, 1000}}, left;
    CHECK(setitimer(ITIMER_REAL, &soon, NULL) == 0);
    await_signal();
    CHECK(count == 1 && last.si_signo == SIGALRM && last.si_code == SI_KERNEL);
    CHECK(getitimer(ITIMER_REAL, &left) == 0);
    CHECK(left.it_value.tv_sec == 0 && left.it_value.tv_usec == 0);
}

static void an_alarm_can_come_again_and_again(void)
{
    catch(SIGALRM, note, 0);
    block(SIGALRM, SIGALRM);
    struct itimerval often = {{0, 2000}, {0, 1000}}, left, off = {{0, 0}, {0, 0}};
    CHECK(setitimer(ITIMER_REAL, &often, NULL) == 0);
    while (count < 5)
        await_signal();
    CHECK(getitimer(ITIMER_REAL, &left) == 0);
    CHECK(left.it_interval.tv_usec == 2000 && left.it_value.tv_usec <= 2000);
    CHECK(setitimer(ITIMER_REAL, &off, &left) == 0);
    CHECK(left.it_interval.tv_usec == 2000);
}

static void an_alarm_kills_who_does_not_expect_it(void)
{
    pid_t child = fork();
    if (child == 0) {
        struct itimerval soon = {{0, 0}, {0, 1000}};
        setitimer(ITIMER_REAL, &soon, NULL);
        for (;;)
            ;
    }
    CHECK(death_signal(child) == SIGALRM);
}

static void a_child_does_not_inherit_the_alarm(void)
{
    struct itimerval later = {{0, 0}, {1000, 0}};
    CHECK(setitimer(ITIMER_REAL, &later, NULL) == 0);
    pid_t child = fork();
    if (child == 0) {
        struct itimerval left = {{1, 1}, {1, 1}};
        CHECK(getitimer(ITIMER_REAL, &left) == 0);
        CHECK(left.it_value.tv_sec == 0 && left.it_value.tv_usec == 0);
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0);
}

static void cpu_time_makes_its_timers_go_off(void)
{
    static const int which[] = {ITIMER_VIRTUAL, ITIMER_PROF}, signals[] = {SIGVTALRM, SIGPROF};
    for (int i = 0; i < 2; i++) {
        catch(signals[i], note, 0);
        count = 0;
        struct itimerval often = {{0, 1000}, {0, 1000}}, off = {{0, 0}, {0, 0}};
        CHECK(setitimer(which[i], &often, NULL) == 0);
        while (count < 3)
            ;
        CHECK(last.si_signo == signals[i] && last.si_code == SI_KERNEL);
        CHECK(setitimer(which[i], &off, NULL) == 0);
    }
}

static void setitimer_refuses_bad_arguments(void)
{
    struct itimerval wrong = {{0, 0}, {0, 1000000}}, negative = {{-1, 0}, {1, 0}};
    CHECK_FAILS(setitimer(ITIMER_REAL, &wrong, NULL), EINVAL);
    CHECK_FAILS(setitimer(ITIMER_REAL, &negative, NULL), EINVAL);
    CHECK_FAILS(syscall(SYS_setitimer, 3, &(struct itimerval){{0, 0}, {0, 0}}, NULL), EINVAL);
    CHECK_FAILS(syscall(SYS_getitimer, 3, &wrong), EINVAL);
    CHECK_FAILS(syscall(SYS_getitimer, 0, 8), EFAULT);
}

/* The calls themselves, as a C library hides the ids. */
struct event {
    union sigval value;
    int signal;
    int notify;
    int thread;
    int rest[11];
};

static int create(clockid_t clock, int signal)
{
    struct event event = {.value.sival_int = 42, .signal = signal};
    int id = -1;
    CHECK(syscall(SYS_timer_create, clock, &event, &id) == 0);
    return id;
}

static void set(int id, int flags, struct itimerspec setting)
{
    CHECK(syscall(SYS_timer_settime, id, flags, &setting, NULL) == 0);
}

static const struct itimerspec soon = {{0, 0}, {0, 1000000}}, often = {{0, 1000000}, {0, 1000000}};

static void a_timer_sends_its_value(void)
{
    clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME};
    catch(SIGUSR1, note, 0);
    block(SIGUSR1, SIGUSR1);
    for (int i = 0; i < 3; i++) {
        int id = create(clocks[i], SIGUSR1);
        set(id, 0, soon);
        await_signal();
        CHECK(count == i + 1 && last.si_signo == SIGUSR1 && last.si_code == SI_TIMER);
        CHECK(last.si_int == 42 && last.si_overrun == 0);
    }
}

static void what_a_timer_misses_is_its_overrun(void)
{
    if (on_qemu())
        skip("qemu-user tells of no overruns");
    catch(SIGUSR1, note, 0);
    block(SIGUSR1, SIGUSR1);
    int id = create(CLOCK_MONOTONIC, SIGUSR1);
    set(id, 0, often);
    nanosleep(&(struct timespec){0, 5500000}, NULL);
    await_signal();
    CHECK(count == 1 && last.si_overrun >= 4);
    CHECK(syscall(SYS_timer_getoverrun, id) == last.si_overrun);
}

static void a_timer_tells_what_is_left_and_can_be_stopped(void)
{
    int id = create(CLOCK_MONOTONIC, SIGUSR1);
    struct itimerspec left, off = {{0, 0}, {0, 0}};
    set(id, 0, (struct itimerspec){{5, 0}, {1000, 0}});
    CHECK(syscall(SYS_timer_gettime, id, &left) == 0);
    CHECK(left.it_interval.tv_sec == 5 && left.it_value.tv_sec > 990 && left.it_value.tv_sec <= 1000);
    CHECK(syscall(SYS_timer_settime, id, 0, &off, &left) == 0);
    CHECK(left.it_interval.tv_sec == 5);
    CHECK(syscall(SYS_timer_gettime, id, &left) == 0);
    CHECK(left.it_value.tv_sec == 0 && left.it_value.tv_nsec == 0);
}

static void a_point_of_time_that_has_been_makes_a_timer_go_off_at_once(void)
{
    catch(SIGUSR1, note, 0);
    block(SIGUSR1, SIGUSR1);
    int id = create(CLOCK_REALTIME, SIGUSR1);
    set(id, TIMER_ABSTIME, (struct itimerspec){{0, 0}, {1, 0}});
    await_signal();
    CHECK(count == 1);
}

static void cpu_time_makes_a_timer_go_off(void)
{
    /* Of a process and of a thread; by the numbers that C libraries make of these, too. */
    clockid_t clocks[] = {CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, -6, -2};
    catch(SIGUSR1, note, 0);
    for (int i = 0; i < 4; i++) {
        int id = create(clocks[i], SIGUSR1);
        set(id, 0, soon);
        while (count == i)
            ;
        CHECK(last.si_code == SI_TIMER);
    }
}

static void a_deleted_timer_is_gone(void)
{
    int id = create(CLOCK_MONOTONIC, SIGUSR1);
    struct itimerspec later = {{0, 0}, {0, 100000000}}; /* on a busy host the call to delete it may come late */
    set(id, 0, later);
    CHECK(syscall(SYS_timer_delete, id) == 0);
    nanosleep(&(struct timespec){0, 150000000}, NULL);
    CHECK_FAILS(syscall(SYS_timer_delete, id), EINVAL);
    CHECK_FAILS(syscall(SYS_timer_settime, id, 0, &soon, NULL), EINVAL);
    CHECK_FAILS(syscall(SYS_timer_gettime, id, &(struct itimerspec){{0, 0}, {0, 0}}), EINVAL);
    CHECK_FAILS(syscall(SYS_timer_getoverrun, id), EINVAL);
}

static void timer_create_refuses_bad_arguments(void)
{
    int id;
    struct event bad_signal = {.signal = 65}, bad_notice = {.signal = SIGUSR1, .notify = 9},
                 stranger = {.signal = SIGUSR1, .notify = 4, .thread = 1};
    CHECK_FAILS(syscall(SYS_timer_create, 100, NULL, &id), EINVAL);
    CHECK_FAILS(syscall(SYS_timer_create, CLOCK_MONOTONIC, &bad_notice, &id), EINVAL);
    CHECK_FAILS(syscall(SYS_timer_create, CLOCK_MONOTONIC, &bad_signal, &id), EINVAL);
    CHECK_FAILS(syscall(SYS_timer_create, CLOCK_MONOTONIC, &stranger, &id), EINVAL);
}

int main(void)
{
    RUN(an_alarm_comes_once);
    RUN(an_alarm_can_come_again_and_again);
    RUN(an_alarm_kills_who_does_not_expect_it);
    RUN(a_child_does_not_inherit_the_alarm);
    RUN(cpu_time_makes_its_timers_go_off);
    RUN(setitimer_refuses_bad_arguments);
    RUN(a_timer_sends_its_value);
    RUN(what_a_timer_misses_is_its_overrun);
    RUN(a_timer_tells_what_is_left_and_can_be_stopped);
    RUN(a_point_of_time_that_has_been_makes_a_timer_go_off_at_once);
    RUN(cpu_time_makes_a_timer_go_off);
    RUN(a_deleted_timer_is_gone);
    RUN(timer_create_refuses_bad_arguments);
    return finish();
}
