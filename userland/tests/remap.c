/* Mappings that move, change their size, or forget their pages; stacks that grow; memory that is asked about. */
#include "check.h"
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#define RW (PROT_READ | PROT_WRITE)

static char *map(size_t size, int flags)
{
    char *memory = mmap(NULL, size, RW, flags | MAP_ANONYMOUS, -1, 0);
    CHECK(memory != MAP_FAILED);
    return memory;
}

static volatile char *target;

static void read_target(void)
{
    (void)*target;
}

static int signal_when_reading(void *address)
{
    target = address;
    return death_signal(start(read_target));
}

/* Memory whose pages begin with 1, 2, 3 and so on. */
static char *numbered_pages(int count, int flags)
{
    char *memory = map(count * PAGE, flags);
    for (int i = 0; i < count; i++)
        memory[i * PAGE] = i + 1;
    return memory;
}

static int is_numbered(const char *memory, int from, int count)
{
    for (int i = 0; i < count; i++)
        if (memory[i * PAGE] != from + i)
            return 0;
    return 1;
}

/* ---- mremap ---- */

static void a_mapping_shrinks_in_place(void)
{
    char *memory = numbered_pages(4, MAP_PRIVATE);
    CHECK(mremap(memory, 4 * PAGE, 2 * PAGE, 0) == memory);
    CHECK(is_numbered(memory, 1, 2));
    CHECK(signal_when_reading(memory + 2 * PAGE) == SIGSEGV);
}

static void a_mapping_grows_in_place_if_there_is_room(void)
{
    char *memory = numbered_pages(4, MAP_PRIVATE);
    munmap(memory + 2 * PAGE, 2 * PAGE);
    CHECK(mremap(memory, 2 * PAGE, 4 * PAGE, 0) == memory);
    CHECK(is_numbered(memory, 1, 2) && memory[2 * PAGE] == 0 && memory[3 * PAGE] == 0);
}

static void a_mapping_moves_if_it_may(void)
{
    char *memory = numbered_pages(4, MAP_PRIVATE);
    CHECK_FAILS(mremap(memory, 2 * PAGE, 4 * PAGE, 0), ENOMEM);
    CHECK(is_numbered(memory, 1, 4));
    char *moved = mremap(memory, 2 * PAGE, 8 * PAGE, MREMAP_MAYMOVE);
    CHECK(moved != MAP_FAILED && moved != memory);
    CHECK(is_numbered(moved, 1, 2) && moved[2 * PAGE] == 0 && moved[7 * PAGE] == 0);
    CHECK(is_numbered(memory + 2 * PAGE, 3, 2));
    CHECK(signal_when_reading(memory) == SIGSEGV);
    moved[7 * PAGE] = 1;
}

static void a_mapping_moves_to_where_it_is_told(void)
{
    char *memory = numbered_pages(4, MAP_PRIVATE), *other = numbered_pages(8, MAP_PRIVATE);
    CHECK(mremap(memory, 4 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, other + 2 * PAGE) == other + 2 * PAGE);
    CHECK(is_numbered(other, 1, 2) && is_numbered(other + 2 * PAGE, 1, 4) && is_numbered(other + 6 * PAGE, 7, 2));
    CHECK(signal_when_reading(memory) == SIGSEGV);
    CHECK(mremap(other, 8 * PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, memory) == MAP_FAILED || memory[0] == 1);
}

static void moved_pages_are_still_shared_or_private(void)
{
    char *shared = numbered_pages(2, MAP_SHARED), *private = numbered_pages(2, MAP_PRIVATE);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        shared = mremap(shared, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, map(8 * PAGE, MAP_PRIVATE));
        private = mremap(private, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, map(8 * PAGE, MAP_PRIVATE));
        shared[0] = private[0] = 99;
        _exit(0);
    }
    CHECK(exit_status(child) == 0);
    CHECK(shared[0] == 99 && private[0] == 1);
}

