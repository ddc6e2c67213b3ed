/* What parent and child have in common after fork, and what each has for itself. */
#include "check.h"
#include <stdint.h>

static int data = 1;
static int *private_page, *shared_page;

static void change_everything(void)
{
    data = 2;
    *private_page = 2;
    *shared_page = 2;
}

static void private_memory_is_copied_and_shared_memory_is_not(void)
{
    private_page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    shared_page = shared_memory(PAGE);
    *private_page = *shared_page = 1;
    CHECK(exit_status(start(change_everything)) == 0);
    CHECK(data == 1);
    CHECK(*private_page == 1);
    CHECK(*shared_page == 2);
}

static void the_parent_may_write_first(void)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    data = 10;
    pid_t child = fork();
    if (child == 0) {
        await_byte(ends[0]); /* the parent has written by now */
        CHECK(data == 10);
        data = 12;
        CHECK(data == 12);
        _exit(failures != 0);
    }
    data = 11;
    send_byte(ends[1]);
    CHECK(exit_status(child) == 0);
    CHECK(data == 11);
}

static void the_stack_is_copied(void)
{
    volatile int local = 1;
    pid_t child = fork();
    if (child == 0) {
        CHECK(local == 1);
        local = 2;
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0);
    CHECK(local == 1);
}

static void the_heap_is_copied_and_each_moves_its_own_end(void)
{
    char *end = sbrk(PAGE);
    *end = 1;
    pid_t child = fork();
    if (child == 0) {
        CHECK(*end == 1);
        *end = 2;
        CHECK(sbrk(0) == end + PAGE);
        CHECK(sbrk(4 * PAGE) == end + PAGE);
        end[4 * PAGE] = 3;
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0);
    CHECK(*end == 1);
    CHECK(sbrk(0) == end + PAGE);
}

static void every_generation_has_its_own_copy(void)
{
    enum { GENERATIONS = 5 };
    shared_page = shared_memory(PAGE);
    data = 0;
    pid_t child = 0;
    int generation = 0;
    while (generation < GENERATIONS && (child = fork()) == 0) {
        generation++;
        CHECK(data == generation - 1);
        data = generation;
    }
    if (generation < GENERATIONS)
        CHECK(exit_status(child) == 0);
    CHECK(data == generation); /* whatever the descendants wrote */
    shared_page[generation] = data + 1;
    if (generation > 0)
        _exit(failures != 0);
    for (int i = 0; i <= GENERATIONS; i++)
        CHECK(shared_page[i] == i + 1);
}

static void many_pages_written_by_both_stay_apart(void)
{
    enum { PAGES = 64 };
    char *memory = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < PAGES; i += 2) /* the odd pages are touched only after the fork */
        memory[i * PAGE] = i;
    pid_t child = fork();
    char mark = child == 0 ? 100 : 50;
    for (int i = 0; i < PAGES; i++) {
        CHECK(memory[i * PAGE] == (i % 2 ? 0 : i));
        memory[i * PAGE] = mark;
        memory[i * PAGE + PAGE - 1] = mark;
    }
    sched_yield();
    for (int i = 0; i < PAGES; i++)
        CHECK(memory[i * PAGE] == mark && memory[i * PAGE + PAGE - 1] == mark);
    if (child == 0)
        _exit(failures != 0);
    CHECK(exit_status(child) == 0);
}

static void a_store_across_two_shared_pages_copies_both(void)
{
    char *memory = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(memory, 1, 2 * PAGE);
    pid_t child = fork();
    if (child == 0) {
        /* The compiler must not split it: one instruction, on two pages. */
        asm volatile("sd %0, 0(%1)" : : "r"(0x0202020202020202), "r"(memory + PAGE - 4) : "memory");
        for (int i = -8; i < 8; i++)
            CHECK(memory[PAGE + i] == (i >= -4 && i < 4 ? 2 : 1));
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0);
    for (int i = -8; i < 8; i++)
        CHECK(memory[PAGE + i] == 1);
}

static void the_kernel_writes_to_the_copy_too(void)
{
    static char buffer[PAGE];
    int ends[2];
    CHECK(pipe(ends) == 0);
    send_byte(ends[1]);
    pid_t child = fork();
    if (child == 0) {
        CHECK(read(ends[0], buffer, 1) == 1);
        CHECK(buffer[0] == 'x');
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0);
    CHECK(buffer[0] == 0);
}

static void a_private_mapping_of_a_read_only_page_stays_read_only(void)
{
    char *memory = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *memory = 1;
    CHECK(mprotect(memory, PAGE, PROT_READ) == 0);
    pid_t child = fork();
    if (child == 0) {
        *(volatile char *)memory = 2; /* no copy is made: it is not allowed */
        _exit(0);
    }
    CHECK(death_signal(child) == SIGSEGV);
    CHECK(mprotect(memory, PAGE, PROT_READ | PROT_WRITE) == 0);
    *memory = 3;
    CHECK(*memory == 3);
}

static void a_mapping_made_by_the_child_is_unknown_to_the_parent(void)
{
    char **address = shared_memory(PAGE);
    pid_t child = fork();
    if (child == 0) {
        *address = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        CHECK(*address != MAP_FAILED);
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0);
    CHECK_FAILS(mprotect(*address, PAGE, PROT_READ), ENOMEM);
}

static void what_one_unmaps_the_other_keeps(void)
{
    int *memory = shared_memory(PAGE);
    *memory = 7;
    pid_t child = fork();
    if (child == 0) {
        CHECK(munmap(memory, PAGE) == 0);
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0);
    CHECK(*memory == 7);
}

int main(void)
{
    RUN(private_memory_is_copied_and_shared_memory_is_not);
    RUN(the_parent_may_write_first);
    RUN(the_stack_is_copied);
    RUN(the_heap_is_copied_and_each_moves_its_own_end);
    RUN(every_generation_has_its_own_copy);
    RUN(many_pages_written_by_both_stay_apart);
    RUN(a_store_across_two_shared_pages_copies_both);
    RUN(the_kernel_writes_to_the_copy_too);
    RUN(a_private_mapping_of_a_read_only_page_stays_read_only);
    RUN(a_mapping_made_by_the_child_is_unknown_to_the_parent);
    RUN(what_one_unmaps_the_other_keeps);
    return finish();
}
