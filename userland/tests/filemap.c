/* Files in memory: what is stored there is in the file, and the reverse. */
#include "check.h"
#include <fcntl.h>
#include <stdint.h>
#include <sys/syscall.h>

#define RW (PROT_READ | PROT_WRITE)

static int resize(int fd, long size)
{
    return syscall(SYS_ftruncate, fd, size);
}

/* A new file without a name, open for reading and writing, whose pages begin with 1, 2, 3 and so on. */
static int numbered_file(int pages, long size)
{
    char path[40];
    snprintf(path, sizeof path, "/tmp/foal-map-%d", (int)getpid());
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR, 0600);
    CHECK(fd >= 0 && unlink(path) == 0);
    for (int i = 0; i < pages; i++) {
        char number = i + 1;
        CHECK(lseek(fd, i * PAGE, SEEK_SET) == i * PAGE && write(fd, &number, 1) == 1);
    }
    CHECK(resize(fd, size) == 0);
    return fd;
}

static char *map(int fd, size_t size, int flags)
{
    char *memory = mmap(NULL, size, RW, flags, fd, 0);
    CHECK(memory != MAP_FAILED);
    return memory;
}

static int byte_at(int fd, long offset)
{
    unsigned char byte;
    return lseek(fd, offset, SEEK_SET) == offset && read(fd, &byte, 1) == 1 ? byte : -1;
}

static void put_byte(int fd, long offset, char byte)
{
    CHECK(lseek(fd, offset, SEEK_SET) == offset && write(fd, &byte, 1) == 1);
}

static volatile char *target;

static void read_target(void)
{
    (void)*target;
}

static void write_target(void)
{
    *target = 1;
}

static int signal_when_reading(void *address)
{
    target = address;
    return death_signal(start(read_target));
}

static int signal_when_writing(void *address)
{
    target = address;
    return death_signal(start(write_target));
}

static void a_mapping_shows_the_file(void)
{
    int fd = numbered_file(3, 3 * PAGE);
    char *memory = map(fd, 3 * PAGE, MAP_SHARED);
    CHECK(memory[0] == 1 && memory[1] == 0 && memory[PAGE] == 2 && memory[2 * PAGE] == 3);
    char *tail = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 2 * PAGE);
    CHECK(tail[0] == 3);
}

static void stores_to_a_shared_mapping_are_read_from_the_file(void)
{
    int fd = numbered_file(2, 2 * PAGE);
    char *memory = map(fd, 2 * PAGE, MAP_SHARED);
    memory[PAGE + 7] = 77;
    CHECK(byte_at(fd, PAGE + 7) == 77);
    memory[PAGE + 7] = 78;
    CHECK(byte_at(fd, PAGE + 7) == 78);
    CHECK(msync(memory, 2 * PAGE, MS_SYNC) == 0);
}

static void writes_to_the_file_are_seen_in_a_mapping(void)
{
    int fd = numbered_file(2, 2 * PAGE);
    char *shared = map(fd, 2 * PAGE, MAP_SHARED), *private = map(fd, 2 * PAGE, MAP_PRIVATE);
    put_byte(fd, PAGE + 9, 42);
    CHECK(shared[PAGE + 9] == 42 && private[PAGE + 9] == 42);
    put_byte(fd, PAGE + 9, 43);
    CHECK(shared[PAGE + 9] == 43 && private[PAGE + 9] == 43);
}

static void stores_to_a_private_mapping_stay_there(void)
{
    int fd = numbered_file(2, 2 * PAGE);
    char *memory = map(fd, 2 * PAGE, MAP_PRIVATE);
    memory[0] = 99;
    CHECK(byte_at(fd, 0) == 1 && memory[0] == 99);
    put_byte(fd, 1, 50);
    CHECK(memory[1] == 0); /* the page is the process's own by now */
    CHECK(madvise(memory, PAGE, MADV_DONTNEED) == 0);
    CHECK(memory[0] == 1 && memory[1] == 50);
}

static void processes_share_a_file_by_mapping_it(void)
{
    int fd = numbered_file(1, PAGE);
    volatile char *memory = map(fd, PAGE, MAP_SHARED);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        volatile char *own = map(fd, PAGE, MAP_SHARED);
        own[5] = 55;
        memory[6] = 66;
        _exit(0);
    }
    CHECK(exit_status(child) == 0);
    CHECK(memory[5] == 55 && memory[6] == 66 && byte_at(fd, 5) == 55);
}