static void a_shared_mapping_can_be_had_twice(void)
{
    char *memory = numbered_pages(2, MAP_SHARED);
    if (on_qemu())
        skip("qemu-user refuses it");
    char *twin = mremap(memory, 0, 2 * PAGE, MREMAP_MAYMOVE);
    CHECK(twin != MAP_FAILED && twin != memory);
    twin[0] = 55;
    CHECK(memory[0] == 55 && is_numbered(twin + PAGE, 2, 1));
    char *private = map(PAGE, MAP_PRIVATE);
    CHECK_FAILS(mremap(private, 0, PAGE, MREMAP_MAYMOVE), EINVAL);
}

static void mremap_refuses_bad_arguments(void)
{
    char *memory = map(4 * PAGE, MAP_PRIVATE);
    munmap(memory + 3 * PAGE, PAGE);
    CHECK_FAILS(mremap(memory + 1, PAGE, 2 * PAGE, MREMAP_MAYMOVE), EINVAL);
    CHECK_FAILS(mremap(memory, PAGE, PAGE, 64), EINVAL);
    CHECK_FAILS(mremap(memory, PAGE, PAGE, MREMAP_FIXED, memory + PAGE), EINVAL);
    CHECK_FAILS(mremap(memory, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, memory + PAGE), EINVAL);
    CHECK_FAILS(mremap(memory, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, memory + PAGE + 1), EINVAL);
    CHECK_FAILS(mremap(memory + 3 * PAGE, PAGE, 2 * PAGE, MREMAP_MAYMOVE), EFAULT);
    CHECK_FAILS(mremap(memory, 4 * PAGE, 8 * PAGE, MREMAP_MAYMOVE), EFAULT);
    if (on_qemu())
        skip("qemu-user reports other errors");
    CHECK_FAILS(mremap(memory, PAGE, 0, MREMAP_MAYMOVE), EINVAL);
    CHECK_FAILS(mremap(memory, PAGE, (size_t)1 << 50, MREMAP_MAYMOVE), ENOMEM);
    CHECK_FAILS(mremap(memory, PAGE, -(size_t)PAGE, MREMAP_MAYMOVE), ENOMEM);
    CHECK_FAILS(mremap(memory, -(size_t)PAGE, PAGE, MREMAP_MAYMOVE), EINVAL);
}

/* ---- madvise and others ---- */

static void pages_that_are_not_needed_become_zeros(void)
{
    char *memory = numbered_pages(4, MAP_PRIVATE), *shared = numbered_pages(4, MAP_SHARED);
    CHECK(madvise(memory + PAGE, 2 * PAGE, MADV_DONTNEED) == 0);
    CHECK(memory[0] == 1 && memory[PAGE] == 0 && memory[2 * PAGE] == 0 && memory[3 * PAGE] == 4);
    memory[PAGE] = 5;
    CHECK(memory[PAGE] == 5);
    CHECK(madvise(shared, 4 * PAGE, MADV_DONTNEED) == 0);
    CHECK(is_numbered(shared, 1, 4));
}

static void advice_is_checked(void)
{
    char *memory = map(3 * PAGE, MAP_PRIVATE);
    CHECK(madvise(memory, 3 * PAGE, MADV_NORMAL) == 0);
    CHECK(madvise(memory, 3 * PAGE, MADV_WILLNEED) == 0);
    CHECK(madvise(memory, 0, MADV_DONTNEED) == 0);
    CHECK_FAILS(madvise(memory + 1, PAGE, MADV_DONTNEED), EINVAL);
    munmap(memory + PAGE, PAGE);
    memory[0] = memory[2 * PAGE] = 1;
    if (on_qemu())
        skip("qemu-user accepts any advice");
    CHECK_FAILS(madvise(memory, PAGE, 12345), EINVAL);
    CHECK_FAILS(madvise(memory, -(size_t)PAGE, MADV_DONTNEED), EINVAL);
    CHECK_FAILS(madvise(memory, 3 * PAGE, MADV_DONTNEED), ENOMEM);
    CHECK(memory[0] == 0 && memory[2 * PAGE] == 0); /* it is done all the same */
}

