/* Descriptors that stand for a counter, a timer or signals: eventfd, timerfd, signalfd. */
#include "check.h"
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>

static ssize_t put(int fd, uint64_t value)
{
    return write(fd, &value, sizeof value);
}

static uint64_t get(int fd)
{
    uint64_t value = 0xdead;
    CHECK(read(fd, &value, sizeof value) == sizeof value);
    return value;
}

static int events_of(int fd)
{
    struct pollfd one = {fd, POLLIN | POLLOUT, 0};
    CHECK(poll(&one, 1, 0) >= 0);
    return one.revents;
}

/* ---- eventfd ---- */

static void a_read_takes_the_whole_counter(void)
{
    int fd = eventfd(3, EFD_NONBLOCK);
    CHECK(get(fd) == 3);
    CHECK_FAILS(read(fd, &(uint64_t){0}, 8), EAGAIN);
    CHECK(put(fd, 1) == 8);
    CHECK(put(fd, 10) == 8);
    CHECK(get(fd) == 11);
}

static void a_semaphore_gives_one_at_a_time(void)
{
    int fd = eventfd(2, EFD_NONBLOCK | EFD_SEMAPHORE);
    CHECK(get(fd) == 1);
    CHECK(get(fd) == 1);
    CHECK_FAILS(read(fd, &(uint64_t){0}, 8), EAGAIN);
}

static void the_counter_cannot_overflow(void)
{
    int fd = eventfd(0, EFD_NONBLOCK);
    CHECK(put(fd, UINT64_MAX - 1) == 8);
    CHECK(events_of(fd) == POLLIN);
    CHECK_FAILS(put(fd, 1), EAGAIN);
    CHECK(put(fd, 0) == 8);
    CHECK_FAILS(put(fd, UINT64_MAX), EINVAL);
    CHECK(get(fd) == UINT64_MAX - 1);
    CHECK(events_of(fd) == POLLOUT);
}

static void eventfd_refuses_short_transfers_and_unknown_flags(void)
{
    int fd = eventfd(1, 0);
    char bytes[16];
    CHECK_FAILS(read(fd, bytes, 7), EINVAL);
    CHECK_FAILS(write(fd, bytes, 7), EINVAL);
    CHECK(read(fd, bytes, 16) == 8);
    CHECK_FAILS(eventfd(0, 2), EINVAL);
    CHECK(lseek(fd, 5, SEEK_SET) == 0);
}

static int counter;

static void count_later(void)
{
    let_others_run();
    CHECK(put(counter, 7) == 8);
}

static void a_read_of_an_empty_counter_waits(void)
{
    counter = eventfd(0, 0);
    pid_t child = start(count_later);
    CHECK(get(counter) == 7);
    CHECK(exit_status(child) == 0);
}

static void drain_later(void)
{
    let_others_run();
    CHECK(get(counter) == UINT64_MAX - 1);
}

static void a_write_to_a_full_counter_waits(void)
{
    counter = eventfd(0, 0);
    CHECK(put(counter, UINT64_MAX - 1) == 8);
    pid_t child = start(drain_later);
    CHECK(put(counter, 5) == 8);
    CHECK(exit_status(child) == 0);
    CHECK(get(counter) == 5);
}

/* ---- timerfd ---- */

#define MILLISECOND 1000000L

static const struct itimerspec once = {{0, 0}, {0, MILLISECOND}};
static const struct itimerspec again = {{0, MILLISECOND}, {0, MILLISECOND}};
static const struct itimerspec never = {{0, 0}, {0, 0}};

