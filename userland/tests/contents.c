/* What is in files: reading and writing, size, holes, and what mappings share with them. */
#include "check.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#define CALL_fallocate 47
#define FILE_SIZE 1 /* RLIMIT_FSIZE */
#define KEEP_SIZE 1
#define PUNCH_HOLE 2
#define DATA 3
#define HOLE 4

/* A new file, whose name is gone already. */
static int new_file(void)
{
    char name[40];
    snprintf(name, sizeof name, "/tmp/foal-contents-%d", getpid());
    int fd = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (fd < 0)
        skip("no file for the test");
    CHECK(unlink(name) == 0);
    return fd;
}

static struct stat about(int fd)
{
    struct stat status = {0};
    CHECK(fstat(fd, &status) == 0);
    return status;
}

static char at(int fd, off_t offset)
{
    char byte = 0x55;
    CHECK(lseek(fd, offset, SEEK_SET) == offset && read(fd, &byte, 1) == 1);
    return byte;
}

static void what_was_written_is_read_again(void)
{
    static char out[200000], in[200001];
    for (unsigned i = 0; i < sizeof out; i++)
        out[i] = (char)(i * 2654435761u >> 13);
    int fd = new_file();
    CHECK(write(fd, out, 100) == 100 && write(fd, out + 100, 199900) == 199900);
    CHECK(read(fd, in, 10) == 0);
    CHECK(lseek(fd, 0, SEEK_SET) == 0);
    CHECK(read(fd, in, 4095) == 4095 && read(fd, in + 4095, sizeof in - 4095) == (ssize_t)sizeof in - 1 - 4095);
    CHECK(memcmp(in, out, sizeof out) == 0);
    CHECK(about(fd).st_size == 200000 && about(fd).st_blocks == 49 * 8);
}

static void writing_far_away_leaves_a_hole_of_zeros(void)
{
    int fd = new_file();
    off_t far = 1L << 40;
    CHECK(write(fd, "a", 1) == 1 && lseek(fd, far, SEEK_SET) == far && write(fd, "z", 1) == 1);
    CHECK(about(fd).st_size == far + 1 && about(fd).st_blocks == 16);
    CHECK(at(fd, 0) == 'a' && at(fd, 1) == 0 && at(fd, far / 2) == 0 && at(fd, far) == 'z');
    CHECK(about(fd).st_blocks == 16);
    CHECK(lseek(fd, 0, DATA) == 0 && lseek(fd, 0, HOLE) == PAGE && lseek(fd, 5000, HOLE) == 5000);
    CHECK(lseek(fd, PAGE, DATA) == far && lseek(fd, far, HOLE) == far + 1);
    CHECK_FAILS(lseek(fd, far + 1, DATA), ENXIO);
    CHECK_FAILS(lseek(fd, far + 1, HOLE), ENXIO);
}

static void positions_can_be_anywhere_but_below_the_beginning(void)
{
    int fd = new_file();
    char byte;
    CHECK(write(fd, "abc", 3) == 3);
    CHECK(lseek(fd, -1, SEEK_END) == 2 && lseek(fd, -1, SEEK_CUR) == 1 && read(fd, &byte, 1) == 1 && byte == 'b');
    CHECK_FAILS(lseek(fd, -1, SEEK_SET), EINVAL);
    CHECK_FAILS(lseek(fd, -4, SEEK_END), EINVAL);
    CHECK_FAILS(lseek(fd, 0, 99), EINVAL);
    CHECK(lseek(fd, 0, SEEK_CUR) == 2);
    CHECK(lseek(fd, 100, SEEK_SET) == 100 && read(fd, &byte, 1) == 0);
}

static void appending_goes_to_the_end_wherever_the_position_is(void)
{
    int fd = new_file();
    CHECK(write(fd, "abc", 3) == 3);
    CHECK(fcntl(fd, F_SETFL, O_APPEND) == 0);
    CHECK(lseek(fd, 0, SEEK_SET) == 0 && write(fd, "d", 1) == 1 && lseek(fd, 0, SEEK_CUR) == 4);
    CHECK(at(fd, 0) == 'a' && at(fd, 3) == 'd');
}

static void several_buffers_are_one_write(void)
{
    int fd = new_file();
    char text[12] = "";
    struct iovec out[3] = {{"one ", 4}, {NULL, 0}, {"two", 3}};
    CHECK(writev(fd, out, 3) == 7);
    struct iovec in[2] = {{text, 2}, {text + 2, 9}};
    CHECK(lseek(fd, 0, SEEK_SET) == 0 && readv(fd, in, 2) == 7 && strcmp(text, "one two") == 0);
}

static char *volatile nowhere = (char *)8;

static void a_bad_buffer_fails_or_ends_the_transfer(void)
{
    int fd = new_file();
    char *pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(munmap(pages + PAGE, PAGE) == 0);
    CHECK_FAILS(write(fd, nowhere, 10), EFAULT);
    CHECK(write(fd, pages, PAGE) == PAGE && lseek(fd, 0, SEEK_SET) == 0);
    CHECK_FAILS(read(fd, nowhere, 10), EFAULT);
    if (on_qemu())
        return; /* it checks all of a buffer first */
    CHECK(read(fd, pages + PAGE - 10, 20) == 10);
    CHECK(write(fd, pages + PAGE - 10, 20) == 10);
}

