/* Harts: which of them a task may run on, and that what one of them does to memory is seen by the others. Holds for any
 * number of harts. */
#include "check.h"
#include <sync/thread.h>
#include <sys/syscall.h>

static unsigned long allowed(void)
{
    unsigned long harts[16] = {0};
    CHECK(syscall(SYS_sched_getaffinity, 0, sizeof harts, harts) > 0);
    return harts[0];
}

static long allow(unsigned long harts)
{
    return syscall(SYS_sched_setaffinity, 0, sizeof harts, &harts);
}

static unsigned current_hart(void)
{
    unsigned hart = ~0u;
    CHECK(syscall(SYS_getcpu, &hart, NULL, NULL) == 0);
    return hart;
}

static void a_task_is_where_it_may_be(void)
{
    unsigned long all = allowed();
    CHECK(all != 0 && (all >> current_hart() & 1) != 0);
    for (unsigned hart = 0; hart < 64; hart++) {
        if ((all >> hart & 1) == 0)
            continue;
        CHECK(allow(1UL << hart) == 0);
        CHECK(allowed() == 1UL << hart);
        for (int i = 0; i < 20; i++) {
            CHECK(current_hart() == hart);
            sched_yield();
        }
    }
}

static void there_must_be_a_hart_left(void)
{
    CHECK_FAILS(allow(0), EINVAL);
    CHECK_FAILS(allow(1UL << 63), EINVAL);
    CHECK_FAILS(syscall(SYS_sched_setaffinity, 0, 8, 8), EFAULT);
}

static int child_may_be_where_its_maker_may(unsigned long harts)
{
    return allowed() == harts ? 0 : 1;
}

static void what_a_task_makes_may_be_where_it_may(void)
{
    unsigned long one = 1UL << current_hart();
    CHECK(allow(one) == 0);
    pid_t child = fork();
    if (child == 0)
        _exit(child_may_be_where_its_maker_may(one));
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
}

/* ---- memory that a task has by itself, wherever it runs ---- */

static volatile int where_written;

/* Each hart has read the page while parent and child still shared its frame. */
static void read_everywhere_then_write(unsigned long harts)
{
    for (unsigned hart = 0; hart < 64; hart++)
        if ((harts >> hart & 1) != 0)
            CHECK(allow(1UL << hart) == 0 && where_written == 0);
    where_written = 1;
    for (unsigned hart = 0; hart < 64; hart++)
        if ((harts >> hart & 1) != 0)
            CHECK(allow(1UL << hart) == 0 && where_written == 1);
}

static void a_page_that_is_copied_for_one_is_so_for_all(void)
{
    unsigned long all = allowed();
    pid_t child = fork();
    if (child == 0) {
        read_everywhere_then_write(all);
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0 && where_written == 0);
}

/* ---- memory that threads have in common, on whatever harts they run ---- */

static volatile char *page;
static volatile int rounds, faults, seen;

static void give_the_page_back(int signal)
{
    (void)signal;
    faults++;
    mprotect((void *)page, PAGE, PROT_READ);
}

static void read_until_it_faults(void *unused)
{
    (void)unused;
    while (faults == 0) {
        (void)*page;
        rounds++;
    }
}

static void a_page_that_one_takes_away_is_gone_for_all(void)
{
    struct thread reader;
    page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *page = 1;
    signal(SIGSEGV, give_the_page_back);
    CHECK(thread_create(&reader, read_until_it_faults, NULL) == 0);
    while (rounds == 0)
        sched_yield();
    CHECK(mprotect((void *)page, PAGE, PROT_NONE) == 0);
    while (faults == 0)
        sched_yield();
    thread_join(&reader);
    CHECK(faults == 1);
}

static void write_function(int result)
{
    unsigned *code = (unsigned *)page;
    code[0] = 0x00000513 | (unsigned)result << 20; /* li a0, result */
    code[1] = 0x00008067;                          /* ret */
    CHECK(syscall(SYS_riscv_flush_icache, page, page + 8, 0) == 0);
}

static void call_until_it_says_three(void *unused)
{
    (void)unused;
    while (seen != 3)
        seen = ((int (*)(void))page)();
}

static void code_that_one_writes_is_run_by_all(void)
{
    struct thread caller;
    page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    write_function(1);
    CHECK(thread_create(&caller, call_until_it_says_three, NULL) == 0);
    for (int result = 2; result <= 3; result++) {
        while (seen != result - 1)
            sched_yield();
        write_function(result);
    }
    thread_join(&caller);
    CHECK(seen == 3);
}

int main(void)
{
    RUN(a_task_is_where_it_may_be);
    RUN(there_must_be_a_hart_left);
    RUN(what_a_task_makes_may_be_where_it_may);
    RUN(a_page_that_is_copied_for_one_is_so_for_all);
    RUN(a_page_that_one_takes_away_is_gone_for_all);
    RUN(code_that_one_writes_is_run_by_all);
    return finish();
}
