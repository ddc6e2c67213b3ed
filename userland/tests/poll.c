/* Waiting for several descriptors with poll and select. */
#include "check.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>

static const struct timespec no_time = {0, 0};

static void make_pipe(int ends[2])
{
    CHECK(pipe2(ends, O_NONBLOCK) == 0);
}

static void fill(int fd)
{
    static char block[PAGE];
    while (write(fd, block, sizeof block) > 0)
        ;
}

static int events_of(int fd, int wanted)
{
    struct pollfd one = {fd, wanted, 0x7777};
    int ready = poll(&one, 1, 0);
    CHECK(ready == (one.revents != 0));
    CHECK(one.fd == fd && one.events == wanted);
    return one.revents;
}

static void a_pipe_is_readable_when_there_is_something_in_it(void)
{
    int ends[2];
    make_pipe(ends);
    CHECK(events_of(ends[0], POLLIN) == 0);
    send_byte(ends[1]);
    CHECK(events_of(ends[0], POLLIN) == POLLIN);
    CHECK(events_of(ends[0], POLLIN | POLLRDNORM | POLLOUT) == (POLLIN | POLLRDNORM));
    CHECK(events_of(ends[0], 0) == 0);
    await_byte(ends[0]);
    CHECK(events_of(ends[0], POLLIN) == 0);
}

static void a_pipe_is_writable_until_it_is_full(void)
{
    int ends[2];
    make_pipe(ends);
    CHECK(events_of(ends[1], POLLOUT) == POLLOUT);
    fill(ends[1]);
    CHECK(events_of(ends[1], POLLOUT) == 0);
    static char block[PAGE];
    CHECK(read(ends[0], block, sizeof block) == PAGE);
    CHECK(events_of(ends[1], POLLOUT) == POLLOUT);
}

static void the_end_of_a_pipe_is_reported_without_being_asked_for(void)
{
    int ends[2];
    make_pipe(ends);
    send_byte(ends[1]);
    close(ends[1]);
    CHECK(events_of(ends[0], POLLIN) == (POLLIN | POLLHUP));
    await_byte(ends[0]);
    CHECK(events_of(ends[0], 0) == POLLHUP);
    make_pipe(ends);
    close(ends[0]);
    CHECK(events_of(ends[1], 0) == POLLERR);
}

static void a_closed_descriptor_is_pollnval_and_a_negative_one_nothing(void)
{
    CHECK(events_of(99, POLLIN) == POLLNVAL);
    CHECK(events_of(-1, POLLIN) == 0);
    CHECK(events_of(-99, POLLIN) == 0);
}

static void files_and_directories_are_always_ready(void)
{
    int fd = open("/", O_RDONLY | O_DIRECTORY);
    CHECK(events_of(fd, POLLIN | POLLOUT) == (POLLIN | POLLOUT));
}

static void poll_counts_the_descriptors_that_are_ready(void)
{
    int first[2], second[2];
    make_pipe(first);
    make_pipe(second);
    send_byte(second[1]);
    struct pollfd all[] = {{first[0], POLLIN, 0}, {second[0], POLLIN, 0}, {-1, POLLIN, 0}, {second[1], POLLOUT, 0},
                           {second[0], POLLIN, 0}};
    CHECK(poll(all, 5, -1) == 3);
    CHECK(all[0].revents == 0 && all[1].revents == POLLIN && all[2].revents == 0);
    CHECK(all[3].revents == POLLOUT && all[4].revents == POLLIN);
}

static int gate[2];

static void write_later(void)
{
    let_others_run();
    send_byte(gate[1]);
}

static void poll_waits_for_any_of_its_descriptors(void)
{
    int other[2];
    make_pipe(other);
    make_pipe(gate);
    pid_t child = start(write_later);
    struct pollfd both[] = {{other[0], POLLIN, 0}, {gate[0], POLLIN, 0}};
    CHECK(poll(both, 2, -1) == 1);
    CHECK(both[0].revents == 0 && both[1].revents == POLLIN);
    CHECK(exit_status(child) == 0);
}

static void die_later(void)
{
    let_others_run();
}

static void poll_notices_that_the_last_writer_ends(void)
{
    make_pipe(gate);
    pid_t child = start(die_later);
    close(gate[1]);
    struct pollfd end = {gate[0], POLLIN, 0};
    CHECK(poll(&end, 1, -1) == 1);
    CHECK(end.revents == POLLHUP);
    CHECK(exit_status(child) == 0);
}

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void poll_gives_up_when_the_time_is_over(void)
{
    long long before = now();
    CHECK(poll(NULL, 0, 20) == 0);
    CHECK(now() - before >= 20000000);
    int ends[2];
    make_pipe(ends);
    struct pollfd one = {ends[0], POLLIN, POLLIN};
    CHECK(poll(&one, 1, 5) == 0);
    CHECK(one.revents == 0);
}

