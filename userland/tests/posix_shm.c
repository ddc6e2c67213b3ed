/* POSIX shared memory: names, sizes that change, and who shares it (shm_overview(7), memfd_create(2)). */
#include "check.h"
#include <fcntl.h>
#include <sys/stat.h>

static char name[40];

static int new_object(off_t size)
{
    snprintf(name, sizeof name, "/foal-shm-%d", getpid());
    int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    CHECK(fd >= 0 && ftruncate(fd, size) == 0);
    return fd;
}

static char *map(int fd, size_t size)
{
    char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    CHECK(memory != MAP_FAILED);
    return memory;
}

static off_t size_of(int fd)
{
    struct stat status;
    CHECK(fstat(fd, &status) == 0);
    return status.st_size;
}

static void a_name_is_made_once_and_found_until_it_is_unlinked(void)
{
    int fd = new_object(0);
    char path[60];
    snprintf(path, sizeof path, "/dev/shm%s", name);
    CHECK(size_of(fd) == 0 && (fcntl(fd, F_GETFD) & FD_CLOEXEC));
    CHECK(access(path, R_OK | W_OK) == 0); /* where everybody sees it */
    CHECK_FAILS(shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600), EEXIST);
    CHECK(shm_open(name, O_RDWR, 0) >= 0);
    CHECK(shm_unlink(name) == 0);
    CHECK_FAILS(access(path, F_OK), ENOENT);
    CHECK_FAILS(shm_unlink(name), ENOENT);
    CHECK_FAILS(shm_open(name, O_RDWR, 0), ENOENT);
    CHECK_FAILS(shm_open("/", O_RDWR | O_CREAT, 0600), EINVAL);
    CHECK_FAILS(shm_open("/a/b", O_RDWR | O_CREAT, 0600), EINVAL);
}

static void store_there(void)
{
    int fd = shm_open(name, O_RDWR, 0);
    strcpy(map(fd, PAGE) + 100, "kept");
}

static void what_is_stored_outlives_its_processes(void)
{
    int fd = new_object(PAGE);
    CHECK(close(fd) == 0);
    CHECK(exit_status(start(store_there)) == 0);
    fd = shm_open(name, O_RDONLY, 0);
    char text[5];
    CHECK(lseek(fd, 100, SEEK_SET) == 100 && read(fd, text, 5) == 5 && strcmp(text, "kept") == 0);
    CHECK(shm_unlink(name) == 0);
}

static void an_unlinked_object_lives_while_it_is_mapped(void)
{
    int fd = new_object(PAGE);
    char *memory = map(fd, PAGE), *again = map(fd, PAGE);
    CHECK(shm_unlink(name) == 0 && close(fd) == 0);
    memory[7] = 'x';
    CHECK(again[7] == 'x');
}

static void it_can_be_truncated_when_it_is_opened(void)
{
    int fd = new_object(PAGE);
    map(fd, PAGE)[0] = 'x';
    int other = shm_open(name, O_RDWR | O_TRUNC, 0);
    CHECK(other >= 0 && size_of(fd) == 0);
    CHECK(ftruncate(fd, PAGE) == 0 && map(fd, PAGE)[0] == '\0');
    CHECK(shm_unlink(name) == 0);
}

static void it_can_grow_while_it_is_mapped(void)
{
    int fd = new_object(PAGE);
    char *memory = map(fd, 3 * PAGE);
    memory[0] = 'a';
    CHECK(ftruncate(fd, 3 * PAGE) == 0);
    memory[2 * PAGE] = 'c'; /* there was nothing there when it was mapped */
    char byte;
    CHECK(lseek(fd, 2 * PAGE, SEEK_SET) == 2 * PAGE && read(fd, &byte, 1) == 1 && byte == 'c' && memory[0] == 'a' && memory[PAGE] == 0);
    CHECK(shm_unlink(name) == 0);
}

static char *mapped;

static void touch_second_page(void)
{
    mapped[PAGE] = 'x';
}

static void what_is_cut_off_while_it_is_mapped_is_a_bus_error(void)
{
    int fd = new_object(2 * PAGE);
    mapped = map(fd, 2 * PAGE);
    mapped[0] = 'a';
    mapped[PAGE] = 'b';
    CHECK(ftruncate(fd, PAGE) == 0);
    CHECK(mapped[0] == 'a' && death_signal(start(touch_second_page)) == SIGBUS);
    CHECK(ftruncate(fd, 2 * PAGE) == 0 && mapped[PAGE] == 0); /* what was there is gone for good */
    CHECK(shm_unlink(name) == 0);
}

static void sizes_have_limits(void)
{
    int fd = new_object(PAGE);
    CHECK_FAILS(ftruncate(fd, -1), EINVAL);
    int readable = shm_open(name, O_RDONLY, 0);
    CHECK_FAILS(ftruncate(readable, PAGE), EINVAL);
    CHECK(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, readable, 0) == MAP_FAILED && errno == EACCES);
    CHECK(mmap(NULL, 0, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED && errno == EINVAL);
    CHECK(shm_unlink(name) == 0);
}

static int nameless;

static void add_to_it(void)
{
    map(nameless, PAGE)[0]++;
}

static void memory_without_a_name_is_shared_by_its_descriptor(void)
{
    nameless = memfd_create("text", MFD_CLOEXEC);
    CHECK(nameless >= 0 && size_of(nameless) == 0 && ftruncate(nameless, PAGE) == 0);
    char *memory = map(nameless, PAGE);
    for (int i = 0; i < 3; i++)
        CHECK(exit_status(start(add_to_it)) == 0);
    CHECK(memory[0] == 3);
    CHECK(ftruncate(nameless, 3 * PAGE) == 0 && size_of(nameless) == 3 * PAGE);
    CHECK(write(nameless, "abc", 3) == 3 && memcmp(memory, "abc", 3) == 0);
}

int main(void)
{
    RUN(a_name_is_made_once_and_found_until_it_is_unlinked);
    RUN(what_is_stored_outlives_its_processes);
    RUN(an_unlinked_object_lives_while_it_is_mapped);
    RUN(it_can_be_truncated_when_it_is_opened);
    RUN(it_can_grow_while_it_is_mapped);
    RUN(what_is_cut_off_while_it_is_mapped_is_a_bus_error);
    RUN(sizes_have_limits);
    RUN(memory_without_a_name_is_shared_by_its_descriptor);
    return finish();
}
