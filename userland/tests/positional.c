/* Reads and writes at a position, transfers between files, and calls on many descriptors. */
#include "check.h"
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#ifndef RWF_NOWAIT
#define RWF_NOWAIT 8
#endif
#ifndef RWF_APPEND
#define RWF_APPEND 16
#endif

static long pread_at(int fd, void *buffer, long count, long offset)
{
    return syscall(SYS_pread64, fd, buffer, count, offset);
}

static long pwrite_at(int fd, const void *buffer, long count, long offset)
{
    return syscall(SYS_pwrite64, fd, buffer, count, offset);
}

static long send_file(int out, int in, long *offset, long count)
{
    return syscall(SYS_sendfile, out, in, offset, count);
}

static long copy_range(int in, long *from, int out, long *to, long count)
{
    return syscall(SYS_copy_file_range, in, from, out, to, count, 0);
}

/* A new file without a name, with this content and its position at the beginning. */
static int file_with(const char *content, int flags)
{
    static char path[] = "/tmp/positional";
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | flags, 0600);
    CHECK(fd >= 0 && unlink(path) == 0);
    CHECK(write(fd, content, strlen(content)) == (ssize_t)strlen(content));
    CHECK(lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

static int holds(int fd, const char *content)
{
    char buffer[100];
    long length = pread_at(fd, buffer, sizeof buffer, 0);
    return length == (long)strlen(content) && memcmp(buffer, content, length) == 0;
}

static void reading_at_a_position_leaves_the_own_one_alone(void)
{
    char buffer[8] = "";
    int fd = file_with("abcdef", 0);
    CHECK(pread_at(fd, buffer, 3, 2) == 3 && memcmp(buffer, "cde", 3) == 0);
    CHECK(pread_at(fd, buffer, 8, 5) == 1 && buffer[0] == 'f');
    CHECK(pread_at(fd, buffer, 8, 6) == 0);
    CHECK(pread_at(fd, buffer, 8, 1L << 40) == 0);
    CHECK(lseek(fd, 0, SEEK_CUR) == 0);
}

static void writing_at_a_position_leaves_the_own_one_alone(void)
{
    int fd = file_with("abcdef", 0);
    CHECK(pwrite_at(fd, "XY", 2, 2) == 2);
    CHECK(holds(fd, "abXYef"));
    CHECK(pwrite_at(fd, "Z", 1, 8) == 1);
    struct stat status;
    CHECK(fstat(fd, &status) == 0 && status.st_size == 9);
    CHECK(lseek(fd, 0, SEEK_CUR) == 0);
}

static void with_append_a_write_goes_to_the_end_wherever_it_wants_to(void)
{
    int fd = file_with("abc", O_APPEND);
    CHECK(pwrite_at(fd, "d", 1, 0) == 1);
    CHECK(holds(fd, "abcd"));
    CHECK(lseek(fd, 0, SEEK_CUR) == 0);
}

static void positions_are_checked(void)
{
    char byte;
    int ends[2], sockets[2], fd = file_with("abc", 0);
    CHECK(pipe(ends) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
    CHECK_FAILS(pread_at(fd, &byte, 1, -1), EINVAL);
    CHECK_FAILS(pwrite_at(fd, &byte, 1, -1), EINVAL);
    CHECK_FAILS(pread_at(fd, &byte, 2, 0x7ffffffffffffffe), EINVAL);
    CHECK_FAILS(pwrite_at(fd, &byte, 2, 0x7ffffffffffffffe), EINVAL);
    CHECK_FAILS(pread_at(-1, &byte, 1, 0), EBADF);
    CHECK_FAILS(pread_at(ends[0], &byte, 1, 0), ESPIPE);
    CHECK_FAILS(pread_at(ends[0], &byte, 0, 0), ESPIPE);
    CHECK_FAILS(pread_at(ends[1], &byte, 1, 0), ESPIPE);
    CHECK_FAILS(pwrite_at(ends[1], &byte, 1, 0), ESPIPE);
    CHECK_FAILS(pread_at(sockets[0], &byte, 1, 0), ESPIPE);
    CHECK_FAILS(pread_at(fd, (void *)8, 1, 0), EFAULT);
    CHECK_FAILS(pwrite_at(fd, (void *)8, 1, 0), EFAULT);
    CHECK_FAILS(pread_at(open("/dev/null", O_WRONLY), &byte, 1, 0), EBADF);
    CHECK_FAILS(pwrite_at(open("/dev/null", O_RDONLY), &byte, 1, 0), EBADF);
    CHECK_FAILS(pread_at(open("/", O_RDONLY), &byte, 1, 0), EISDIR);
    CHECK(pread_at(open("/dev/zero", O_RDONLY), &byte, 1, 5) == 1 && byte == 0);
}

static void several_buffers_are_filled_and_written_at_a_position(void)
{
    char a[3] = "", b[3] = "";
    struct iovec pieces[] = {{a, 2}, {b, 2}};
    int fd = file_with("abcdef", 0);
    CHECK(syscall(SYS_preadv, fd, pieces, 2, 1L, 0L) == 4);
    CHECK(strcmp(a, "bc") == 0 && strcmp(b, "de") == 0);
    CHECK(syscall(SYS_pwritev, fd, pieces, 2, 2L, 0L) == 4);
    CHECK(holds(fd, "abbcde"));
    CHECK_FAILS(syscall(SYS_preadv, fd, pieces, 2, -1L, 0L), EINVAL);
    CHECK_FAILS(syscall(SYS_preadv, fd, pieces, -1L, 0L, 0L), EINVAL);
    CHECK(lseek(fd, 0, SEEK_CUR) == 0);
}

static void the_position_minus_one_is_the_own_one(void)
{
    char a[3] = "";
    struct iovec piece = {a, 2};
    int fd = file_with("abcdef", 0);
    if (syscall(SYS_preadv2, fd, &piece, 0, 0L, 0L, 0) == -1 && errno == ENOSYS)
        skip("no preadv2");
    CHECK(syscall(SYS_preadv2, fd, &piece, 1, -1L, -1L, 0) == 2 && strcmp(a, "ab") == 0);
    CHECK(syscall(SYS_preadv2, fd, &piece, 1, -1L, -1L, 0) == 2 && strcmp(a, "cd") == 0);
    CHECK(syscall(SYS_pwritev2, fd, &piece, 1, -1L, -1L, 0) == 2 && holds(fd, "abcdcd"));
    CHECK_FAILS(syscall(SYS_preadv2, fd, &piece, 1, -2L, -1L, 0), EINVAL);
}

static void a_single_transfer_can_append_or_refuse_to_wait(void)
{
    char byte;
    struct iovec piece = {"x", 1}, room = {&byte, 1};
    int ends[2], fd = file_with("abc", 0);
    if (on_qemu())
        skip("qemu-user does not know preadv2");
    CHECK(pipe(ends) == 0);
    CHECK(syscall(SYS_pwritev2, fd, &piece, 1, 0L, 0L, RWF_APPEND) == 1 && holds(fd, "abcx"));
    CHECK(syscall(SYS_pwritev2, fd, &piece, 1, 0L, 0L, 0) == 1 && holds(fd, "xbcx"));
    CHECK_FAILS(syscall(SYS_preadv2, ends[0], &room, 1, -1L, -1L, RWF_NOWAIT), EAGAIN);
    CHECK(fcntl(ends[0], F_GETFL) == O_RDONLY);
    CHECK_FAILS(syscall(SYS_preadv2, fd, &room, 1, 0L, 0L, 1 << 20), EOPNOTSUPP);
}

static void a_file_can_be_sent_to_a_pipe_and_a_file(void)
{
    char buffer[8] = "";
    long offset = 1;
    int ends[2], fd = file_with("abcdef", 0), other = file_with("", 0);
    CHECK(pipe(ends) == 0);
    CHECK(send_file(ends[1], fd, &offset, 3) == 3 && offset == 4);
    CHECK(lseek(fd, 0, SEEK_CUR) == 0);
    CHECK(read(ends[0], buffer, 8) == 3 && memcmp(buffer, "bcd", 3) == 0);
    CHECK(send_file(ends[1], fd, NULL, 2) == 2);
    CHECK(lseek(fd, 0, SEEK_CUR) == 2);
    CHECK(read(ends[0], buffer, 8) == 2 && memcmp(buffer, "ab", 2) == 0);
    CHECK(send_file(other, fd, NULL, 100) == 4 && holds(other, "cdef"));
    CHECK(send_file(other, fd, NULL, 100) == 0);
    CHECK_FAILS(send_file(ends[1], ends[0], NULL, 1), EINVAL);
    CHECK_FAILS(send_file(ends[1], ends[0], &offset, 1), ESPIPE);
    CHECK_FAILS(send_file(ends[0], fd, NULL, 1), EBADF);
    CHECK_FAILS(send_file(file_with("", O_APPEND), fd, &(long){0}, 1), EINVAL);
    CHECK_FAILS(send_file(other, fd, &(long){-1}, 1), EINVAL);
}

/* A file of so many bytes. */
static int large_file(long size)
{
    static char chunk[4096];
    int fd = file_with("", 0);
    for (long i = 0; i < size; i += sizeof chunk) {
        memset(chunk, 'a' + i / 4096 % 26, sizeof chunk);
        CHECK(write(fd, chunk, sizeof chunk) == sizeof chunk);
    }
    CHECK(lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

static void a_pipe_takes_of_a_file_what_fits(void)
{
    int ends[2], fd = large_file(200000);
    CHECK(pipe(ends) == 0);
    long sent = send_file(ends[1], fd, NULL, 200000);
    CHECK(sent == 65536 && lseek(fd, 0, SEEK_CUR) == sent);
    CHECK(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0);
    CHECK_FAILS(send_file(ends[1], fd, NULL, 10), EAGAIN);
    CHECK(lseek(fd, 0, SEEK_CUR) == sent);
}

static void a_connection_takes_a_file_as_its_reader_reads(void)
{
    static char buffer[10000];
    enum { SIZE = 1 << 20 };
    int ends[2], fd = large_file(SIZE);
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        long total = 0, length, wrong = 0;
        close(ends[0]);
        while ((length = read(ends[1], buffer, sizeof buffer)) > 0)
            for (long i = 0; i < length; i++)
                wrong += buffer[i] != 'a' + total++ / 4096 % 26;
        _exit(total != SIZE || wrong != 0);
    }
    close(ends[1]);
    for (long sent = 0; sent < SIZE;) {
        long now = send_file(ends[0], fd, NULL, SIZE - sent);
        CHECK(now > 0);
        if (now <= 0)
            break;
        sent += now;
        CHECK(lseek(fd, 0, SEEK_CUR) == sent);
    }
    close(ends[0]);
    CHECK(exit_status(child) == 0);
}

static void a_part_of_a_file_can_be_copied_to_another(void)
{
    long from = 2, to = 1;
    int ends[2], in = file_with("abcdef", 0), out = file_with("123456", 0);
    CHECK(pipe(ends) == 0);
    CHECK(copy_range(in, &from, out, &to, 3) == 3 && from == 5 && to == 4);
    CHECK(holds(out, "1cde56"));
    CHECK(copy_range(in, NULL, out, NULL, 2) == 2 && holds(out, "abde56"));
    CHECK(lseek(in, 0, SEEK_CUR) == 2 && lseek(out, 0, SEEK_CUR) == 2);
    CHECK(copy_range(in, NULL, out, NULL, 100) == 4 && holds(out, "abcdef"));
    CHECK(copy_range(in, NULL, out, NULL, 100) == 0);
    CHECK(copy_range(in, &(long){0}, in, &(long){3}, 3) == 3 && holds(in, "abcabc"));
    CHECK_FAILS(copy_range(in, &(long){0}, in, &(long){2}, 3), EINVAL);
    CHECK_FAILS(copy_range(in, NULL, ends[1], NULL, 3), EINVAL);
    CHECK_FAILS(copy_range(open("/", O_RDONLY), NULL, out, NULL, 3), EISDIR);
    CHECK_FAILS(copy_range(in, NULL, file_with("", O_APPEND), NULL, 3), EBADF);
    CHECK_FAILS(copy_range(in, NULL, -1, NULL, 3), EBADF);
}

static void large_files_are_copied_whole(void)
{
    enum { SIZE = 100 * 4096 };
    static char a[SIZE], b[SIZE];
    int in = large_file(SIZE), out = file_with("", 0);
    CHECK(copy_range(in, NULL, out, &(long){0}, 1 << 30) == SIZE);
    CHECK(pread_at(in, a, SIZE, 0) == SIZE && pread_at(out, b, SIZE, 0) == SIZE);
    CHECK(memcmp(a, b, SIZE) == 0);
}

static int is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

static void a_range_of_descriptors_is_closed_or_marked(void)
{
    int fd = file_with("", 0);
    CHECK(dup2(fd, 20) == 20 && dup2(fd, 21) == 21 && dup2(fd, 25) == 25);
    if (syscall(SYS_close_range, 21, 22, 0) == -1 && errno == ENOSYS)
        skip("no close_range");
    CHECK(is_open(20) && !is_open(21) && is_open(25));
    CHECK(syscall(SYS_close_range, 20, ~0U, 4) == 0);
    CHECK(fcntl(20, F_GETFD) == FD_CLOEXEC && fcntl(25, F_GETFD) == FD_CLOEXEC && fcntl(fd, F_GETFD) == 0);
    CHECK(syscall(SYS_close_range, 20, ~0U, 0) == 0);
    CHECK(!is_open(20) && !is_open(25) && is_open(fd));
    CHECK_FAILS(syscall(SYS_close_range, 5, 4, 0), EINVAL);
    CHECK_FAILS(syscall(SYS_close_range, 40, 41, 1), EINVAL);
}

static void ioctl_marks_any_descriptor(void)
{
    int fd = file_with("", 0), on = 1;
    if (on_qemu())
        skip("qemu-user does not know these requests of all descriptors");
    CHECK(ioctl(fd, 0x5451) == 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
    CHECK(ioctl(fd, 0x5450) == 0 && fcntl(fd, F_GETFD) == 0);
    CHECK(ioctl(fd, 0x5421, &on) == 0 && (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
}

static void advice_is_checked(void)
{
    int ends[2], fd = file_with("abc", 0);
    CHECK(pipe(ends) == 0);
    CHECK(syscall(SYS_fadvise64, fd, 0L, 0L, 2) == 0);
    CHECK_FAILS(syscall(SYS_fadvise64, fd, 0L, 0L, 17), EINVAL);
    CHECK_FAILS(syscall(SYS_fadvise64, fd, 0L, -1L, 0), EINVAL);
    CHECK_FAILS(syscall(SYS_fadvise64, ends[0], 0L, 0L, 0), ESPIPE);
    CHECK_FAILS(syscall(SYS_fadvise64, -1, 0L, 0L, 0), EBADF);
    CHECK(syscall(SYS_readahead, fd, 0L, 3L) == 0);
    CHECK_FAILS(syscall(SYS_readahead, ends[0], 0L, 3L), EINVAL);
    CHECK_FAILS(syscall(SYS_readahead, ends[1], 0L, 3L), EBADF);
}

int main(void)
{
    RUN(reading_at_a_position_leaves_the_own_one_alone);
    RUN(writing_at_a_position_leaves_the_own_one_alone);
    RUN(with_append_a_write_goes_to_the_end_wherever_it_wants_to);
    RUN(positions_are_checked);
    RUN(several_buffers_are_filled_and_written_at_a_position);
    RUN(the_position_minus_one_is_the_own_one);
    RUN(a_single_transfer_can_append_or_refuse_to_wait);
    RUN(a_file_can_be_sent_to_a_pipe_and_a_file);
    RUN(a_pipe_takes_of_a_file_what_fits);
    RUN(a_connection_takes_a_file_as_its_reader_reads);
    RUN(a_part_of_a_file_can_be_copied_to_another);
    RUN(large_files_are_copied_whole);
    RUN(a_range_of_descriptors_is_closed_or_marked);
    RUN(ioctl_marks_any_descriptor);
    RUN(advice_is_checked);
    return finish();
}
