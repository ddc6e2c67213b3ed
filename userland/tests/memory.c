/* Mappings, their permissions, and the heap's end. */
#include "check.h"
#include <stdint.h>
#include <sys/syscall.h>

#define RW (PROT_READ | PROT_WRITE)

static char *map(size_t size, int protection)
{
    char *memory = mmap(NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(memory != MAP_FAILED);
    return memory;
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

static void a_new_mapping_is_page_aligned_and_full_of_zeros(void)
{
    char *memory = map(5 * PAGE, RW);
    CHECK((uintptr_t)memory % PAGE == 0);
    for (int i = 0; i < 5 * PAGE; i++)
        if (memory[i])
            CHECK(!"zero");
}

static void a_length_is_rounded_up_to_pages(void)
{
    char *memory = map(1, RW);
    memory[PAGE - 1] = 1;
    CHECK(munmap(memory, 1) == 0);
    CHECK(signal_when_reading(memory + PAGE - 1) == SIGSEGV);
}

static void mmap_refuses_bad_arguments(void)
{
    char *memory = map(PAGE, RW);
    CHECK_FAILS(syscall(SYS_mmap, 0, 0, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), EINVAL);
    CHECK_FAILS(syscall(SYS_mmap, 0, PAGE, RW, MAP_ANONYMOUS, -1, 0), EINVAL);
    CHECK_FAILS(syscall(SYS_mmap, memory + 1, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0), EINVAL);
    CHECK_FAILS(syscall(SYS_mmap, 0, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 1), EINVAL);
    CHECK_FAILS(syscall(SYS_mmap, 0, PAGE, RW, MAP_PRIVATE, -1, 0), EBADF);
    CHECK_FAILS(syscall(SYS_mmap, 0, 1L << 60, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), ENOMEM);
    CHECK_FAILS(syscall(SYS_mmap, 0, -1L, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), ENOMEM);
}

static void map_fixed_replaces_what_was_there(void)
{
    char *memory = map(3 * PAGE, RW);
    memset(memory, 1, 3 * PAGE);
    CHECK(mmap(memory + PAGE, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == memory + PAGE);
    CHECK(memory[PAGE - 1] == 1 && memory[PAGE] == 0 && memory[2 * PAGE - 1] == 0 && memory[2 * PAGE] == 1);
}

static void map_fixed_noreplace_refuses_to_replace(void)
{
    char *memory = map(PAGE, RW);
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
    if (on_qemu())
        skip("qemu-user takes the address as a hint");
    CHECK_FAILS(mmap(memory, PAGE, RW, flags, -1, 0), EEXIST);
}

static void munmap_leaves_a_hole(void)
{
    char *memory = map(3 * PAGE, RW);
    memory[0] = memory[2 * PAGE] = 1;
    CHECK(munmap(memory + PAGE, PAGE) == 0);
    CHECK(memory[0] == 1 && memory[2 * PAGE] == 1);
    CHECK(signal_when_reading(memory + PAGE) == SIGSEGV);
    CHECK(signal_when_writing(memory + 2 * PAGE - 1) == SIGSEGV);
    CHECK(munmap(memory, 3 * PAGE) == 0); /* a hole in the range is no error */
    CHECK(signal_when_reading(memory) == SIGSEGV);
}

static void munmap_refuses_bad_arguments(void)
{
    char *memory = map(PAGE, RW);
    CHECK_FAILS(munmap(memory + 1, PAGE), EINVAL);
    CHECK_FAILS(munmap(memory, 0), EINVAL);
    CHECK_FAILS(munmap((void *)-0x100000L, PAGE), EINVAL);
    *memory = 1;
}

static void mapped_again_memory_is_zero_again(void)
{
    for (int round = 0; round < 20; round++) {
        char *memory = map(8 * PAGE, RW);
        for (int i = 0; i < 8; i++) {
            CHECK(memory[i * PAGE] == 0);
            memory[i * PAGE] = 1;
        }
        CHECK(munmap(memory, 8 * PAGE) == 0);
    }
}

static void protections_hold_until_changed(void)
{
    char *memory = map(PAGE, RW);
    *memory = 5;
    CHECK(mprotect(memory, PAGE, PROT_READ) == 0);
    CHECK(*memory == 5);
    CHECK(signal_when_writing(memory) == SIGSEGV);
    CHECK(mprotect(memory, PAGE, PROT_NONE) == 0);
    CHECK(signal_when_reading(memory) == SIGSEGV);
    CHECK(mprotect(memory, PAGE, RW) == 0);
    CHECK(*memory == 5);
    *memory = 6;
    CHECK(*memory == 6);
}

static void mprotect_of_one_page_spares_its_neighbours(void)
{
    char *memory = map(3 * PAGE, RW);
    CHECK(mprotect(memory + PAGE, PAGE, PROT_READ) == 0);
    memory[PAGE - 1] = memory[2 * PAGE] = 1;
    CHECK(signal_when_writing(memory + PAGE) == SIGSEGV);
}

static void mprotect_refuses_bad_arguments(void)
{
    char *memory = map(3 * PAGE, RW);
    CHECK_FAILS(mprotect(memory + 1, PAGE, PROT_READ), EINVAL);
    CHECK_FAILS(mprotect(memory, PAGE, 0x4000), EINVAL);
    CHECK(on_qemu() || mprotect(memory, 0, PROT_READ) == 0);
    munmap(memory + PAGE, PAGE);
    CHECK_FAILS(mprotect(memory, 3 * PAGE, PROT_READ), ENOMEM);
}

static void call(void *code)
{
    asm volatile("fence.i" : : : "memory"); /* this hart may have fetched what was there before */
    ((void (*)(void))code)();
}

static const unsigned int return_instruction = 0x00008067;

static void run_target(void)
{
    call((void *)target);
}

static void code_runs_only_where_execution_is_allowed(void)
{
    char *memory = map(PAGE, RW);
    memcpy(memory, &return_instruction, sizeof return_instruction);
    target = memory;
    CHECK(death_signal(start(run_target)) == SIGSEGV);
    CHECK(mprotect(memory, PAGE, PROT_READ | PROT_EXEC) == 0);
    CHECK(exit_status(start(run_target)) == 0);
    CHECK(signal_when_writing(memory) == SIGSEGV);
}

static void memory_may_be_writable_and_executable_on_request(void)
{
    char *memory = map(PAGE, RW | PROT_EXEC);
    memcpy(memory, &return_instruction, sizeof return_instruction);
    call(memory);
    unsigned int set_42[] = {0x02a00513, 0x00008067}; /* li a0, 42; ret */
    memcpy(memory, set_42, sizeof set_42);
    asm volatile("fence.i" : : : "memory");
    CHECK(((int (*)(void))memory)() == 42);
}

static void the_heap_grows_with_zeros_and_shrinks(void)
{
    char *start_of_heap = sbrk(0);
    CHECK(sbrk(3 * PAGE) == start_of_heap);
    for (int i = 0; i < 3 * PAGE; i++)
        if (start_of_heap[i])
            CHECK(!"zero");
    start_of_heap[3 * PAGE - 1] = 1;
    CHECK(brk(start_of_heap) == 0);
    CHECK(sbrk(0) == start_of_heap);
    CHECK(on_qemu() || signal_when_reading(start_of_heap + 2 * PAGE) == SIGSEGV);
    CHECK(sbrk(3 * PAGE) == start_of_heap);
    CHECK(start_of_heap[3 * PAGE - 1] == 0);
}

static void the_heap_does_not_shrink_below_its_start(void)
{
    long end = syscall(SYS_brk, 0);
    CHECK(syscall(SYS_brk, PAGE) == end); /* the call reports failure by not moving the end */
    CHECK(syscall(SYS_brk, -1L) == end);
    CHECK(syscall(SYS_brk, 0) == end);
}

static void the_stack_grows_by_itself(void)
{
    volatile char large[1 << 20];
    for (int i = sizeof large - 1; i >= 0; i -= PAGE)
        large[i] = 1;
    CHECK(large[sizeof large - 1] == 1);
}

static volatile int enough; /* never set, but the compiler cannot know */

static int recurse(int depth)
{
    volatile char frame[PAGE];
    frame[depth % PAGE] = 1;
    return enough ? 0 : recurse(depth + 1) + frame[0]; /* no tail call: each call keeps its frame */
}

static void overflow_stack(void)
{
    recurse(0);
}

static void endless_recursion_ends_in_a_segmentation_fault(void)
{
    CHECK(death_signal(start(overflow_stack)) == SIGSEGV);
}

int main(void)
{
    RUN(a_new_mapping_is_page_aligned_and_full_of_zeros);
    RUN(a_length_is_rounded_up_to_pages);
    RUN(mmap_refuses_bad_arguments);
    RUN(map_fixed_replaces_what_was_there);
    RUN(map_fixed_noreplace_refuses_to_replace);
    RUN(munmap_leaves_a_hole);
    RUN(munmap_refuses_bad_arguments);
    RUN(mapped_again_memory_is_zero_again);
    RUN(protections_hold_until_changed);
    RUN(mprotect_of_one_page_spares_its_neighbours);
    RUN(mprotect_refuses_bad_arguments);
    RUN(code_runs_only_where_execution_is_allowed);
    RUN(memory_may_be_writable_and_executable_on_request);
    RUN(the_heap_grows_with_zeros_and_shrinks);
    RUN(the_heap_does_not_shrink_below_its_start);
    RUN(the_stack_grows_by_itself);
    RUN(endless_recursion_ends_in_a_segmentation_fault);
    return finish();
}
