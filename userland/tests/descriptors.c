/* Descriptors: small numbers that name open files, and the flags of each. */
#include "check.h"
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/resource.h>
#include <sys/stat.h>

static int ends[2];

static void dup_gives_the_lowest_free_number(void)
{
    int first = dup(1);
    int second = dup(1);
    CHECK(second == first + 1);
    CHECK(close(first) == 0);
    CHECK(dup(1) == first);
}

static void duplicates_name_the_same_open_file(void)
{
    CHECK(pipe(ends) == 0);
    int copy = dup(ends[1]);
    CHECK(fcntl(copy, F_SETFL, O_NONBLOCK) == 0);
    CHECK(fcntl(ends[1], F_GETFL) & O_NONBLOCK); /* a status flag belongs to the open file */
    CHECK(fcntl(copy, F_SETFD, FD_CLOEXEC) == 0);
    CHECK(fcntl(ends[1], F_GETFD) == 0); /* close-on-exec to the descriptor */
    CHECK(close(ends[1]) == 0);
    send_byte(copy);
    await_byte(ends[0]);
}

static void dup2_closes_its_target_first(void)
{
    int other[2];
    CHECK(pipe(ends) == 0 && pipe(other) == 0);
    CHECK(dup2(other[1], ends[1]) == ends[1]);
    char byte;
    CHECK(read(ends[0], &byte, 1) == 0); /* the first pipe has lost its only writer */
    send_byte(ends[1]);
    await_byte(other[0]);
}

static void dup2_of_a_descriptor_onto_itself_does_nothing(void)
{
    int copy = fcntl(1, F_DUPFD_CLOEXEC, 0);
    CHECK(dup2(copy, copy) == copy);
    CHECK(fcntl(copy, F_GETFD) == FD_CLOEXEC);
    CHECK_FAILS(dup2(500, 500), EBADF);
}

static void dup3_sets_close_on_exec_on_request(void)
{
    CHECK(dup3(1, 20, O_CLOEXEC) == 20);
    CHECK(fcntl(20, F_GETFD) == FD_CLOEXEC);
    CHECK(dup3(1, 20, 0) == 20);
    CHECK(fcntl(20, F_GETFD) == 0);
    CHECK_FAILS(dup3(1, 1, 0), EINVAL);
    CHECK_FAILS(dup3(1, 20, O_NONBLOCK), EINVAL);
}

static void closed_descriptors_fail_with_ebadf(void)
{
    char byte;
    struct stat status;
    int bad[] = {500, -1, -1000, 0x7fffffff};
    for (int i = 0; i < 4; i++) {
        CHECK_FAILS(close(bad[i]), EBADF);
        CHECK_FAILS(dup(bad[i]), EBADF);
        CHECK_FAILS(dup2(bad[i], 20), EBADF);
        CHECK_FAILS(dup3(bad[i], 20, 0), EBADF);
        CHECK_FAILS(read(bad[i], &byte, 1), EBADF);
        CHECK_FAILS(write(bad[i], "x", 1), EBADF);
        CHECK_FAILS(lseek(bad[i], 0, SEEK_CUR), EBADF);
        CHECK_FAILS(fcntl(bad[i], F_GETFD), EBADF);
        CHECK_FAILS(fcntl(bad[i], F_SETFL, 0), EBADF);
        CHECK_FAILS(fcntl(bad[i], F_DUPFD, 0), EBADF);
        CHECK_FAILS(fstat(bad[i], &status), EBADF);
        CHECK_FAILS(ioctl(bad[i], TIOCGWINSZ, &status), EBADF);
    }
    int copy = dup(1);
    CHECK(close(copy) == 0);
    CHECK_FAILS(close(copy), EBADF);
}

static void targets_out_of_range_fail_with_ebadf(void)
{
    CHECK_FAILS(dup2(1, -1), EBADF);
    CHECK_FAILS(dup2(1, 0x7fffffff), EBADF);
    CHECK_FAILS(dup3(1, -5, 0), EBADF);
}

static void fcntl_duplicates_at_or_above_a_number(void)
{
    CHECK(fcntl(1, F_DUPFD, 30) == 30);
    CHECK(fcntl(1, F_DUPFD, 30) == 31);
    CHECK(fcntl(1, F_GETFD) == 0 && fcntl(31, F_GETFD) == 0);
    CHECK(fcntl(1, F_DUPFD_CLOEXEC, 30) == 32);
    CHECK(fcntl(32, F_GETFD) == FD_CLOEXEC);
    CHECK_FAILS(fcntl(1, F_DUPFD, -1), EINVAL);
    CHECK_FAILS(fcntl(1, F_DUPFD, 0x7fffffff), EINVAL);
}

static void fcntl_changes_only_what_may_change(void)
{
    CHECK(pipe(ends) == 0);
    CHECK(fcntl(ends[1], F_SETFL, O_NONBLOCK | O_RDONLY) == 0);
    int flags = fcntl(ends[1], F_GETFL);
    CHECK((flags & O_ACCMODE) == O_WRONLY); /* the access mode stays */
    CHECK(flags & O_NONBLOCK);
    CHECK(fcntl(ends[1], F_SETFL, 0) == 0);
    CHECK((fcntl(ends[1], F_GETFL) & O_NONBLOCK) == 0);
    CHECK_FAILS(fcntl(ends[1], 9999), EINVAL);
}