static void memory_can_be_locked(void)
{
    char *memory = map(2 * PAGE, MAP_PRIVATE);
    CHECK(mlock(memory + 100, 100) == 0 && munlock(memory, PAGE) == 0);
    munmap(memory + PAGE, PAGE);
    CHECK_FAILS(mlock(memory, 2 * PAGE), ENOMEM);
    CHECK_FAILS(munlock(memory, 2 * PAGE), ENOMEM);
    CHECK_FAILS(mlockall(0), EINVAL);
    CHECK_FAILS(mlockall(64), EINVAL);
    if (on_qemu())
        skip("qemu-user leaves out the newer calls");
    CHECK(mlockall(MCL_CURRENT) == 0 && munlockall() == 0);
    CHECK(mlock2(memory, PAGE, MLOCK_ONFAULT) == 0);
    CHECK_FAILS(mlock2(memory, PAGE, 8), EINVAL);
}

static void msync_checks_its_arguments(void)
{
    char *memory = map(2 * PAGE, MAP_SHARED);
    CHECK(msync(memory, 2 * PAGE, MS_SYNC) == 0);
    CHECK_FAILS(msync(memory + 1, PAGE, MS_SYNC), EINVAL);
    CHECK_FAILS(msync(memory, PAGE, MS_SYNC | MS_ASYNC), EINVAL);
    CHECK_FAILS(msync(memory, PAGE, 64), EINVAL);
    munmap(memory + PAGE, PAGE);
    CHECK_FAILS(msync(memory, 2 * PAGE, MS_ASYNC), ENOMEM);
}

static void mincore_tells_which_pages_have_been_used(void)
{
    unsigned char residency[4] = {9, 9, 9, 9};
    char *memory = map(4 * PAGE, MAP_PRIVATE);
    memory[PAGE] = memory[2 * PAGE] = 1;
    CHECK_FAILS(mincore(memory + 1, PAGE, residency), EINVAL);
    CHECK(mincore(memory + PAGE, 2 * PAGE - 1, residency + 1) == 0);
    CHECK((residency[1] & 1) && (residency[2] & 1) && residency[0] == 9 && residency[3] == 9);
    CHECK_FAILS(mincore(memory, PAGE, (unsigned char *)8), EFAULT);
    munmap(memory + PAGE, PAGE);
    CHECK_FAILS(mincore(memory, 4 * PAGE, residency), ENOMEM);
}

static void a_populated_mapping_is_in_memory(void)
{
    unsigned char residency[2] = {0, 0};
    if (on_qemu())
        skip("qemu-user ignores the flag");
    char *memory = map(2 * PAGE, MAP_PRIVATE | MAP_POPULATE);
    CHECK(mincore(memory, 2 * PAGE, residency) == 0 && (residency[0] & 1) && (residency[1] & 1));
}

/* ---- remap_file_pages ---- */

static int turn(char *memory, size_t size, int protection, size_t page)
{
    return syscall(SYS_remap_file_pages, memory, size, protection, page, 0);
}

static void pages_of_a_shared_mapping_come_in_another_order(void)
{
    if (on_qemu())
        skip("qemu-user has no remap_file_pages");
    char *memory = numbered_pages(4, MAP_SHARED);
    for (int i = 0; i < 4; i++)
        CHECK(turn(memory + i * PAGE, PAGE, 0, 3 - i) == 0);
    for (int i = 0; i < 4; i++)
        CHECK(memory[i * PAGE] == 4 - i);
    memory[0] = 40; /* the page that was the last */
    CHECK(turn(memory + 3 * PAGE, PAGE, 0, 3) == 0);
    CHECK(memory[3 * PAGE] == 40);
}

