/* Locks on files: of ranges of bytes, by process and by open file, and of whole files. */
#include "check.h"
#include <fcntl.h>
#include <sys/syscall.h>

#ifndef F_OFD_SETLK
#define F_OFD_GETLK 36
#define F_OFD_SETLK 37
#define F_OFD_SETLKW 38
#endif
#ifndef LOCK_SH
#define LOCK_SH 1
#define LOCK_EX 2
#define LOCK_NB 4
#define LOCK_UN 8
#endif

static const char path[] = "/tmp/locks";

static int opened(void)
{
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    CHECK(fd >= 0);
    return fd;
}

static int ask(int fd, int command, int type, off_t start, off_t length)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
    return fcntl(fd, command, &lock);
}

static int set(int fd, int type, off_t start, off_t length)
{
    return ask(fd, F_SETLK, type, start, length);
}

static int whole(int fd, int operation)
{
    return syscall(SYS_flock, fd, operation);
}

/* What another process finds that wants to write to a range; its l_type is F_UNLCK if nothing forbids it. */
static struct flock found_by_another(int fd, off_t start, off_t length)
{
    struct flock *found = shared_memory(sizeof *found);
    pid_t child = fork();
    if (child == 0) {
        *found = (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
        _exit(fcntl(fd, F_GETLK, found) != 0);
    }
    CHECK(exit_status(child) == 0);
    return *found;
}

static int is_free(int fd, off_t start, off_t length)
{
    return found_by_another(fd, start, length).l_type == F_UNLCK;
}

static void a_lock_of_another_process_is_told(void)
{
    int fd = opened();
    CHECK(set(fd, F_RDLCK, 10, 5) == 0);
    struct flock found = found_by_another(fd, 0, 0);
    CHECK(found.l_type == F_RDLCK && found.l_start == 10 && found.l_len == 5 && found.l_pid == getpid());
    CHECK(is_free(fd, 0, 10) && is_free(fd, 15, 0));
    struct flock own = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 3};
    CHECK(fcntl(fd, F_GETLK, &own) == 0 && own.l_type == F_UNLCK && own.l_start == 3);
}

static void readers_share_and_a_writer_is_alone(void)
{
    int fd = opened();
    CHECK(set(fd, F_RDLCK, 0, 10) == 0 && set(fd, F_WRLCK, 20, 10) == 0);
    pid_t child = fork();
    if (child == 0) {
        CHECK(set(fd, F_RDLCK, 0, 10) == 0);
        CHECK_FAILS(set(fd, F_WRLCK, 0, 10), EAGAIN);
        CHECK_FAILS(set(fd, F_RDLCK, 29, 10), EAGAIN);
        CHECK(set(fd, F_WRLCK, 30, 0) == 0);
        _exit(failures);
    }
    CHECK(exit_status(child) == 0);
}

static void ranges_are_split_and_joined(void)
{
    int fd = opened();
    CHECK(set(fd, F_WRLCK, 0, 30) == 0);
    CHECK(set(fd, F_UNLCK, 10, 10) == 0);
    CHECK(is_free(fd, 10, 10) && !is_free(fd, 9, 1) && !is_free(fd, 20, 1));
    CHECK(set(fd, F_RDLCK, 5, 2) == 0);
    struct flock found = found_by_another(fd, 5, 1);
    CHECK(found.l_type == F_RDLCK && found.l_start == 5 && found.l_len == 2);
    CHECK(set(fd, F_WRLCK, 5, 15) == 0);
    found = found_by_another(fd, 25, 1);
    CHECK(found.l_type == F_WRLCK && found.l_start == 0 && found.l_len == 30);
    CHECK(set(fd, F_WRLCK, 30, 0) == 0);
    found = found_by_another(fd, 1000, 1);
    CHECK(found.l_start == 0 && found.l_len == 0);
}

static void ranges_count_from_where_they_say(void)
{
    int fd = opened();
    CHECK(ftruncate(fd, 100) == 0 && lseek(fd, 50, SEEK_SET) == 50);
    struct flock before = {.l_type = F_WRLCK, .l_whence = SEEK_CUR, .l_start = 0, .l_len = -10};
    struct flock end = {.l_type = F_WRLCK, .l_whence = SEEK_END, .l_start = -1, .l_len = 1};
    CHECK(fcntl(fd, F_SETLK, &before) == 0 && fcntl(fd, F_SETLK, &end) == 0);
    CHECK(!is_free(fd, 40, 1) && !is_free(fd, 49, 1) && is_free(fd, 50, 1) && is_free(fd, 39, 1));
    CHECK(!is_free(fd, 99, 1) && is_free(fd, 100, 0));
    CHECK(ftruncate(fd, 0) == 0);
}

