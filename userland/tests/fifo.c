/* Pipes with names (fifo(7)). */
#include "check.h"

#include <fcntl.h>
#include <sys/stat.h>

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

int main(void)
{
    RUN(a_reader_and_a_writer_wait_for_each_other);
    RUN(a_writer_waits_for_a_reader);
    RUN(who_does_not_wait_may_read_but_not_write_alone);
    RUN(who_opens_both_ends_waits_for_nobody);
    RUN(one_who_dies_while_waiting_is_no_reader_any_more);
    RUN(contents_are_gone_with_the_last_who_has_it_open);
    return finish();
}
