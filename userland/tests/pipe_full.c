/* Full pipes: who sleeps, who is refused, and which writes stay in one piece. */
#include "check.h"
#include <fcntl.h>
#include <limits.h>

enum { READ, WRITE };

static int ends[2];
static char block[PIPE_BUF];

static void open_pipe(int flags)
{
    CHECK(pipe2(ends, flags) == 0);
}

/* Writes until no byte more fits, and returns how many did. The pipe must not block. */
static long fill_pipe(void)
{
    long total = 0;
    ssize_t count;
    while ((count = write(ends[WRITE], block, sizeof block)) > 0)
        total += count;
    while ((count = write(ends[WRITE], block, 1)) > 0)
        total += count;
    CHECK(count == -1 && errno == EAGAIN);
    return total;
}

static void set_blocking(int fd)
{
    CHECK(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK) == 0);
}

static void a_nonblocking_writer_of_a_full_pipe_gets_eagain(void)
{
    open_pipe(O_NONBLOCK);
    long capacity = fill_pipe();
    CHECK(capacity == 65536);
    CHECK(read(ends[READ], block, PIPE_BUF) == PIPE_BUF);
    CHECK(write(ends[WRITE], block, PIPE_BUF) == PIPE_BUF);
    CHECK_FAILS(write(ends[WRITE], block, 1), EAGAIN);
}

static void a_nonblocking_write_of_up_to_pipe_buf_is_all_or_nothing(void)
{
    open_pipe(O_NONBLOCK);
    fill_pipe();
    CHECK(read(ends[READ], block, 100) == 100);
    CHECK_FAILS(write(ends[WRITE], block, PIPE_BUF), EAGAIN);
}

static void a_longer_nonblocking_write_may_be_partial(void)
{
    static char much[3 * 65536];
    open_pipe(O_NONBLOCK);
    CHECK(write(ends[WRITE], much, sizeof much) == 65536);
}

static void a_writer_to_a_full_pipe_sleeps_until_the_reader_drains_it(void)
{
    int *woken = shared_memory(PAGE);
    open_pipe(O_NONBLOCK);
    long capacity = fill_pipe();
    set_blocking(ends[WRITE]);
    pid_t child = fork();
    if (child == 0) {
        CHECK(write(ends[WRITE], block, PIPE_BUF) == PIPE_BUF);
        *woken = 1;
        _exit(failures != 0);
    }
    let_others_run();
    CHECK(*woken == 0);
    while (capacity > 0)
        capacity -= read(ends[READ], block, capacity < PIPE_BUF ? capacity : PIPE_BUF);
    CHECK(exit_status(child) == 0);
    CHECK(*woken == 1);
}

static void a_blocking_write_larger_than_the_pipe_is_complete(void)
{
    enum { LENGTH = 5 * 65536 + 123 };
    static unsigned char data[LENGTH];
    open_pipe(0);
    for (int i = 0; i < LENGTH; i++)
        data[i] = i * 7 + i / 251;
    pid_t child = fork();
    if (child == 0) {
        close(ends[READ]);
        CHECK(write(ends[WRITE], data, LENGTH) == LENGTH);
        _exit(failures != 0);
    }
    close(ends[WRITE]);
    long position = 0;
    ssize_t count;
    while ((count = read(ends[READ], block, 1000)) > 0) {
        CHECK(memcmp(block, data + position, count) == 0);
        position += count;
    }
    CHECK(position == LENGTH);
    CHECK(exit_status(child) == 0);
}

static void write_to_the_pipe(void)
{
    close(ends[READ]);
    (void)!write(ends[WRITE], "x", 1);
}

static void a_sleeping_writer_dies_when_the_last_reader_closes(void)
{
    open_pipe(O_NONBLOCK);
    fill_pipe();
    set_blocking(ends[WRITE]);
    pid_t child = fork();
    if (child == 0)
        write_to_the_pipe();
    let_others_run();
    close(ends[READ]);
    CHECK(death_signal(child) == SIGPIPE);
}

static void writes_of_up_to_pipe_buf_bytes_are_not_mixed(void)
{
    enum { WRITERS = 4, ROUNDS = 20, SIZE = 3000 };
    open_pipe(0);
    pid_t writers[WRITERS];
    for (int writer = 0; writer < WRITERS; writer++) {
        writers[writer] = fork();
        if (writers[writer] == 0) {
            memset(block, 'a' + writer, SIZE);
            for (int i = 0; i < ROUNDS; i++)
                CHECK(write(ends[WRITE], block, SIZE) == SIZE);
            _exit(failures != 0);
        }
    }
    close(ends[WRITE]);

    int blocks = 0, position = 0;
    ssize_t count;
    static char record[SIZE];
    while ((count = read(ends[READ], record + position, SIZE - position)) > 0) {
        position += count;
        if (position < SIZE)
            continue;
        for (int i = 1; i < SIZE; i++)
            if (record[i] != record[0])
                CHECK(!"the record is one writer's");
        blocks++;
        position = 0;
    }
    CHECK(blocks == WRITERS * ROUNDS && position == 0);
    for (int i = 0; i < WRITERS; i++)
        CHECK(exit_status(writers[i]) == 0);
}

int main(void)
{
    RUN(a_nonblocking_writer_of_a_full_pipe_gets_eagain);
    RUN(a_nonblocking_write_of_up_to_pipe_buf_is_all_or_nothing);
    RUN(a_longer_nonblocking_write_may_be_partial);
    RUN(a_writer_to_a_full_pipe_sleeps_until_the_reader_drains_it);
    RUN(a_blocking_write_larger_than_the_pipe_is_complete);
    RUN(a_sleeping_writer_dies_when_the_last_reader_closes);
    RUN(writes_of_up_to_pipe_buf_bytes_are_not_mixed);
    return finish();
}