static void truncating_drops_what_is_behind_and_growing_brings_zeros(void)
{
    int fd = new_file();
    static char text[3 * PAGE];
    memset(text, 'x', sizeof text);
    CHECK(write(fd, text, sizeof text) == sizeof text);
    CHECK(ftruncate(fd, PAGE + 10) == 0 && about(fd).st_size == PAGE + 10 && about(fd).st_blocks == 16);
    CHECK(ftruncate(fd, 3 * PAGE) == 0);
    CHECK(at(fd, PAGE + 9) == 'x' && at(fd, PAGE + 10) == 0 && at(fd, 3 * PAGE - 1) == 0);
    CHECK_FAILS(ftruncate(fd, -1), EINVAL);
    CHECK_FAILS(truncate("/tmp", 0), EISDIR);
    int ends[2];
    CHECK(pipe(ends) == 0);
    CHECK_FAILS(ftruncate(ends[1], 0), EINVAL);
}

static void space_can_be_reserved_and_given_back(void)
{
    int fd = new_file();
    if (syscall(CALL_fallocate, fd, 0, 0, 3 * PAGE) != 0)
        skip("no fallocate here");
    CHECK(about(fd).st_size == 3 * PAGE && about(fd).st_blocks == 24);
    CHECK(syscall(CALL_fallocate, fd, KEEP_SIZE, 3 * PAGE, PAGE) == 0 && about(fd).st_size == 3 * PAGE);
    static char text[3 * PAGE];
    memset(text, 'x', sizeof text);
    CHECK(write(fd, text, sizeof text) == sizeof text);
    CHECK(syscall(CALL_fallocate, fd, PUNCH_HOLE | KEEP_SIZE, 10, 2 * PAGE) == 0 && about(fd).st_size == 3 * PAGE);
    CHECK(at(fd, 9) == 'x' && at(fd, 10) == 0 && at(fd, 2 * PAGE + 9) == 0 && at(fd, 2 * PAGE + 10) == 'x');
    CHECK_FAILS(syscall(CALL_fallocate, fd, PUNCH_HOLE, 0, PAGE), EOPNOTSUPP);
    CHECK_FAILS(syscall(CALL_fallocate, fd, 0, -1, PAGE), EINVAL);
    CHECK_FAILS(syscall(CALL_fallocate, fd, 0, 0, 0), EINVAL);
}

static void no_space_is_given_beyond_the_largest_file_that_is_allowed(void)
{
    struct rlimit limit = {2 * PAGE, 2 * PAGE};
    int fd = new_file();
    signal(SIGXFSZ, SIG_IGN);
    CHECK(setrlimit(FILE_SIZE, &limit) == 0);
    CHECK(syscall(CALL_fallocate, fd, 0, 0L, 2L * PAGE) == 0);
    CHECK_FAILS(syscall(CALL_fallocate, fd, 0, 0L, 2L * PAGE + 1), EFBIG);
    CHECK(syscall(CALL_fallocate, fd, KEEP_SIZE, 0L, 2L * PAGE + 1) == 0);
    CHECK(about(fd).st_size == 2 * PAGE);
}

static void a_shared_mapping_and_the_file_are_the_same_bytes(void)
{
    int fd = new_file();
    CHECK(ftruncate(fd, 2 * PAGE) == 0);
    char *pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    CHECK(pages != MAP_FAILED);
    pages[5] = 'm';
    CHECK(at(fd, 5) == 'm');
    CHECK(lseek(fd, PAGE, SEEK_SET) == PAGE && write(fd, "f", 1) == 1 && pages[PAGE] == 'f');
    char *own = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    own[5] = 'p';
    CHECK(pages[5] == 'm' && at(fd, 5) == 'm');
    CHECK(close(fd) == 0 && pages[5] == 'm');
}

static int fd_to_truncate;
static char *pages_to_lose;

static void touch_beyond_the_end(void)
{
    CHECK(ftruncate(fd_to_truncate, 10) == 0);
    CHECK(pages_to_lose[0] == 'a' && pages_to_lose[20] == 0);
    pages_to_lose[PAGE]++;
}

static void truncating_takes_pages_from_those_who_have_mapped_them(void)
{
    fd_to_truncate = new_file();
    static char text[2 * PAGE] = "a";
    text[20] = text[PAGE] = 'b';
    CHECK(write(fd_to_truncate, text, sizeof text) == sizeof text);
    pages_to_lose = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd_to_truncate, 0);
    CHECK(pages_to_lose[PAGE] == 'b');
    CHECK(death_signal(start(touch_beyond_the_end)) == SIGBUS);
}

static void what_is_open_for_one_thing_is_not_for_the_other(void)
{
    char byte = 0, name[40];
    snprintf(name, sizeof name, "/tmp/foal-one-way-%d", getpid());
    int out = open(name, O_WRONLY | O_CREAT, 0600), in = open(name, O_RDONLY);
    CHECK(unlink(name) == 0);
    CHECK_FAILS(read(out, &byte, 1), EBADF);
    CHECK_FAILS(write(in, &byte, 1), EBADF);
    CHECK_FAILS(ftruncate(in, 0), EINVAL);
    CHECK(fsync(in) == 0 && fsync(out) == 0);
}

int main(void)
{
    RUN(what_was_written_is_read_again);
    RUN(writing_far_away_leaves_a_hole_of_zeros);
    RUN(positions_can_be_anywhere_but_below_the_beginning);
    RUN(appending_goes_to_the_end_wherever_the_position_is);
    RUN(several_buffers_are_one_write);
    RUN(a_bad_buffer_fails_or_ends_the_transfer);
    RUN(truncating_drops_what_is_behind_and_growing_brings_zeros);
    RUN(space_can_be_reserved_and_given_back);
    RUN(no_space_is_given_beyond_the_largest_file_that_is_allowed);
    RUN(a_shared_mapping_and_the_file_are_the_same_bytes);
    RUN(truncating_takes_pages_from_those_who_have_mapped_them);
    RUN(what_is_open_for_one_thing_is_not_for_the_other);
    return finish();
}
