/* Moving bytes through pipes without the program's memory: splice, tee, vmsplice. */
#include "check.h"
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#ifndef SPLICE_F_NONBLOCK
#define SPLICE_F_NONBLOCK 2
#endif

static long splice_bytes(int in, long *in_offset, int out, long *out_offset, size_t length, int flags)
{
    return syscall(SYS_splice, in, in_offset, out, out_offset, length, flags);
}

static long tee_bytes(int in, int out, size_t length, int flags)
{
    return syscall(SYS_tee, in, out, length, flags);
}

static long vmsplice_bytes(int fd, const void *text, size_t length, int flags)
{
    struct iovec piece = {(void *)text, length};
    return syscall(SYS_vmsplice, fd, &piece, 1, flags);
}

static int first[2], second[2];

static void make_pipes(void)
{
    CHECK(pipe(first) == 0);
    CHECK(pipe(second) == 0);
}

static int file_with(const char *text)
{
    static int files;
    char name[64];
    snprintf(name, sizeof name, "/tmp/splice.%d.%d", getpid(), files++);
    int fd = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    CHECK(fd >= 0);
    unlink(name);
    CHECK(write(fd, text, strlen(text)) == (long)strlen(text));
    CHECK(lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

/* Whether exactly this can be read. */
static int reads(int fd, const char *wanted)
{
    char text[64] = "";
    long size = read(fd, text, sizeof text);
    return size == (long)strlen(wanted) && memcmp(text, wanted, size) == 0;
}

static void a_file_goes_into_a_pipe_and_its_position_moves_on(void)
{
    make_pipes();
    int file = file_with("hello, world");
    CHECK(splice_bytes(file, NULL, first[1], NULL, 5, 0) == 5);
    CHECK(lseek(file, 0, SEEK_CUR) == 5);
    CHECK(reads(first[0], "hello"));
    long offset = 7;
    CHECK(splice_bytes(file, &offset, first[1], NULL, 100, 0) == 5);
    CHECK(offset == 12 && lseek(file, 0, SEEK_CUR) == 5);
    CHECK(reads(first[0], "world"));
    CHECK(splice_bytes(file, &offset, first[1], NULL, 100, 0) == 0);
}

static void a_pipe_goes_into_a_file(void)
{
    make_pipes();
    int file = file_with("............");
    CHECK(write(first[1], "hello world", 11) == 11);
    CHECK(splice_bytes(first[0], NULL, file, NULL, 5, 0) == 5);
    CHECK(lseek(file, 0, SEEK_CUR) == 5);
    long offset = 7;
    CHECK(splice_bytes(first[0], NULL, file, &offset, 100, 0) == 6);
    CHECK(offset == 13 && lseek(file, 0, SEEK_CUR) == 5);
    lseek(file, 0, SEEK_SET);
    CHECK(reads(file, "hello.. world"));
}

static void a_pipe_goes_into_another(void)
{
    make_pipes();
    CHECK(write(first[1], "hello world", 11) == 11);
    CHECK(splice_bytes(first[0], NULL, second[1], NULL, 6, 0) == 6);
    CHECK(reads(second[0], "hello "));
    CHECK(reads(first[0], "world"));
}

static void tee_leaves_what_it_copies(void)
{
    make_pipes();
    CHECK(write(first[1], "hello", 5) == 5);
    CHECK(tee_bytes(first[0], second[1], 2, 0) == 2);
    CHECK(tee_bytes(first[0], second[1], 100, 0) == 5);
    CHECK(reads(first[0], "hello"));
    CHECK(reads(second[0], "hehello"));
    CHECK(tee_bytes(first[0], second[1], 0, 0) == 0);
    CHECK_FAILS(tee_bytes(first[0], second[1], 1, SPLICE_F_NONBLOCK), EAGAIN);
    CHECK_FAILS(tee_bytes(first[0], first[1], 1, 0), EINVAL);
    CHECK_FAILS(tee_bytes(first[1], second[1], 1, 0), EBADF);
    CHECK_FAILS(tee_bytes(first[0], file_with("x"), 1, 0), EINVAL);
    CHECK_FAILS(tee_bytes(first[0], second[1], 1, 16), EINVAL);
    CHECK_FAILS(tee_bytes(-1, second[1], 1, 0), EBADF);
    CHECK(close(first[1]) == 0);
    CHECK(tee_bytes(first[0], second[1], 1, 0) == 0);
}

static void vmsplice_adds_memory_to_a_pipe_and_fills_it_from_one(void)
{
    char text[16] = "";
    make_pipes();
    CHECK(vmsplice_bytes(first[1], "hello", 5, 0) == 5);
    CHECK(vmsplice_bytes(first[0], text, 3, 0) == 3 && strcmp(text, "hel") == 0);
    CHECK(reads(first[0], "lo"));
    CHECK(vmsplice_bytes(first[1], "", 0, 0) == 0);
    CHECK_FAILS(vmsplice_bytes(first[0], text, 3, SPLICE_F_NONBLOCK), EAGAIN);
    CHECK_FAILS(vmsplice_bytes(first[1], (void *)8, 5, 0), EFAULT);
    CHECK_FAILS(vmsplice_bytes(file_with("x"), text, 5, 0), EBADF);
    CHECK_FAILS(vmsplice_bytes(-1, text, 5, 0), EBADF);
    CHECK_FAILS(vmsplice_bytes(first[1], text, 5, 16), EINVAL);
    CHECK_FAILS(syscall(SYS_vmsplice, first[1], NULL, 2000, 0), EINVAL);
}

static void wrong_arguments_are_refused(void)
{
    make_pipes();
    int file = file_with("hello"), directory = open("/", O_RDONLY), sockets[2];
    long offset = 0, negative = -1;
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
    CHECK(write(first[1], "hello", 5) == 5);
    CHECK(splice_bytes(-1, NULL, -1, NULL, 0, 0) == 0); /* nothing to do */
    CHECK_FAILS(splice_bytes(file, NULL, second[1], NULL, 1, 16), EINVAL);
    CHECK_FAILS(splice_bytes(-1, NULL, second[1], NULL, 1, 0), EBADF);
    CHECK_FAILS(splice_bytes(first[1], NULL, second[1], NULL, 1, 0), EBADF);
    CHECK_FAILS(splice_bytes(first[0], NULL, second[0], NULL, 1, 0), EBADF);
    CHECK_FAILS(splice_bytes(first[0], NULL, first[1], NULL, 1, 0), EINVAL);
    CHECK_FAILS(splice_bytes(file, NULL, file_with("x"), NULL, 1, 0), EINVAL);
    CHECK_FAILS(splice_bytes(first[0], &offset, second[1], NULL, 1, 0), ESPIPE);
    CHECK_FAILS(splice_bytes(first[0], &offset, file, NULL, 1, 0), ESPIPE);
    CHECK_FAILS(splice_bytes(file, NULL, second[1], &offset, 1, 0), ESPIPE);
    CHECK_FAILS(splice_bytes(file, &negative, second[1], NULL, 1, 0), EINVAL);
    CHECK_FAILS(splice_bytes(first[0], NULL, file, &negative, 1, 0), EINVAL);
    CHECK_FAILS(splice_bytes(file, (long *)8, second[1], NULL, 1, 0), EFAULT);
    CHECK_FAILS(splice_bytes(sockets[0], &offset, second[1], NULL, 1, 0), EINVAL);
    CHECK(splice_bytes(directory, NULL, second[1], NULL, 1, 0) == -1);
    CHECK(fcntl(file, F_SETFL, O_APPEND) == 0);
    CHECK_FAILS(splice_bytes(first[0], NULL, file, NULL, 1, 0), EINVAL);
    CHECK(reads(first[0], "hello"));
}

static void an_empty_or_full_pipe_is_not_waited_for_without_blocking(void)
{
    make_pipes();
    int file = file_with("hello");
    CHECK_FAILS(splice_bytes(first[0], NULL, second[1], NULL, 1, SPLICE_F_NONBLOCK), EAGAIN);
    CHECK_FAILS(splice_bytes(first[0], NULL, file, NULL, 1, SPLICE_F_NONBLOCK), EAGAIN);
    CHECK(fcntl(first[1], F_SETFL, O_NONBLOCK) == 0);
    static char page[PAGE];
    while (write(first[1], page, PAGE) == PAGE)
        ;
    CHECK_FAILS(splice_bytes(file, NULL, first[1], NULL, 1, SPLICE_F_NONBLOCK), EAGAIN);
    CHECK_FAILS(splice_bytes(file, NULL, first[1], NULL, 1, 0), EAGAIN);
    CHECK_FAILS(vmsplice_bytes(first[1], "x", 1, SPLICE_F_NONBLOCK), EAGAIN);
    CHECK(close(second[1]) == 0);
    CHECK(splice_bytes(second[0], NULL, file, NULL, 1, 0) == 0); /* nobody will write */
}

static void a_pipe_without_readers_is_broken(void)
{
    make_pipes();
    signal(SIGPIPE, SIG_IGN);
    CHECK(close(second[0]) == 0);
    CHECK(write(first[1], "hello", 5) == 5);
    CHECK_FAILS(splice_bytes(file_with("x"), NULL, second[1], NULL, 1, 0), EPIPE);
    CHECK_FAILS(splice_bytes(first[0], NULL, second[1], NULL, 1, 0), EPIPE);
    CHECK_FAILS(vmsplice_bytes(second[1], "x", 1, 0), EPIPE);
}

static void sockets_and_devices_can_be_at_the_other_end(void)
{
    int sockets[2];
    make_pipes();
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
    CHECK(write(sockets[0], "hello", 5) == 5);
    CHECK(splice_bytes(sockets[1], NULL, first[1], NULL, 100, 0) == 5);
    CHECK(splice_bytes(first[0], NULL, sockets[1], NULL, 3, 0) == 3);
    CHECK(reads(sockets[0], "hel"));
    CHECK(splice_bytes(first[0], NULL, open("/dev/null", O_WRONLY), NULL, 100, 0) == 2);
    char zeros[16] = "x";
    CHECK(splice_bytes(open("/dev/zero", O_RDONLY), NULL, first[1], NULL, 16, 0) == 16);
    CHECK(read(first[0], zeros, 16) == 16 && zeros[0] == 0);
}

static void write_late(void)
{
    let_others_run();
    CHECK(write(first[1], "late", 4) == 4);
}

static void an_empty_pipe_is_waited_for(void)
{
    make_pipes();
    pid_t child = start(write_late);
    CHECK(splice_bytes(first[0], NULL, second[1], NULL, 100, 0) == 4);
    CHECK(reads(second[0], "late"));
    CHECK(exit_status(child) == 0);
}

static void read_all(void)
{
    char text[PAGE];
    long total = 0, size;
    CHECK(close(first[1]) == 0);
    while ((size = read(first[0], text, sizeof text)) > 0)
        total += size;
    CHECK(total == 300 * 1000);
}

static void much_goes_through_a_pipe_in_the_right_order(void)
{
    static char text[1000];
    int file = file_with("");
    for (int i = 0; i < 300; i++) {
        memset(text, i, sizeof text);
        CHECK(write(file, text, sizeof text) == sizeof text);
    }
    make_pipes();
    pid_t child = start(read_all);
    long offset = 0, moved;
    while ((moved = splice_bytes(file, &offset, first[1], NULL, 1 << 20, 0)) > 0)
        ;
    CHECK(moved == 0 && offset == 300 * 1000);
    CHECK(close(first[1]) == 0);
    CHECK(exit_status(child) == 0);
}

int main(void)
{
    RUN(a_file_goes_into_a_pipe_and_its_position_moves_on);
    RUN(a_pipe_goes_into_a_file);
    RUN(a_pipe_goes_into_another);
    RUN(tee_leaves_what_it_copies);
    RUN(vmsplice_adds_memory_to_a_pipe_and_fills_it_from_one);
    RUN(wrong_arguments_are_refused);
    RUN(an_empty_or_full_pipe_is_not_waited_for_without_blocking);
    RUN(a_pipe_without_readers_is_broken);
    RUN(sockets_and_devices_can_be_at_the_other_end);
    RUN(an_empty_pipe_is_waited_for);
    RUN(much_goes_through_a_pipe_in_the_right_order);
    return finish();
}