static void a_mapping_outlives_its_descriptor(void)
{
    int fd = numbered_file(2, 2 * PAGE);
    char *memory = map(fd, 2 * PAGE, MAP_SHARED);
    close(fd);
    CHECK(memory[0] == 1);
    memory[PAGE] = 9;
    CHECK(memory[PAGE] == 9);
}

static void behind_the_end_there_are_zeros_and_then_a_bus_error(void)
{
    int fd = numbered_file(1, 100);
    char *memory = map(fd, 3 * PAGE, MAP_SHARED);
    CHECK(memory[100] == 0 && memory[PAGE - 1] == 0);
    CHECK(signal_when_reading(memory + PAGE) == SIGBUS);
    CHECK(signal_when_writing(memory + 2 * PAGE) == SIGBUS);
    memory[200] = 1; /* is lost */
    CHECK(byte_at(fd, 200) == -1);
    CHECK(resize(fd, 2 * PAGE) == 0);
    CHECK(byte_at(fd, 200) == 0 && memory[200] == 0);
    memory[PAGE] = 5;
    CHECK(byte_at(fd, PAGE) == 5);
}

static void what_is_cut_off_is_gone_from_mappings(void)
{
    int fd = numbered_file(3, 3 * PAGE);
    char *shared = map(fd, 3 * PAGE, MAP_SHARED), *private = map(fd, 3 * PAGE, MAP_PRIVATE);
    private[2 * PAGE] = shared[2 * PAGE] = 1;
    CHECK(resize(fd, PAGE + 1) == 0);
    CHECK(shared[PAGE] == 2 && signal_when_reading(shared + 2 * PAGE) == SIGBUS);
    CHECK(signal_when_reading(private + 2 * PAGE) == SIGBUS);
    CHECK(resize(fd, 3 * PAGE) == 0);
    CHECK(shared[2 * PAGE] == 0 && private[2 * PAGE] == 0);
}

static void the_kernel_reads_into_a_mapping_of_the_same_file(void)
{
    int fd = numbered_file(2, 2 * PAGE);
    char *memory = map(fd, 2 * PAGE, MAP_SHARED);
    CHECK(lseek(fd, PAGE, SEEK_SET) == PAGE && read(fd, memory, PAGE) == PAGE);
    CHECK(memory[0] == 2 && byte_at(fd, 0) == 2);
    CHECK(lseek(fd, 0, SEEK_SET) == 0 && write(fd, memory + PAGE, PAGE) == PAGE && memory[0] == 2);
}

static void the_kernel_cannot_use_memory_behind_the_end(void)
{
    int fd = numbered_file(1, 100), ends[2];
    char *memory = map(fd, 2 * PAGE, MAP_SHARED);
    CHECK(pipe(ends) == 0 && write(ends[1], "text", 4) == 4);
    CHECK_FAILS(read(ends[0], memory + PAGE, 4), EFAULT);
    CHECK_FAILS(write(ends[1], memory + PAGE, 4), EFAULT);
}

static void the_mode_of_opening_limits_the_mapping(void)
{
    char path[40];
    snprintf(path, sizeof path, "/tmp/foal-map-%d", (int)getpid());
    int writing = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600), reading = open(path, O_RDONLY);
    CHECK(unlink(path) == 0 && resize(writing, PAGE) == 0);
    CHECK_FAILS(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, writing, 0), EACCES);
    CHECK_FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, writing, 0), EACCES);
    CHECK_FAILS(mmap(NULL, PAGE, RW, MAP_SHARED, reading, 0), EACCES);
    char *private = mmap(NULL, PAGE, RW, MAP_PRIVATE, reading, 0);
    CHECK(private != MAP_FAILED);
    *private = 1;
    char *shared = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, reading, 0);
    CHECK(shared != MAP_FAILED);
    CHECK_FAILS(mprotect(shared, PAGE, RW), EACCES);
    CHECK(signal_when_writing(shared) == SIGSEGV);
}

static void not_everything_can_be_mapped(void)
{
    int ends[2], folder = open("/", O_RDONLY), file = numbered_file(1, PAGE);
    CHECK(pipe(ends) == 0 && folder >= 0);
    CHECK_FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, ends[0], 0), ENODEV);
    CHECK_FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, folder, 0), ENODEV);
    CHECK_FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 999, 0), EBADF);
    CHECK_FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, file, 1), EINVAL);
    CHECK_FAILS(mmap(NULL, 0, PROT_READ, MAP_PRIVATE, file, 0), EINVAL);
    CHECK_FAILS(mmap(NULL, PAGE, PROT_READ, 0, file, 0), EINVAL);
    if (on_qemu())
        skip("qemu-user checks less");
    CHECK_FAILS(mmap(NULL, PAGE, PROT_READ, MAP_SHARED_VALIDATE | 0x4000000, file, 0), EOPNOTSUPP);
    CHECK_FAILS(mmap(NULL, 2 * PAGE, PROT_READ, MAP_PRIVATE, file, -PAGE), EOVERFLOW);
    CHECK_FAILS(mmap(NULL, 2 * PAGE, PROT_READ, MAP_PRIVATE, file, 0x7ffffffffffff000), EOVERFLOW);
}