static void the_call_leaves_the_rest_of_the_time(void)
{
    int ends[2];
    make_pipe(ends);
    struct pollfd one = {ends[0], POLLIN, 0};
    struct timespec rest = {0, 1000000};
    CHECK(syscall(SYS_ppoll, &one, 1, &rest, NULL, 8) == 0);
    CHECK(rest.tv_sec == 0 && rest.tv_nsec == 0);
    send_byte(ends[1]);
    rest = (struct timespec){1000, 0};
    CHECK(syscall(SYS_ppoll, &one, 1, &rest, NULL, 8) == 1);
    CHECK(rest.tv_sec >= 900 && rest.tv_sec <= 1000);
    fd_set set;
    FD_ZERO(&set);
    rest = (struct timespec){0, 1000000};
    CHECK(syscall(SYS_pselect6, 1, &set, NULL, NULL, &rest, NULL) == 0);
    CHECK(rest.tv_sec == 0 && rest.tv_nsec == 0);
}

static void poll_refuses_bad_arguments(void)
{
    struct pollfd one = {0, 0, 0};
    CHECK_FAILS(ppoll(&one, 1, &(struct timespec){0, 1000000000}, NULL), EINVAL);
    CHECK_FAILS(ppoll(&one, 1, &(struct timespec){-1, 0}, NULL), EINVAL);
    CHECK_FAILS(syscall(SYS_ppoll, 8, 1, &no_time, NULL, 8), EFAULT);
    CHECK_FAILS(syscall(SYS_ppoll, &one, 1, 8, NULL, 8), EFAULT);
    CHECK_FAILS(syscall(SYS_ppoll, &one, 1, &no_time, 8, 8), EFAULT);
    CHECK_FAILS(syscall(SYS_ppoll, &one, 1, &no_time, &one, 7), EINVAL);
    CHECK_FAILS(syscall(SYS_ppoll, &one, -1, &no_time, NULL, 8), EINVAL);
}

static void poll_takes_no_more_descriptors_than_a_process_may_have(void)
{
    static struct pollfd many[2000];
    for (int i = 0; i < 2000; i++)
        many[i].fd = -1;
    struct rlimit limit = {500, 500};
    CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    CHECK(poll(many, 500, 0) == 0);
    CHECK_FAILS(poll(many, 501, 0), EINVAL);
}

static void select_reports_each_set_for_itself(void)
{
    int ends[2], other[2];
    make_pipe(ends);
    make_pipe(other);
    send_byte(ends[1]);
    fd_set readable, writable, exceptional;
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    FD_ZERO(&exceptional);
    FD_SET(ends[0], &readable);
    FD_SET(other[0], &readable);
    FD_SET(other[1], &writable);
    FD_SET(ends[0], &exceptional);
    int count = other[1] + 1;
    CHECK(select(count, &readable, &writable, &exceptional, NULL) == 2);
    CHECK(FD_ISSET(ends[0], &readable) && !FD_ISSET(other[0], &readable));
    CHECK(FD_ISSET(other[1], &writable));
    CHECK(!FD_ISSET(ends[0], &exceptional));
}

static void select_waits(void)
{
    make_pipe(gate);
    pid_t child = start(write_later);
    fd_set readable;
    FD_ZERO(&readable);
    FD_SET(gate[0], &readable);
    CHECK(select(gate[0] + 1, &readable, NULL, NULL, NULL) == 1);
    CHECK(FD_ISSET(gate[0], &readable));
    CHECK(exit_status(child) == 0);
}

static void select_empties_the_sets_when_the_time_is_over(void)
{
    int ends[2];
    make_pipe(ends);
    fd_set readable;
    FD_ZERO(&readable);
    FD_SET(ends[0], &readable);
    struct timeval timeout = {0, 1000};
    CHECK(select(ends[0] + 1, &readable, NULL, NULL, &timeout) == 0);
    CHECK(!FD_ISSET(ends[0], &readable));
    CHECK(timeout.tv_sec == 0 && timeout.tv_usec == 0);
}

static void select_looks_only_at_as_many_descriptors_as_it_is_told(void)
{
    int ends[2];
    make_pipe(ends);
    send_byte(ends[1]);
    fd_set readable;
    FD_ZERO(&readable);
    FD_SET(ends[0], &readable);
    CHECK(select(ends[0], &readable, NULL, NULL, &(struct timeval){0, 0}) == 0);
}

static void select_refuses_bad_arguments(void)
{
    fd_set set;
    FD_ZERO(&set);
    FD_SET(50, &set);
    CHECK_FAILS(select(51, &set, NULL, NULL, NULL), EBADF);
    CHECK(FD_ISSET(50, &set));
    CHECK_FAILS(select(-1, NULL, NULL, NULL, NULL), EINVAL);
    CHECK_FAILS(syscall(SYS_pselect6, 1, 8, NULL, NULL, &no_time, NULL), EFAULT);
    CHECK_FAILS(syscall(SYS_pselect6, 0, NULL, NULL, NULL, &(struct timespec){0, -1}, NULL), EINVAL);
}

