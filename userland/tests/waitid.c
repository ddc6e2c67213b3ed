/* Waiting for children by waitid, what they have used, and descriptors that stand for them. */
#include "check.h"
#include <poll.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif
enum { ALL = 0, BY_PID = 1, BY_GROUP = 2, CLONE_ALL = 0x40000000, NONBLOCK = 0x800 };
enum { EXITED = 1, KILLED = 2, STOPPED = 5, CONTINUED = 6 }; /* CLD_* */

static siginfo_t info;
static int gate[2];

static long wait_id(int type, int id, int options)
{
    memset(&info, 0xff, sizeof info);
    return syscall(SYS_waitid, type, id, &info, options, NULL);
}

static void exit_with_3(void)
{
    _exit(3);
}

static void sleep_at_the_gate(void)
{
    await_byte(gate[0]);
}

static void waitid_tells_how_a_child_exited(void)
{
    pid_t child = start(exit_with_3);
    CHECK(wait_id(BY_PID, child, WEXITED) == 0);
    CHECK(info.si_signo == SIGCHLD && info.si_errno == 0 && info.si_code == EXITED);
    CHECK(info.si_pid == child && info.si_uid == getuid() && info.si_status == 3);
    CHECK_FAILS(wait_id(BY_PID, child, WEXITED), ECHILD);
}

static void waitid_tells_of_death_stop_and_continuation(void)
{
    CHECK(pipe(gate) == 0);
    pid_t child = start(sleep_at_the_gate);
    CHECK(kill(child, SIGSTOP) == 0);
    CHECK(wait_id(ALL, 0, WSTOPPED) == 0);
    CHECK(info.si_code == STOPPED && info.si_pid == child && info.si_status == SIGSTOP);
    CHECK(kill(child, SIGCONT) == 0);
    CHECK(wait_id(BY_GROUP, 0, WCONTINUED) == 0);
    CHECK(info.si_code == CONTINUED && info.si_status == SIGCONT);
    CHECK(kill(child, SIGKILL) == 0);
    CHECK(wait_id(BY_GROUP, getpgrp(), WEXITED) == 0);
    CHECK(info.si_code == KILLED && info.si_status == SIGKILL);
}

static void abort_without_a_core(void)
{
    struct rlimit none = {0, 0};
    CHECK(setrlimit(RLIMIT_CORE, &none) == 0);
    kill(getpid(), SIGABRT);
}

static void where_the_limit_is_0_nothing_says_that_a_core_was_dumped(void)
{
    pid_t child = start(abort_without_a_core);
    CHECK(wait_id(BY_PID, child, WEXITED | WNOWAIT) == 0);
    CHECK(info.si_code == KILLED && info.si_status == SIGABRT);
    int status = wait_status(child);
    CHECK(WIFSIGNALED(status) && !WCOREDUMP(status));
}

static void wnowait_leaves_the_child_as_it_is(void)
{
    pid_t child = start(exit_with_3);
    CHECK(wait_id(BY_PID, child, WEXITED | WNOWAIT) == 0 && info.si_status == 3);
    CHECK(wait_id(BY_PID, child, WEXITED | WNOWAIT) == 0 && info.si_status == 3);
    CHECK(exit_status(child) == 3);
}

static void wnohang_tells_by_a_signal_of_0_that_there_is_nothing(void)
{
    CHECK(pipe(gate) == 0);
    pid_t child = start(sleep_at_the_gate);
    CHECK(wait_id(BY_PID, child, WEXITED | WNOHANG) == 0);
    CHECK(info.si_signo == 0 && info.si_pid == 0);
    send_byte(gate[1]);
    CHECK(exit_status(child) == 0);
}

static void what_is_not_waited_for_is_not_reported(void)
{
    pid_t child = start(exit_with_3);
    CHECK(wait_id(BY_PID, child, WEXITED | WNOWAIT) == 0);
    CHECK_FAILS(wait_id(BY_PID, child, WSTOPPED | WNOHANG), ECHILD);
    CHECK(exit_status(child) == 3);
}