static void an_offset_far_behind_the_end_is_allowed_until_it_is_used(void)
{
    int fd = numbered_file(1, PAGE);
    char *memory = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 1L << 40);
    CHECK(memory != MAP_FAILED);
    CHECK(signal_when_reading(memory) == SIGBUS);
}

static void a_mapping_of_a_file_moves_and_grows_over_more_of_it(void)
{
    int fd = numbered_file(4, 4 * PAGE);
    char *memory = mremap(map(fd, 2 * PAGE, MAP_SHARED), 2 * PAGE, 4 * PAGE, MREMAP_MAYMOVE);
    CHECK(memory != MAP_FAILED && memory[0] == 1 && memory[PAGE] == 2 && memory[2 * PAGE] == 3 && memory[3 * PAGE] == 4);
    memory[3 * PAGE] = 44;
    CHECK(byte_at(fd, 3 * PAGE) == 44);
}

static void code_in_a_file_can_be_run_and_replaced(void)
{
    unsigned int set_1[] = {0x00100513, 0x00008067}, set_2[] = {0x00200513, 0x00008067}; /* li a0, N; ret */
    if (on_qemu())
        skip("qemu-user does not see that the code changes");
    int fd = numbered_file(0, PAGE);
    CHECK(write(fd, set_1, sizeof set_1) == sizeof set_1);
    int (*code)(void) = (int (*)(void))mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    asm volatile("fence.i" : : : "memory");
    CHECK(code() == 1);
    for (int round = 0; round < 3; round++) {
        CHECK(lseek(fd, 0, SEEK_SET) == 0 && write(fd, set_2, sizeof set_2) == sizeof set_2);
        asm volatile("fence.i" : : : "memory");
        CHECK(code() == 2);
        CHECK(lseek(fd, 0, SEEK_SET) == 0 && write(fd, set_1, sizeof set_1) == sizeof set_1);
        asm volatile("fence.i" : : : "memory");
        CHECK(code() == 1);
    }
}

static void a_file_in_memory_is_a_file_like_others(void)
{
    static char long_name[300];
    int fd = syscall(SYS_memfd_create, "name", 0);
    CHECK(fd >= 0 && resize(fd, 2 * PAGE) == 0);
    char *memory = map(fd, 2 * PAGE, MAP_SHARED);
    memory[PAGE] = 4;
    CHECK(byte_at(fd, PAGE) == 4 && fcntl(fd, F_GETFD) == 0);
    put_byte(fd, 3, 5);
    CHECK(memory[3] == 5);
    close(fd);
    CHECK(memory[3] == 5);
    fd = syscall(SYS_memfd_create, "", 1);
    CHECK(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
    CHECK_FAILS(syscall(SYS_memfd_create, "name", 1 << 20), EINVAL);
    CHECK_FAILS(syscall(SYS_memfd_create, (char *)8, 0), EFAULT);
    memset(long_name, 'x', sizeof long_name - 1);
    CHECK_FAILS(syscall(SYS_memfd_create, long_name, 0), EINVAL);
}

int main(void)
{
    RUN(a_mapping_shows_the_file);
    RUN(stores_to_a_shared_mapping_are_read_from_the_file);
    RUN(writes_to_the_file_are_seen_in_a_mapping);
    RUN(stores_to_a_private_mapping_stay_there);
    RUN(processes_share_a_file_by_mapping_it);
    RUN(a_mapping_outlives_its_descriptor);
    RUN(behind_the_end_there_are_zeros_and_then_a_bus_error);
    RUN(what_is_cut_off_is_gone_from_mappings);
    RUN(the_kernel_reads_into_a_mapping_of_the_same_file);
    RUN(the_kernel_cannot_use_memory_behind_the_end);
    RUN(the_mode_of_opening_limits_the_mapping);
    RUN(not_everything_can_be_mapped);
    RUN(an_offset_far_behind_the_end_is_allowed_until_it_is_used);
    RUN(a_mapping_of_a_file_moves_and_grows_over_more_of_it);
    RUN(a_file_in_memory_is_a_file_like_others);
    RUN(code_in_a_file_can_be_run_and_replaced);
    return finish();
}