static void a_whole_mapping_shows_other_pages(void)
{
    if (on_qemu())
        skip("qemu-user has no remap_file_pages");
    char *memory = numbered_pages(4, MAP_SHARED);
    CHECK(turn(memory, 4 * PAGE, 0, 2) == 0);
    CHECK(is_numbered(memory, 3, 2));
    CHECK(signal_when_reading(memory + 2 * PAGE) == SIGBUS); /* behind the end */
    CHECK(turn(memory, 4 * PAGE, 0, 0) == 0);
    CHECK(is_numbered(memory, 1, 4));
}

static void remap_file_pages_refuses_bad_arguments(void)
{
    if (on_qemu())
        skip("qemu-user has no remap_file_pages");
    char *private = numbered_pages(2, MAP_PRIVATE), *shared = numbered_pages(2, MAP_SHARED);
    CHECK_FAILS(turn(private, PAGE, 0, 0), EINVAL);
    CHECK_FAILS(turn(shared, PAGE, PROT_READ, 0), EINVAL);
    CHECK_FAILS(turn(shared, PAGE - 1, 0, 0), EINVAL);
    CHECK_FAILS(turn(shared, PAGE, 0, -1), EINVAL);
    CHECK_FAILS(turn(shared, -PAGE, 0, 0), EINVAL);
    CHECK_FAILS(turn((char *)-PAGE, PAGE, 0, 0), EINVAL);
    munmap(shared + PAGE, PAGE);
    CHECK_FAILS(turn(shared, 2 * PAGE, 0, 0), EINVAL);
}

/* ---- stacks ---- */

static __attribute__((noinline)) char use_stack(size_t size)
{
    char *block = __builtin_alloca(size);
    *(volatile char *)block = 1;
    return *(volatile char *)block;
}

static void a_large_array_on_the_stack_needs_no_steps(void)
{
    CHECK(use_stack(6 << 20) == 1);
}

static void use_too_much_stack(void)
{
    use_stack(9 << 20);
}

static void a_stack_ends_at_its_limit(void)
{
    if (on_qemu())
        skip("qemu-user lets the stack end in other memory");
    CHECK(death_signal(start(use_too_much_stack)) == SIGSEGV);
}

static void a_mapping_can_grow_downwards(void)
{
    char *area = map(1024 * PAGE, MAP_PRIVATE);
    munmap(area, 1024 * PAGE);
    char *stack = mmap(area + 1022 * PAGE, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_FIXED, -1, 0);
    CHECK(stack == area + 1022 * PAGE);
    if (on_qemu())
        skip("qemu-user's mappings do not grow");
    stack[-1] = 1;
    stack[-20 * PAGE] = 2;
    CHECK(stack[-1] == 1 && stack[-10 * PAGE] == 0);
}

int main(void)
{
    RUN(a_mapping_shrinks_in_place);
    RUN(a_mapping_grows_in_place_if_there_is_room);
    RUN(a_mapping_moves_if_it_may);
    RUN(a_mapping_moves_to_where_it_is_told);
    RUN(moved_pages_are_still_shared_or_private);
    RUN(a_shared_mapping_can_be_had_twice);
    RUN(mremap_refuses_bad_arguments);
    RUN(pages_that_are_not_needed_become_zeros);
    RUN(advice_is_checked);
    RUN(memory_can_be_locked);
    RUN(msync_checks_its_arguments);
    RUN(mincore_tells_which_pages_have_been_used);
    RUN(a_populated_mapping_is_in_memory);
    RUN(pages_of_a_shared_mapping_come_in_another_order);
    RUN(a_whole_mapping_shows_other_pages);
    RUN(remap_file_pages_refuses_bad_arguments);
    RUN(a_large_array_on_the_stack_needs_no_steps);
    RUN(a_stack_ends_at_its_limit);
    RUN(a_mapping_can_grow_downwards);
    return finish();
}