static void a_timer_goes_off_once(void)
{
    int fd = timerfd_create(CLOCK_MONOTONIC, 0);
    CHECK(timerfd_settime(fd, 0, &once, NULL) == 0);
    CHECK(get(fd) == 1);
    CHECK(fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
    CHECK_FAILS(read(fd, &(uint64_t){0}, 8), EAGAIN);
    struct itimerspec left = {{1, 1}, {1, 1}};
    CHECK(timerfd_gettime(fd, &left) == 0);
    CHECK(left.it_value.tv_sec == 0 && left.it_value.tv_nsec == 0 && left.it_interval.tv_nsec == 0);
}

static void a_periodic_timer_counts_what_was_missed(void)
{
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    CHECK(timerfd_settime(fd, 0, &again, NULL) == 0);
    nanosleep(&(struct timespec){0, 5 * MILLISECOND}, NULL);
    CHECK(get(fd) >= 5);
    struct itimerspec left;
    CHECK(timerfd_gettime(fd, &left) == 0);
    CHECK(left.it_interval.tv_sec == 0 && left.it_interval.tv_nsec == MILLISECOND);
    CHECK(left.it_value.tv_sec == 0 && left.it_value.tv_nsec <= MILLISECOND);
    CHECK(fcntl(fd, F_SETFL, 0) == 0);
    CHECK(get(fd) >= 1);
}

static void a_timer_can_be_set_to_a_point_of_time(void)
{
    clockid_t clocks[] = {CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_BOOTTIME};
    for (int i = 0; i < 3; i++) {
        int fd = timerfd_create(clocks[i], 0);
        struct itimerspec setting = {{0, 0}, {0, 1}};
        CHECK(timerfd_settime(fd, TFD_TIMER_ABSTIME, &setting, NULL) == 0);
        CHECK(get(fd) == 1);
        CHECK(clock_gettime(clocks[i], &setting.it_value) == 0);
        setting.it_value.tv_sec += 1000;
        CHECK(timerfd_settime(fd, TFD_TIMER_ABSTIME, &setting, NULL) == 0);
        struct itimerspec left;
        CHECK(timerfd_gettime(fd, &left) == 0);
        CHECK(left.it_value.tv_sec > 990 && left.it_value.tv_sec <= 1000);
        CHECK(events_of(fd) == 0);
    }
}

static void a_point_of_time_that_has_been_counts_every_period_since(void)
{
    int fd = timerfd_create(CLOCK_REALTIME, 0);
    struct itimerspec setting = {{1, 0}, {0, 1}};
    CHECK(timerfd_settime(fd, TFD_TIMER_ABSTIME, &setting, NULL) == 0);
    CHECK(get(fd) > 1000000000);
}

static void setting_a_timer_returns_the_old_setting_and_forgets_what_was_counted(void)
{
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    struct itimerspec hour = {{0, 0}, {3600, 0}}, old;
    CHECK(timerfd_settime(fd, 0, &hour, NULL) == 0);
    CHECK(timerfd_settime(fd, 0, &once, &old) == 0);
    CHECK(old.it_value.tv_sec >= 3500 && old.it_value.tv_sec <= 3600);
    nanosleep(&(struct timespec){0, 3 * MILLISECOND}, NULL);
    CHECK(events_of(fd) == POLLIN);
    CHECK(timerfd_settime(fd, 0, &never, NULL) == 0);
    CHECK(events_of(fd) == 0);
    CHECK_FAILS(read(fd, &(uint64_t){0}, 8), EAGAIN);
}

static void a_timer_that_is_stopped_still_tells_the_interval(void)
{
    int fd = timerfd_create(CLOCK_MONOTONIC, 0);
    struct itimerspec stopped = {{2, 5}, {0, 0}}, old = {{9, 9}, {9, 9}};
    CHECK(timerfd_settime(fd, 0, &stopped, NULL) == 0);
    CHECK(timerfd_gettime(fd, &old) == 0);
    CHECK(old.it_interval.tv_sec == 2 && old.it_interval.tv_nsec == 5 && old.it_value.tv_sec == 0 && old.it_value.tv_nsec == 0);
    CHECK(timerfd_settime(fd, 0, &once, &old) == 0);
    CHECK(old.it_interval.tv_sec == 2 && old.it_interval.tv_nsec == 5 && old.it_value.tv_nsec == 0);
    CHECK(timerfd_gettime(fd, &old) == 0);
    CHECK(old.it_interval.tv_sec == 0 && old.it_interval.tv_nsec == 0);
}

static void poll_waits_for_a_timer(void)
{
    int fd = timerfd_create(CLOCK_MONOTONIC, 0);
    CHECK(timerfd_settime(fd, 0, &once, NULL) == 0);
    struct pollfd one = {fd, POLLIN, 0};
    CHECK(poll(&one, 1, -1) == 1);
    CHECK(one.revents == POLLIN);
}

static void timerfd_refuses_bad_arguments(void)
{
    int fd = timerfd_create(CLOCK_MONOTONIC, 0), ends[2];
    struct itimerspec wrong = {{0, 0}, {0, 1000000000}};
    CHECK_FAILS(timerfd_create(CLOCK_PROCESS_CPUTIME_ID, 0), EINVAL);
    CHECK_FAILS(timerfd_create(CLOCK_MONOTONIC, 1), EINVAL);
    CHECK_FAILS(timerfd_settime(fd, 0, &wrong, NULL), EINVAL);
    CHECK_FAILS(timerfd_settime(fd, 4, &once, NULL), EINVAL);
    CHECK_FAILS(timerfd_settime(99, 0, &once, NULL), EBADF);
    CHECK(pipe(ends) == 0);
    CHECK_FAILS(timerfd_settime(ends[0], 0, &once, NULL), EINVAL);
    CHECK_FAILS(timerfd_gettime(ends[0], &wrong), EINVAL);
    CHECK_FAILS(put(fd, 1), EINVAL);
    char few[7];
    CHECK_FAILS(read(fd, few, 7), EINVAL);
}

/* ---- signalfd ---- */

static sigset_t blocked(int first, int second)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, first);
    sigaddset(&set, second);
    CHECK(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    return set;
}

