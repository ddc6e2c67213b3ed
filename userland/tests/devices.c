/* The devices that are made of memory. */
#include "check.h"
#include <fcntl.h>

static int opened(const char *path)
{
    int fd = open(path, O_RDWR);
    CHECK(fd >= 0);
    return fd;
}

static void null_is_at_its_end_and_takes_everything(void)
{
    char byte = 'x';
    int fd = opened("/dev/null");
    CHECK(read(fd, &byte, 1) == 0);
    CHECK(write(fd, "anything", 8) == 8);
    CHECK(lseek(fd, 5, SEEK_SET) == 0);
    CHECK(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED && errno == ENODEV);
}

static void zero_gives_zeros_and_takes_everything(void)
{
    static char buffer[100000];
    memset(buffer, 'x', sizeof buffer);
    int fd = opened("/dev/zero");
    CHECK(read(fd, buffer, sizeof buffer) == sizeof buffer);
    for (size_t i = 0; i < sizeof buffer; i++)
        CHECK(buffer[i] == 0);
    CHECK(write(fd, buffer, sizeof buffer) == sizeof buffer);
    CHECK_FAILS(read(fd, (void *)8, 100), EFAULT);
}

static void a_mapping_of_zero_is_an_anonymous_area(void)
{
    int fd = opened("/dev/zero");
    char *mine = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    char *ours = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    char *others = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    CHECK(mine != MAP_FAILED && ours != MAP_FAILED && others != MAP_FAILED);
    CHECK(mine[1] == 0 && ours[1] == 0);
    mine[1] = ours[1] = 'x';
    CHECK(others[1] == 0);
    pid_t child = fork();
    if (child == 0) {
        mine[1] = ours[1] = 'y';
        _exit(0);
    }
    CHECK(exit_status(child) == 0);
    CHECK(mine[1] == 'x' && ours[1] == 'y');
}

static void full_has_zeros_and_no_room(void)
{
    char byte = 'x';
    int fd = opened("/dev/full");
    CHECK(read(fd, &byte, 1) == 1 && byte == 0);
    CHECK_FAILS(write(fd, "x", 1), ENOSPC);
}

static void random_bytes_differ_each_time(void)
{
    const char *paths[] = {"/dev/random", "/dev/urandom"};
    for (int i = 0; i < 2; i++) {
        char one[64], other[64];
        int fd = opened(paths[i]);
        CHECK(read(fd, one, 64) == 64);
        CHECK(read(fd, other, 64) == 64);
        CHECK(memcmp(one, other, 64) != 0);
        CHECK(write(fd, one, 64) == 64);
    }
}

int main(void)
{
    RUN(null_is_at_its_end_and_takes_everything);
    RUN(zero_gives_zeros_and_takes_everything);
    RUN(a_mapping_of_zero_is_an_anonymous_area);
    RUN(full_has_zeros_and_no_room);
    RUN(random_bytes_differ_each_time);
    return finish();
}
