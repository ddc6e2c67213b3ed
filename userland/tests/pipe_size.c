/* Pipes: how much they hold, and pipes of packets. */
#include "check.h"
#include <fcntl.h>

#define DEFAULT_SIZE 65536

static int ends[2];
static char buffer[2 * DEFAULT_SIZE];

/* How much can be written without a reader. */
static long fill(void)
{
    long total = 0;
    for (ssize_t n; (n = write(ends[1], buffer, PAGE)) > 0;)
        total += n;
    CHECK(errno == EAGAIN);
    return total;
}

static void a_pipe_holds_64_kib_at_first(void)
{
    CHECK(pipe2(ends, O_NONBLOCK) == 0);
    CHECK(fcntl(ends[0], F_GETPIPE_SZ) == DEFAULT_SIZE && fcntl(ends[1], F_GETPIPE_SZ) == DEFAULT_SIZE);
    CHECK(fill() == DEFAULT_SIZE);
}

static void a_size_is_rounded_up_to_a_power_of_two_of_pages(void)
{
    CHECK(pipe2(ends, O_NONBLOCK) == 0);
    CHECK(fcntl(ends[0], F_SETPIPE_SZ, 1) == PAGE);
    CHECK(fcntl(ends[0], F_SETPIPE_SZ, PAGE) == PAGE);
    CHECK(fill() == PAGE);
    CHECK(fcntl(ends[1], F_SETPIPE_SZ, 2 * PAGE + 1) == 4 * PAGE);
    CHECK(fcntl(ends[0], F_GETPIPE_SZ) == 4 * PAGE);
    CHECK(fill() == 3 * PAGE);
    CHECK_FAILS(fcntl(ends[0], F_SETPIPE_SZ, 0), EBUSY); /* it holds more than the one page that would be left */
}

static void a_pipe_can_be_made_larger_and_keeps_what_is_in_it(void)
{
    CHECK(pipe2(ends, O_NONBLOCK) == 0);
    for (int i = 0; i < DEFAULT_SIZE; i++)
        buffer[i] = i * 7 >> 3;
    /* the contents wrap around the end of whatever holds them */
    CHECK(write(ends[1], buffer, 40000) == 40000 && read(ends[0], buffer + DEFAULT_SIZE, 30000) == 30000);
    CHECK(write(ends[1], buffer, 40000) == 40000);
    CHECK(fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) == 1 << 20);
    CHECK(read(ends[0], buffer + DEFAULT_SIZE, 10000) == 10000);
    CHECK(memcmp(buffer + DEFAULT_SIZE, buffer + 30000, 10000) == 0);
    CHECK(read(ends[0], buffer + DEFAULT_SIZE, DEFAULT_SIZE) == 40000);
    CHECK(memcmp(buffer + DEFAULT_SIZE, buffer, 40000) == 0);
    CHECK(fill() == 1 << 20);
}

static void a_size_that_cannot_be_fails(void)
{
    CHECK(pipe2(ends, O_NONBLOCK) == 0);
    CHECK_FAILS(fcntl(ends[0], F_SETPIPE_SZ, -1), EINVAL);
    CHECK(write(ends[1], buffer, PAGE + 1) == PAGE + 1);
    CHECK_FAILS(fcntl(ends[0], F_SETPIPE_SZ, PAGE), EBUSY);
    CHECK(fcntl(ends[0], F_GETPIPE_SZ) == DEFAULT_SIZE);
    int file = open("/dev/null", O_RDWR);
    CHECK_FAILS(fcntl(file, F_GETPIPE_SZ), EBADF);
    CHECK_FAILS(fcntl(file, F_SETPIPE_SZ, PAGE), EBADF);
    CHECK_FAILS(fcntl(99, F_GETPIPE_SZ), EBADF);
}

static void fionread_tells_how_much_is_in_a_pipe(void)
{
    int count = -1;
    CHECK(pipe(ends) == 0);
    CHECK(ioctl(ends[0], FIONREAD, &count) == 0 && count == 0);
    CHECK(write(ends[1], buffer, 5000) == 5000);
    CHECK(ioctl(ends[0], FIONREAD, &count) == 0 && count == 5000);
    CHECK(ioctl(ends[1], FIONREAD, &count) == 0 && count == 5000);
    CHECK(read(ends[0], buffer, 4999) == 4999);
    CHECK(ioctl(ends[0], FIONREAD, &count) == 0 && count == 1);
    CHECK_FAILS(ioctl(ends[0], FIONREAD, (int *)8), EFAULT);
}

static void a_read_takes_one_packet_and_the_rest_of_it_is_lost(void)
{
    CHECK(pipe2(ends, O_DIRECT | O_NONBLOCK) == 0);
    CHECK(write(ends[1], "first", 5) == 5 && write(ends[1], "second", 6) == 6 && write(ends[1], "third", 5) == 5);
    CHECK(read(ends[0], buffer, sizeof buffer) == 5 && memcmp(buffer, "first", 5) == 0);
    CHECK(read(ends[0], buffer, 3) == 3 && memcmp(buffer, "sec", 3) == 0);
    CHECK(read(ends[0], buffer, sizeof buffer) == 5 && memcmp(buffer, "third", 5) == 0);
    CHECK_FAILS(read(ends[0], buffer, 1), EAGAIN);
}

static void a_long_write_is_several_packets(void)
{
    CHECK(pipe2(ends, O_DIRECT | O_NONBLOCK) == 0);
    CHECK(write(ends[1], buffer, 2 * PAGE + 100) == 2 * PAGE + 100);
    CHECK(read(ends[0], buffer, sizeof buffer) == PAGE);
    CHECK(read(ends[0], buffer, sizeof buffer) == PAGE);
    CHECK(read(ends[0], buffer, sizeof buffer) == 100);
}

static void a_pipe_holds_as_many_packets_as_pages(void)
{
    CHECK(pipe2(ends, O_DIRECT | O_NONBLOCK) == 0);
    for (int i = 0; i < 16; i++)
        CHECK(write(ends[1], "x", 1) == 1);
    CHECK_FAILS(write(ends[1], "x", 1), EAGAIN);
    CHECK(read(ends[0], buffer, 10) == 1);
    CHECK(write(ends[1], "x", 1) == 1);
}

int main(void)
{
    RUN(a_pipe_holds_64_kib_at_first);
    RUN(a_size_is_rounded_up_to_a_power_of_two_of_pages);
    RUN(a_pipe_can_be_made_larger_and_keeps_what_is_in_it);
    RUN(a_size_that_cannot_be_fails);
    RUN(fionread_tells_how_much_is_in_a_pipe);
    RUN(a_read_takes_one_packet_and_the_rest_of_it_is_lost);
    RUN(a_long_write_is_several_packets);
    RUN(a_pipe_holds_as_many_packets_as_pages);
    return finish();
}
