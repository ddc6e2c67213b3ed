/* Pipes with names (fifo(7)). */
#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static char name[40];

static void make_fifo(void)
{
    snprintf(name, sizeof name, "/tmp/foal-fifo-%d", getpid());
    if (mkfifo(name, 0600) != 0)
        skip("no FIFO for the test");
}

static void write_through_it(void)
{
    int fd = open(name, O_WRONLY);
    CHECK(fd >= 0 && write(fd, "text", 4) == 4);
}

static void a_reader_and_a_writer_wait_for_each_other(void)
{
    char text[5] = "";
    make_fifo();
    pid_t child = start(write_through_it);
    int fd = open(name, O_RDONLY);
    CHECK(fd >= 0 && read(fd, text, 5) == 4 && strcmp(text, "text") == 0);
    CHECK(read(fd, text, 5) == 0);
    CHECK(exit_status(child) == 0 && unlink(name) == 0);
}

static void read_from_it(void)
{
    char text[5] = "";
    int fd = open(name, O_RDONLY);
    CHECK(fd >= 0 && read(fd, text, 5) == 4);
}

static void a_writer_waits_for_a_reader(void)
{
    make_fifo();
    pid_t child = start(read_from_it);
    int fd = open(name, O_WRONLY);
    CHECK(fd >= 0 && write(fd, "text", 4) == 4);
    CHECK(exit_status(child) == 0 && unlink(name) == 0);
}

static void who_does_not_wait_may_read_but_not_write_alone(void)
{
    char byte;
    make_fifo();
    CHECK_FAILS(open(name, O_WRONLY | O_NONBLOCK), ENXIO);
    int in = open(name, O_RDONLY | O_NONBLOCK);
    CHECK(in >= 0 && read(in, &byte, 1) == 0);
    int out = open(name, O_WRONLY | O_NONBLOCK);
    CHECK(out >= 0);
    CHECK_FAILS(read(in, &byte, 1), EAGAIN);
    CHECK(write(out, "x", 1) == 1 && read(in, &byte, 1) == 1 && byte == 'x');
    CHECK(close(out) == 0 && read(in, &byte, 1) == 0);
    CHECK(unlink(name) == 0);
}

static void who_opens_both_ends_waits_for_nobody(void)
{
    char text[5] = "";
    make_fifo();
    int fd = open(name, O_RDWR);
    CHECK(fd >= 0 && write(fd, "text", 4) == 4 && read(fd, text, 5) == 4);
    CHECK_FAILS(lseek(fd, 0, SEEK_SET), ESPIPE);
    CHECK(unlink(name) == 0);
}

static void opens_for_good(void)
{
    open(name, O_RDONLY);
}

static void one_who_dies_while_waiting_is_no_reader_any_more(void)
{
    make_fifo();
    pid_t child = start(opens_for_good);
    let_others_run();
    CHECK(kill(child, SIGKILL) == 0 && death_signal(child) == SIGKILL);
    CHECK_FAILS(open(name, O_WRONLY | O_NONBLOCK), ENXIO);
    CHECK(unlink(name) == 0);
}

static void contents_are_gone_with_the_last_who_has_it_open(void)
{
    char byte;
    make_fifo();
    int fd = open(name, O_RDWR);
    CHECK(write(fd, "text", 4) == 4 && close(fd) == 0);
    fd = open(name, O_RDONLY | O_NONBLOCK);
    CHECK(read(fd, &byte, 1) == 0);
    CHECK(unlink(name) == 0);
}

static void it_can_be_opened_closed_and_opened_again(void)
{
    make_fifo();
    for (int i = 0; i < 3; i++) {
        pid_t child = start(read_from_it);
        int fd = open(name, O_WRONLY);
        CHECK(write(fd, "text", 4) == 4 && close(fd) == 0);
        CHECK(exit_status(child) == 0);
    }
    CHECK(unlink(name) == 0);
}

static void who_has_opened_it_needs_no_name(void)
{
    char text[5] = "";
    make_fifo();
    int fd = open(name, O_RDWR);
    CHECK(unlink(name) == 0);
    CHECK_FAILS(open(name, O_RDONLY), ENOENT);
    CHECK(write(fd, "text", 4) == 4 && read(fd, text, 5) == 4);
}

static void a_name_belongs_to_one_file(void)
{
    struct stat status;
    make_fifo();
    CHECK_FAILS(mkfifo(name, 0600), EEXIST);
    CHECK(stat(name, &status) == 0 && S_ISFIFO(status.st_mode) && (status.st_mode & 0777) == 0600);
    CHECK_FAILS(mkfifo("/tmp/no-such-folder/fifo", 0600), ENOENT);
    CHECK_FAILS(mkfifo((char *)8, 0600), EFAULT);
    CHECK(unlink(name) == 0);
}

static void open_without_rights(void)
{
    if (syscall(SYS_setgid, 65534) != 0 || syscall(SYS_setuid, 65534) != 0)
        _exit(SKIPPED);
    CHECK_FAILS(open(name, O_RDONLY | O_NONBLOCK), EACCES);
    CHECK_FAILS(open(name, O_RDWR), EACCES);
}

static void its_mode_says_who_may_open_it(void)
{
    make_fifo();
    int status = exit_status(start(open_without_rights));
    CHECK(unlink(name) == 0);
    if (status == SKIPPED)
        skip("only root can become somebody else");
    CHECK(status == 0);
}

static void poll_tells_whether_it_is_written_to(void)
{
    char byte;
    make_fifo();
    struct pollfd wanted = {open(name, O_RDONLY | O_NONBLOCK), POLLIN, 0};
    CHECK(poll(&wanted, 1, 0) == 0); /* nobody has been there: no end either */
    int out = open(name, O_WRONLY);
    CHECK(write(out, "x", 1) == 1);
    CHECK(poll(&wanted, 1, 0) == 1 && wanted.revents == POLLIN);
    CHECK(read(wanted.fd, &byte, 1) == 1 && poll(&wanted, 1, 10) == 0);
    CHECK(close(out) == 0);
    CHECK(poll(&wanted, 1, -1) == 1 && wanted.revents == POLLHUP);
    CHECK(unlink(name) == 0);
}

int main(void)
{
    RUN(a_reader_and_a_writer_wait_for_each_other);
    RUN(a_writer_waits_for_a_reader);
    RUN(who_does_not_wait_may_read_but_not_write_alone);
    RUN(who_opens_both_ends_waits_for_nobody);
    RUN(one_who_dies_while_waiting_is_no_reader_any_more);
    RUN(contents_are_gone_with_the_last_who_has_it_open);
    RUN(it_can_be_opened_closed_and_opened_again);
    RUN(who_has_opened_it_needs_no_name);
    RUN(a_name_belongs_to_one_file);
    RUN(its_mode_says_who_may_open_it);
    RUN(poll_tells_whether_it_is_written_to);
    return finish();
}