static void a_read_takes_pending_signals(void)
{
    sigset_t set = blocked(SIGUSR1, SIGUSR2);
    int fd = signalfd(-1, &set, SFD_NONBLOCK);
    struct signalfd_siginfo info[3];
    CHECK(events_of(fd) == 0);
    CHECK_FAILS(read(fd, info, sizeof info), EAGAIN);
    CHECK(kill(getpid(), SIGUSR2) == 0);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    CHECK(events_of(fd) == POLLIN);
    CHECK(read(fd, info, sizeof info) == 2 * (ssize_t)sizeof info[0]);
    CHECK(info[0].ssi_signo == SIGUSR1 && info[0].ssi_code == SI_USER && (pid_t)info[0].ssi_pid == getpid());
    CHECK(info[1].ssi_signo == SIGUSR2 && info[1].ssi_uid == getuid());
    CHECK(events_of(fd) == 0);
    sigset_t pending;
    CHECK(sigpending(&pending) == 0 && !sigismember(&pending, SIGUSR1));
}

static void exit_with_five(void)
{
    let_others_run();
    _exit(5);
}

static void a_read_waits_for_a_signal(void)
{
    sigset_t set = blocked(SIGCHLD, SIGUSR1);
    int fd = signalfd(-1, &set, 0);
    pid_t child = start(exit_with_five);
    struct signalfd_siginfo info;
    CHECK(read(fd, &info, sizeof info) == sizeof info);
    CHECK(info.ssi_signo == SIGCHLD && info.ssi_code == CLD_EXITED);
    CHECK((pid_t)info.ssi_pid == child && info.ssi_status == 5);
    CHECK(exit_status(child) == 5);
}

static void poll_waits_for_a_signal(void)
{
    sigset_t set = blocked(SIGCHLD, SIGUSR1);
    int fd = signalfd(-1, &set, 0);
    pid_t child = start(exit_with_five);
    struct pollfd one = {fd, POLLIN, 0};
    CHECK(poll(&one, 1, -1) == 1 && one.revents == POLLIN);
    CHECK(exit_status(child) == 5);
}

static void the_set_of_signals_can_be_changed(void)
{
    sigset_t set = blocked(SIGUSR1, SIGUSR2), other;
    sigemptyset(&other);
    sigaddset(&other, SIGUSR2);
    int fd = signalfd(-1, &other, SFD_NONBLOCK);
    struct signalfd_siginfo info;
    CHECK(raise(SIGUSR1) == 0);
    CHECK_FAILS(read(fd, &info, sizeof info), EAGAIN);
    CHECK(signalfd(fd, &set, 0) == fd);
    CHECK(read(fd, &info, sizeof info) == sizeof info);
    CHECK(info.ssi_signo == SIGUSR1 && info.ssi_code == SI_TKILL);
}

static void the_value_of_a_queued_signal_is_read(void)
{
    sigset_t set = blocked(SIGUSR1, SIGRTMIN + 2);
    int fd = signalfd(-1, &set, SFD_NONBLOCK);
    struct signalfd_siginfo info;
    for (int i = 1; i <= 3; i++)
        CHECK(sigqueue(getpid(), SIGRTMIN + 2, (union sigval){.sival_int = i}) == 0);
    for (int i = 1; i <= 3; i++) {
        CHECK(read(fd, &info, sizeof info) == sizeof info);
        CHECK((int)info.ssi_signo == SIGRTMIN + 2 && info.ssi_code == SI_QUEUE && info.ssi_int == i);
    }
}

static void signalfd_refuses_bad_arguments(void)
{
    sigset_t set = blocked(SIGUSR1, SIGUSR2);
    int fd = signalfd(-1, &set, SFD_NONBLOCK), ends[2];
    struct signalfd_siginfo info;
    CHECK(pipe(ends) == 0);
    CHECK_FAILS(signalfd(ends[0], &set, 0), EINVAL);
    CHECK_FAILS(signalfd(99, &set, 0), EBADF);
    CHECK_FAILS(signalfd(-1, &set, 1), EINVAL);
    CHECK_FAILS(read(fd, &info, sizeof info - 1), EINVAL);
    CHECK_FAILS(write(fd, &info, sizeof info), EINVAL);
}

int main(void)
{
    RUN(a_read_takes_the_whole_counter);
    RUN(a_semaphore_gives_one_at_a_time);
    RUN(the_counter_cannot_overflow);
    RUN(eventfd_refuses_short_transfers_and_unknown_flags);
    RUN(a_read_of_an_empty_counter_waits);
    RUN(a_write_to_a_full_counter_waits);
    RUN(a_timer_goes_off_once);
    RUN(a_periodic_timer_counts_what_was_missed);
    RUN(a_timer_can_be_set_to_a_point_of_time);
    RUN(a_point_of_time_that_has_been_counts_every_period_since);
    RUN(setting_a_timer_returns_the_old_setting_and_forgets_what_was_counted);
    RUN(a_timer_that_is_stopped_still_tells_the_interval);
    RUN(poll_waits_for_a_timer);
    RUN(timerfd_refuses_bad_arguments);
    RUN(a_read_takes_pending_signals);
    RUN(a_read_waits_for_a_signal);
    RUN(poll_waits_for_a_signal);
    RUN(the_set_of_signals_can_be_changed);
    RUN(the_value_of_a_queued_signal_is_read);
    RUN(signalfd_refuses_bad_arguments);
    return finish();
}