static void descriptions_are_checked(void)
{
    int fd = opened();
    CHECK_FAILS(set(fd, 9, 0, 1), EINVAL);
    CHECK_FAILS(set(fd, F_WRLCK, -1, 1), EINVAL);
    CHECK_FAILS(set(fd, F_WRLCK, 5, -6), EINVAL);
    CHECK_FAILS(ask(fd, F_GETLK, F_UNLCK, 0, 1), EINVAL);
    CHECK_FAILS(set(-1, F_WRLCK, 0, 1), EBADF);
    CHECK_FAILS(set(open(path, O_RDONLY), F_WRLCK, 0, 1), EBADF);
    CHECK_FAILS(set(open(path, O_WRONLY), F_RDLCK, 0, 1), EBADF);
    CHECK_FAILS(fcntl(fd, F_SETLK, (void *)8), EFAULT);
    struct flock odd = {.l_type = F_WRLCK, .l_whence = 3, .l_len = 1};
    CHECK_FAILS(fcntl(fd, F_SETLK, &odd), EINVAL);
}

static void closing_any_descriptor_of_the_file_gives_up_a_process_s_locks(void)
{
    int fd = opened(), other = opened();
    CHECK(set(fd, F_WRLCK, 0, 1) == 0 && !is_free(fd, 0, 1));
    close(other);
    CHECK(is_free(fd, 0, 1));
}

static void a_process_s_locks_end_with_it_and_are_not_inherited(void)
{
    int fd = opened();
    pid_t child = fork();
    if (child == 0)
        _exit(set(fd, F_WRLCK, 0, 1) != 0);
    CHECK(exit_status(child) == 0);
    CHECK(set(fd, F_WRLCK, 0, 1) == 0);
    child = fork();
    if (child == 0) {
        CHECK_FAILS(set(fd, F_RDLCK, 0, 1), EAGAIN);
        _exit(failures);
    }
    CHECK(exit_status(child) == 0);
}

static int ready[2];

static void waiting_ends_when_the_lock_is_free(void)
{
    int fd = opened(), *released = shared_memory(sizeof *released);
    CHECK(pipe(ready) == 0 && set(fd, F_WRLCK, 0, 10) == 0);
    pid_t child = fork();
    if (child == 0) {
        send_byte(ready[1]);
        CHECK(ask(fd, F_SETLKW, F_WRLCK, 5, 1) == 0);
        CHECK(*released);
        _exit(failures);
    }
    await_byte(ready[0]);
    let_others_run();
    CHECK(set(fd, F_UNLCK, 0, 5) == 0);
    let_others_run();
    *released = 1;
    CHECK(set(fd, F_RDLCK, 0, 10) == 0 && set(fd, F_UNLCK, 5, 1) == 0);
    CHECK(exit_status(child) == 0);
}

static void who_would_close_a_circle_is_told(void)
{
    int fd = opened();
    CHECK(pipe(ready) == 0 && set(fd, F_WRLCK, 0, 1) == 0);
    pid_t child = fork();
    if (child == 0) {
        CHECK(set(fd, F_WRLCK, 1, 1) == 0);
        send_byte(ready[1]);
        /* One of the two is refused, and gives up what it has. */
        int refused = ask(fd, F_SETLKW, F_WRLCK, 0, 1) == -1 && errno == EDEADLK;
        set(fd, F_UNLCK, 0, 2);
        _exit(refused ? 1 : 0);
    }
    await_byte(ready[0]);
    int refused = ask(fd, F_SETLKW, F_WRLCK, 1, 1) == -1 && errno == EDEADLK;
    CHECK(set(fd, F_UNLCK, 0, 2) == 0);
    CHECK(exit_status(child) + refused == 1);
}

static void nothing(int signal)
{
    (void)signal;
}

