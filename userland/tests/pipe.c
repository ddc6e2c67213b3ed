/* Pipes: bytes in order, and what happens when one end is gone. */
#include "check.h"
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>

enum { READ, WRITE };

static int ends[2];
static char block[100];

static void open_pipe(int flags)
{
    CHECK(pipe2(ends, flags) == 0);
}

static void bytes_come_out_as_they_went_in(void)
{
    char buffer[20] = "";
    open_pipe(0);
    CHECK(write(ends[WRITE], "one", 3) == 3);
    CHECK(write(ends[WRITE], "two", 3) == 3);
    CHECK(read(ends[READ], buffer, 4) == 4);
    CHECK(memcmp(buffer, "onet", 4) == 0);
    CHECK(read(ends[READ], buffer, sizeof buffer) == 2); /* less than asked for: it does not wait for more */
    CHECK(memcmp(buffer, "wo", 2) == 0);
}

static void a_pipe_has_the_two_lowest_free_descriptors(void)
{
    int first = dup(1);
    CHECK(close(first) == 0);
    open_pipe(0);
    CHECK(ends[READ] == first && ends[WRITE] > first);
    CHECK((fcntl(ends[READ], F_GETFL) & O_ACCMODE) == O_RDONLY);
    CHECK((fcntl(ends[WRITE], F_GETFL) & O_ACCMODE) == O_WRONLY);
}

static void each_end_goes_one_way(void)
{
    open_pipe(0);
    CHECK_FAILS(write(ends[READ], "x", 1), EBADF);
    CHECK_FAILS(read(ends[WRITE], block, 1), EBADF);
}

static void pipe2_sets_the_flags_it_knows_and_refuses_others(void)
{
    open_pipe(O_CLOEXEC | O_NONBLOCK);
    CHECK(fcntl(ends[READ], F_GETFD) == FD_CLOEXEC && fcntl(ends[WRITE], F_GETFD) == FD_CLOEXEC);
    CHECK(fcntl(ends[READ], F_GETFL) & O_NONBLOCK);
    CHECK(fcntl(ends[WRITE], F_GETFL) & O_NONBLOCK);
    if (!on_qemu()) {
        CHECK_FAILS(pipe2(ends, O_APPEND), EINVAL);
        CHECK_FAILS(pipe2(ends, 0x40000000), EINVAL);
    }
}

static void a_reader_gets_end_of_file_when_all_writers_are_gone(void)
{
    open_pipe(0);
    int second_writer = dup(ends[WRITE]);
    send_byte(ends[WRITE]);
    close(ends[WRITE]);
    close(second_writer);
    CHECK(read(ends[READ], block, 10) == 1); /* what is there comes first */
    CHECK(read(ends[READ], block, 10) == 0);
    CHECK(read(ends[READ], block, 10) == 0);
}

static void write_to_the_pipe(void)
{
    close(ends[READ]);
    (void)!write(ends[WRITE], "x", 1);
}

static void a_writer_without_readers_dies_of_sigpipe(void)
{
    open_pipe(0);
    close(ends[READ]);
    pid_t child = fork();
    if (child == 0)
        write_to_the_pipe();
    CHECK(death_signal(child) == SIGPIPE);
}

static void a_writer_without_readers_that_ignores_sigpipe_gets_epipe(void)
{
    open_pipe(0);
    close(ends[READ]);
    signal(SIGPIPE, SIG_IGN);
    CHECK_FAILS(write(ends[WRITE], "x", 1), EPIPE);
}

static void a_nonblocking_reader_of_an_empty_pipe_gets_eagain(void)
{
    open_pipe(O_NONBLOCK);
    CHECK_FAILS(read(ends[READ], block, 1), EAGAIN);
    close(ends[WRITE]);
    CHECK(read(ends[READ], block, 1) == 0);
}

static void reading_or_writing_nothing_returns_zero(void)
{
    open_pipe(0);
    CHECK(read(ends[READ], block, 0) == 0); /* at once, though the pipe is empty */
    CHECK(write(ends[WRITE], block, 0) == 0);
}

static void a_reader_sleeps_until_something_is_written(void)
{
    int *woken = shared_memory(PAGE);
    open_pipe(0);
    pid_t child = fork();
    if (child == 0) {
        await_byte(ends[READ]);
        *woken = 1;
        _exit(failures != 0);
    }
    let_others_run();
    CHECK(*woken == 0);
    send_byte(ends[WRITE]);
    CHECK(exit_status(child) == 0);
}

static void several_buffers_are_one_transfer(void)
{
    char first[3] = "", second[10] = "";
    struct iovec out[] = {{"ab", 2}, {"", 0}, {"cdef", 4}};
    struct iovec in[] = {{first, 3}, {second, 10}};
    open_pipe(0);
    CHECK(writev(ends[WRITE], out, 3) == 6);
    CHECK(readv(ends[READ], in, 2) == 6);
    CHECK(memcmp(first, "abc", 3) == 0 && memcmp(second, "def", 3) == 0);
    CHECK(writev(ends[WRITE], out, 0) == 0);
    CHECK_FAILS(syscall(SYS_writev, ends[WRITE], out, -1), EINVAL);
    CHECK_FAILS(syscall(SYS_readv, ends[READ], in, UIO_MAXIOV + 1), EINVAL);
    CHECK_FAILS(writev(ends[READ], out, 3), EBADF);
}

/* Linux copies page by page, and adds no part of one. */
static void of_a_page_that_cannot_be_copied_nothing_is_transferred(void)
{
    char *memory = mmap(NULL, 2 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(munmap(memory + 4096, 4096) == 0);
    open_pipe(O_NONBLOCK);
    CHECK_FAILS(write(ends[WRITE], memory + 4096 - 50, 100), EFAULT);
    CHECK_FAILS(read(ends[READ], memory, 1), EAGAIN);
    CHECK(write(ends[WRITE], memory, 100) == 100);
    CHECK_FAILS(read(ends[READ], memory + 4096 - 50, 100), EFAULT);
    CHECK(read(ends[READ], memory, 100) == 100);
    if (on_qemu())
        skip("the emulator asks beforehand whether it can read all");
    CHECK(write(ends[WRITE], memory, 5000) == 4096);
    CHECK(read(ends[READ], memory, 4096) == 4096);
    CHECK_FAILS(read(ends[READ], memory, 1), EAGAIN);
}

static void a_pipe_cannot_seek(void)
{
    open_pipe(0);
    CHECK_FAILS(lseek(ends[READ], 0, 17), EINVAL);
    CHECK_FAILS(lseek(ends[READ], 0, SEEK_SET), ESPIPE);
    CHECK_FAILS(lseek(ends[WRITE], 0, SEEK_CUR), ESPIPE);
}

int main(void)
{
    RUN(bytes_come_out_as_they_went_in);
    RUN(a_pipe_has_the_two_lowest_free_descriptors);
    RUN(each_end_goes_one_way);
    RUN(pipe2_sets_the_flags_it_knows_and_refuses_others);
    RUN(a_reader_gets_end_of_file_when_all_writers_are_gone);
    RUN(a_writer_without_readers_dies_of_sigpipe);
    RUN(a_writer_without_readers_that_ignores_sigpipe_gets_epipe);
    RUN(a_nonblocking_reader_of_an_empty_pipe_gets_eagain);
    RUN(reading_or_writing_nothing_returns_zero);
    RUN(a_reader_sleeps_until_something_is_written);
    RUN(several_buffers_are_one_transfer);
    RUN(of_a_page_that_cannot_be_copied_nothing_is_transferred);
    RUN(a_pipe_cannot_seek);
    return finish();
}