static void running_out_of_descriptors_fails_with_emfile(void)
{
    struct rlimit limit;
    CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    if (limit.rlim_cur > 70000)
        skip("too many descriptors to use up");
    int last = -1, next;
    while ((next = dup(1)) >= 0) {
        CHECK(next > last);
        last = next;
    }
    CHECK(errno == EMFILE);
    CHECK(last + 1 == (int)limit.rlim_cur);
    CHECK_FAILS(pipe(ends), EMFILE);
    CHECK_FAILS(fcntl(1, F_DUPFD, 0), EMFILE);
    CHECK(close(last) == 0);
    CHECK_FAILS(pipe(ends), EMFILE); /* it needs two, and must not keep one */
    CHECK(dup(1) == last);
}

static void a_child_inherits_descriptors_as_its_own(void)
{
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        send_byte(ends[1]);
        CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0);
    await_byte(ends[0]); /* here both are still open */
    send_byte(ends[1]);
    await_byte(ends[0]);
}

static void fstat_tells_pipes_by_their_mode(void)
{
    struct stat status;
    CHECK(pipe(ends) == 0);
    CHECK(fstat(ends[0], &status) == 0);
    CHECK(S_ISFIFO(status.st_mode));
}

static void a_pipe_is_no_terminal(void)
{
    struct winsize size;
    CHECK(pipe(ends) == 0);
    CHECK_FAILS(ioctl(ends[0], TIOCGWINSZ, &size), ENOTTY);
    CHECK(isatty(ends[0]) == 0);
}

static void who_is_to_hear_of_input_is_remembered(void)
{
    enum { SETOWN = 8, GETOWN = 9, SETOWN_EX = 15, GETOWN_EX = 16, BY_PROCESS = 1, BY_GROUP = 2 };
    struct {
        int type, id;
    } owner = {-1, -1};
    int ends[2];
    CHECK(pipe(ends) == 0);
    CHECK(syscall(SYS_fcntl, ends[0], GETOWN, 0) == 0);
    CHECK(syscall(SYS_fcntl, ends[0], SETOWN, getpid()) == 0 && syscall(SYS_fcntl, ends[0], GETOWN, 0) == getpid());
    CHECK(syscall(SYS_fcntl, ends[0], GETOWN_EX, &owner) == 0 && owner.type == BY_PROCESS && owner.id == getpid());
    owner.type = BY_GROUP;
    owner.id = getpgrp();
    CHECK(syscall(SYS_fcntl, ends[0], SETOWN_EX, &owner) == 0);
    owner.type = owner.id = -1;
    CHECK(syscall(SYS_fcntl, ends[0], GETOWN_EX, &owner) == 0 && owner.type == BY_GROUP && owner.id == getpgrp());
    owner.type = 3;
    CHECK_FAILS(syscall(SYS_fcntl, ends[0], SETOWN_EX, &owner), EINVAL);
    CHECK_FAILS(syscall(SYS_fcntl, ends[0], SETOWN_EX, 8), EFAULT);
    CHECK_FAILS(syscall(SYS_fcntl, ends[0], GETOWN_EX, 8), EFAULT);
}

static void be_idle(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigsuspend(&none);
}

static void only_who_exists_can_be_to_hear_of_input(void)
{
    enum { SETOWN = 8, GETOWN = 9, SETOWN_EX = 15, BY_THREAD = 0, NOBODY = 99999999 };
    struct {
        int type, id;
    } owner = {BY_THREAD, NOBODY};
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t child = start(be_idle);
    CHECK(syscall(SYS_fcntl, ends[0], SETOWN, child) == 0);
    CHECK_FAILS(syscall(SYS_fcntl, ends[0], SETOWN, NOBODY), ESRCH);
    CHECK_FAILS(syscall(SYS_fcntl, ends[0], SETOWN, -NOBODY), ESRCH);
    CHECK_FAILS(syscall(SYS_fcntl, ends[0], SETOWN, 0x80000000), EINVAL);
    CHECK_FAILS(syscall(SYS_fcntl, ends[0], SETOWN_EX, &owner), ESRCH);
    CHECK(syscall(SYS_fcntl, ends[0], GETOWN, 0) == child);
    CHECK(kill(child, SIGKILL) == 0 && waitpid(child, NULL, 0) == child);
    CHECK(syscall(SYS_fcntl, ends[0], GETOWN, 0) == 0);
    CHECK(syscall(SYS_fcntl, ends[0], SETOWN, 0) == 0 && syscall(SYS_fcntl, ends[0], GETOWN, 0) == 0);
}

int main(void)
{
    RUN(dup_gives_the_lowest_free_number);
    RUN(duplicates_name_the_same_open_file);
    RUN(dup2_closes_its_target_first);
    RUN(dup2_of_a_descriptor_onto_itself_does_nothing);
    RUN(dup3_sets_close_on_exec_on_request);
    RUN(closed_descriptors_fail_with_ebadf);
    RUN(targets_out_of_range_fail_with_ebadf);
    RUN(fcntl_duplicates_at_or_above_a_number);
    RUN(fcntl_changes_only_what_may_change);
    RUN(running_out_of_descriptors_fails_with_emfile);
    RUN(a_child_inherits_descriptors_as_its_own);
    RUN(fstat_tells_pipes_by_their_mode);
    RUN(a_pipe_is_no_terminal);
    RUN(who_is_to_hear_of_input_is_remembered);
    RUN(only_who_exists_can_be_to_hear_of_input);
    return finish();
}