static void a_signal_ends_waiting(void)
{
    int fd = opened();
    CHECK(pipe(ready) == 0 && set(fd, F_WRLCK, 0, 1) == 0);
    pid_t child = fork();
    if (child == 0) {
        struct sigaction action = {.sa_handler = nothing};
        CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
        send_byte(ready[1]);
        CHECK_FAILS(ask(fd, F_SETLKW, F_WRLCK, 0, 1), EINTR);
        _exit(failures);
    }
    await_byte(ready[0]);
    int status;
    while (waitpid(child, &status, WNOHANG) == 0) { /* the first may come before it waits */
        kill(child, SIGUSR1);
        let_others_run();
    }
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void an_open_file_s_lock_is_its_own(void)
{
    int fd = opened(), other = opened();
    if (ask(fd, F_OFD_SETLK, F_WRLCK, 0, 10) == -1 && errno == EINVAL)
        skip("no locks of open files");
    CHECK_FAILS(ask(other, F_OFD_SETLK, F_RDLCK, 5, 1), EAGAIN);
    CHECK_FAILS(set(other, F_RDLCK, 5, 1), EAGAIN);
    struct flock found = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    CHECK(fcntl(other, F_OFD_GETLK, &found) == 0);
    CHECK(found.l_type == F_WRLCK && found.l_len == 10 && found.l_pid == -1);
    int copy = dup(fd);
    close(fd);
    CHECK_FAILS(ask(other, F_OFD_SETLK, F_RDLCK, 5, 1), EAGAIN);
    CHECK(ask(copy, F_OFD_SETLK, F_RDLCK, 0, 10) == 0);
    close(copy);
    CHECK(ask(other, F_OFD_SETLK, F_WRLCK, 5, 1) == 0);
    struct flock odd = {.l_type = F_WRLCK, .l_pid = 1};
    CHECK_FAILS(fcntl(other, F_OFD_SETLK, &odd), EINVAL);
}

static void a_whole_file_is_locked_by_an_open_file(void)
{
    int fd = opened(), other = opened(), copy = dup(fd);
    CHECK(whole(fd, LOCK_SH) == 0 && whole(other, LOCK_SH | LOCK_NB) == 0);
    CHECK_FAILS(whole(other, LOCK_EX | LOCK_NB), EAGAIN);
    CHECK(whole(other, LOCK_UN) == 0);
    CHECK(whole(copy, LOCK_EX | LOCK_NB) == 0);
    CHECK_FAILS(whole(other, LOCK_SH | LOCK_NB), EAGAIN);
    CHECK(set(other, F_WRLCK, 0, 0) == 0);
    close(fd);
    CHECK_FAILS(whole(other, LOCK_SH | LOCK_NB), EAGAIN);
    close(copy);
    CHECK(whole(other, LOCK_EX | LOCK_NB) == 0);
    CHECK_FAILS(whole(other, LOCK_NB), EINVAL);
    CHECK_FAILS(whole(other, LOCK_SH | LOCK_EX), EINVAL);
    CHECK_FAILS(whole(-1, LOCK_SH), EBADF);
}

static void waiting_for_a_whole_file_ends_with_its_last_descriptor(void)
{
    int fd = opened();
    CHECK(pipe(ready) == 0 && whole(fd, LOCK_EX) == 0);
    pid_t child = fork();
    if (child == 0) {
        close(fd);
        int other = opened();
        send_byte(ready[1]);
        _exit(whole(other, LOCK_EX) != 0);
    }
    await_byte(ready[0]);
    let_others_run();
    close(fd);
    CHECK(exit_status(child) == 0);
}

int main(void)
{
    RUN(a_lock_of_another_process_is_told);
    RUN(readers_share_and_a_writer_is_alone);
    RUN(ranges_are_split_and_joined);
    RUN(ranges_count_from_where_they_say);
    RUN(descriptions_are_checked);
    RUN(closing_any_descriptor_of_the_file_gives_up_a_process_s_locks);
    RUN(a_process_s_locks_end_with_it_and_are_not_inherited);
    RUN(waiting_ends_when_the_lock_is_free);
    RUN(who_would_close_a_circle_is_told);
    RUN(a_signal_ends_waiting);
    RUN(an_open_file_s_lock_is_its_own);
    RUN(a_whole_file_is_locked_by_an_open_file);
    RUN(waiting_for_a_whole_file_ends_with_its_last_descriptor);
    unlink(path);
    return finish();
}