static volatile int caught;

static void note(int signal)
{
    caught = signal;
}

static void catch(int signal)
{
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    CHECK(sigaction(signal, &action, NULL) == 0);
}

static sigset_t set_of(int signal)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    return set;
}

static pid_t parent;

static void signal_parent_later(void)
{
    let_others_run();
    CHECK(kill(parent, SIGUSR1) == 0);
}

static void a_handler_ends_the_wait_even_with_restart(void)
{
    parent = getpid();
    catch(SIGUSR1);
    pid_t child = start(signal_parent_later);
    CHECK_FAILS(poll(NULL, 0, -1), EINTR);
    CHECK(caught == SIGUSR1);
    CHECK(exit_status(child) == 0);
    caught = 0;
    child = start(signal_parent_later);
    CHECK_FAILS(select(0, NULL, NULL, NULL, NULL), EINTR);
    CHECK(caught == SIGUSR1);
    CHECK(exit_status(child) == 0);
}

static void a_pending_signal_that_the_given_mask_admits_is_caught(void)
{
    catch(SIGUSR1);
    sigset_t blocked = set_of(SIGUSR1), empty, after;
    sigemptyset(&empty);
    CHECK(sigprocmask(SIG_BLOCK, &blocked, NULL) == 0);
    CHECK(raise(SIGUSR1) == 0);
    CHECK(poll(NULL, 0, 1) == 0);
    CHECK(caught == 0);
    CHECK_FAILS(ppoll(NULL, 0, NULL, &empty), EINTR);
    CHECK(caught == SIGUSR1);
    CHECK(sigprocmask(SIG_BLOCK, NULL, &after) == 0);
    CHECK(sigismember(&after, SIGUSR1));
}

static void signal_parent_and_open_the_gate(void)
{
    signal_parent_later();
    send_byte(gate[1]);
}

static void the_given_mask_holds_signals_back_until_the_end_of_the_call(void)
{
    catch(SIGUSR1);
    if (on_qemu())
        skip("qemu-user delivers the signal later");
    sigset_t blocked = set_of(SIGUSR1), after;
    parent = getpid();
    make_pipe(gate);
    pid_t child = start(signal_parent_and_open_the_gate);
    struct pollfd one = {gate[0], POLLIN, 0};
    int ready = ppoll(&one, 1, NULL, &blocked);
    CHECK(ready == 1 || caught); /* the signal may have come before the call */
    CHECK(caught == SIGUSR1);
    CHECK(exit_status(child) == 0);
    CHECK(sigprocmask(SIG_BLOCK, NULL, &after) == 0);
    CHECK(!sigismember(&after, SIGUSR1));
}

static void poll_until_the_gate_opens(void)
{
    struct pollfd one = {gate[0], POLLIN, 0};
    CHECK(poll(&one, 1, -1) == 1);
}

static void poll_goes_on_after_a_stop(void)
{
    int status;
    make_pipe(gate);
    pid_t child = start(poll_until_the_gate_opens);
    let_others_run();
    CHECK(kill(child, SIGSTOP) == 0);
    CHECK(waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
    CHECK(kill(child, SIGCONT) == 0);
    let_others_run();
    send_byte(gate[1]);
    CHECK(exit_status(child) == 0);
}

int main(void)
{
    RUN(a_pipe_is_readable_when_there_is_something_in_it);
    RUN(a_pipe_is_writable_until_it_is_full);
    RUN(the_end_of_a_pipe_is_reported_without_being_asked_for);
    RUN(a_closed_descriptor_is_pollnval_and_a_negative_one_nothing);
    RUN(files_and_directories_are_always_ready);
    RUN(poll_counts_the_descriptors_that_are_ready);
    RUN(poll_waits_for_any_of_its_descriptors);
    RUN(poll_notices_that_the_last_writer_ends);
    RUN(poll_gives_up_when_the_time_is_over);
    RUN(the_call_leaves_the_rest_of_the_time);
    RUN(poll_refuses_bad_arguments);
    RUN(poll_takes_no_more_descriptors_than_a_process_may_have);
    RUN(select_reports_each_set_for_itself);
    RUN(select_waits);
    RUN(select_empties_the_sets_when_the_time_is_over);
    RUN(select_looks_only_at_as_many_descriptors_as_it_is_told);
    RUN(select_refuses_bad_arguments);
    RUN(a_handler_ends_the_wait_even_with_restart);
    RUN(a_pending_signal_that_the_given_mask_admits_is_caught);
    RUN(the_given_mask_holds_signals_back_until_the_end_of_the_call);
    RUN(poll_goes_on_after_a_stop);
    return finish();
}