static void wrong_arguments_fail_with_einval(void)
{
    CHECK_FAILS(wait_id(ALL, 0, 0), EINVAL);
    CHECK_FAILS(wait_id(ALL, 0, WNOHANG), EINVAL);
    CHECK_FAILS(wait_id(9, 0, WEXITED), EINVAL);
    CHECK_FAILS(wait_id(BY_PID, 0, WEXITED), EINVAL);
    CHECK_FAILS(wait_id(BY_GROUP, -1, WEXITED), EINVAL);
    CHECK_FAILS(wait_id(ALL, 0, WEXITED | 0x100), EINVAL);
    CHECK_FAILS(wait_id(ALL, 0, WEXITED), ECHILD);
}

static void a_child_without_sigchld_is_found_by_wall_alone(void)
{
    if (on_qemu())
        skip("no child without a signal here");
    pid_t child = syscall(SYS_clone, 0, 0, 0, 0, 0);
    if (child == 0)
        _exit(2);
    CHECK_FAILS(waitpid(child, NULL, 0), ECHILD);
    int status;
    CHECK(waitpid(child, &status, CLONE_ALL) == child && WEXITSTATUS(status) == 2);
}

static void work_a_while(void)
{
    for (volatile int i = 0; i < 30000000; i++)
        ;
}

static long microseconds(struct timeval time)
{
    return time.tv_sec * 1000000 + time.tv_usec;
}

static void time_that_a_child_used_counts_when_it_was_waited_for(void)
{
    struct rusage of_child, of_children, own;
    pid_t child = start(work_a_while);
    CHECK(wait4(child, NULL, 0, &of_child) == child);
    CHECK(microseconds(of_child.ru_utime) > 1000);
    CHECK(syscall(SYS_getrusage, -1, &of_children) == 0);
    CHECK(microseconds(of_children.ru_utime) >= microseconds(of_child.ru_utime));
    work_a_while();
    CHECK(syscall(SYS_getrusage, 0, &own) == 0 && microseconds(own.ru_utime) > 1000);
    CHECK(syscall(SYS_getrusage, 1, &own) == 0 && microseconds(own.ru_utime) > 1000);
    CHECK_FAILS(syscall(SYS_getrusage, 5, &own), EINVAL);
    long times[4];
    CHECK(syscall(SYS_times, times) >= 0);
    CHECK(times[0] > 0 && times[2] > 0);
}

static long open_process(pid_t pid, int flags)
{
    long fd = syscall(SYS_pidfd_open, pid, flags);
    if (fd < 0 && errno == ENOSYS)
        skip("no pidfd here");
    return fd;
}

static void a_descriptor_stands_for_a_process(void)
{
    CHECK(pipe(gate) == 0);
    pid_t child = start(sleep_at_the_gate);
    long fd = open_process(child, NONBLOCK);
    CHECK(fd >= 0);
    CHECK_FAILS(wait_id(P_PIDFD, fd, WEXITED), EAGAIN);
    CHECK(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0) == 0);
    CHECK(syscall(SYS_pidfd_send_signal, fd, SIGTERM, NULL, 0) == 0);
    long blocking = open_process(child, 0);
    struct pollfd end = {.fd = fd, .events = POLLIN};
    CHECK(poll(&end, 1, -1) == 1 && end.revents == POLLIN);
    CHECK(wait_id(P_PIDFD, blocking, WEXITED) == 0);
    CHECK(info.si_pid == child && info.si_code == KILLED && info.si_status == SIGTERM);
    CHECK_FAILS(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0), ESRCH);
    CHECK_FAILS(wait_id(P_PIDFD, fd, WEXITED), ECHILD);
    CHECK_FAILS(wait_id(P_PIDFD, gate[0], WEXITED), EBADF);
    CHECK_FAILS(open_process(child, 0), ESRCH);
    CHECK_FAILS(open_process(0, 0), EINVAL);
    CHECK_FAILS(open_process(getpid(), 1), EINVAL);
}

int main(void)
{
    RUN(waitid_tells_how_a_child_exited);
    RUN(waitid_tells_of_death_stop_and_continuation);
    RUN(where_the_limit_is_0_nothing_says_that_a_core_was_dumped);
    RUN(wnowait_leaves_the_child_as_it_is);
    RUN(wnohang_tells_by_a_signal_of_0_that_there_is_nothing);
    RUN(what_is_not_waited_for_is_not_reported);
    RUN(wrong_arguments_fail_with_einval);
    RUN(a_child_without_sigchld_is_found_by_wall_alone);
    RUN(time_that_a_child_used_counts_when_it_was_waited_for);
    RUN(a_descriptor_stands_for_a_process);
    return finish();
}
