/* Accesses and instructions that are not allowed, and the signal that each of them dies of. */
#include "check.h"
#include <stdint.h>

static char *address; /* what the instruction below accesses */

#define INSTRUCTION(name, text)                                                  \
    static void name(void)                                                       \
    {                                                                            \
        asm volatile(text : : "r"(address), "r"(0) : "t0", "ft0", "memory");     \
    }

INSTRUCTION(lb, "lb t0, 0(%0)")
INSTRUCTION(lbu, "lbu t0, 0(%0)")
INSTRUCTION(lh, "lh t0, 0(%0)")
INSTRUCTION(lhu, "lhu t0, 0(%0)")
INSTRUCTION(lw, "lw t0, 0(%0)")
INSTRUCTION(lwu, "lwu t0, 0(%0)")
INSTRUCTION(ld, "ld t0, 0(%0)")
INSTRUCTION(flw, "flw ft0, 0(%0)")
INSTRUCTION(fld, "fld ft0, 0(%0)")
INSTRUCTION(lr_w, "lr.w t0, (%0)")
INSTRUCTION(lr_d, "lr.d t0, (%0)")
INSTRUCTION(far_ld, "add t0, %0, -2047\n ld t0, 2047(t0)")

INSTRUCTION(sb, "sb %1, 0(%0)")
INSTRUCTION(sh, "sh %1, 0(%0)")
INSTRUCTION(sw, "sw %1, 0(%0)")
INSTRUCTION(sd, "sd %1, 0(%0)")
INSTRUCTION(fsw, "fsw ft0, 0(%0)")
INSTRUCTION(fsd, "fsd ft0, 0(%0)")
INSTRUCTION(amoadd_w, "amoadd.w t0, %1, (%0)")
INSTRUCTION(amoswap_d, "amoswap.d t0, %1, (%0)")
INSTRUCTION(amomaxu_d, "amomaxu.d zero, %1, (%0)")

INSTRUCTION(jump, "jr %0")

static void (*const loads[])(void) = {lb, lbu, lh, lhu, lw, lwu, ld, flw, fld, lr_w, lr_d, far_ld};
static void (*const stores[])(void) = {sb, sh, sw, sd, fsw, fsd, amoadd_w, amoswap_d, amomaxu_d};

#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

static int signal_of(void (*instruction)(void), void *where)
{
    address = where;
    return death_signal(start(instruction));
}

static char *map(int protection)
{
    char *memory = mmap(NULL, PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(memory != MAP_FAILED);
    return memory;
}

static void check_all(void (*const instructions[])(void), int count, void *where)
{
    for (int i = 0; i < count; i++) {
        int signal = signal_of(instructions[i], where);
        if (signal != SIGSEGV)
            printf("instruction %d at %p: signal %d\n", i, where, signal);
        CHECK(signal == SIGSEGV);
    }
}

static void check_all_accesses(void *where)
{
    check_all(loads, COUNT(loads), where);
    check_all(stores, COUNT(stores), where);
}

static void the_null_page_is_out_of_bounds(void)
{
    check_all_accesses(NULL);
}

static void a_page_without_permissions_is_out_of_bounds(void)
{
    check_all_accesses(map(PROT_NONE));
}

static void an_unmapped_page_is_out_of_bounds(void)
{
    char *memory = map(PROT_READ | PROT_WRITE);
    munmap(memory, PAGE);
    check_all_accesses(memory);
}

static void the_kernels_half_of_the_address_space_is_out_of_bounds(void)
{
    check_all_accesses((void *)-4096L);
    check_all_accesses((void *)0xffffffc000000000);
}

static void addresses_that_no_page_table_can_map_are_out_of_bounds(void)
{
    check_all_accesses((void *)(1L << 61));
}

static void read_only_pages_can_be_loaded_from_but_not_stored_to(void)
{
    char *memory = map(PROT_READ);
    for (int i = 0; i < COUNT(loads); i++)
        CHECK(signal_of(loads[i], memory) == 0);
    check_all(stores, COUNT(stores), memory);
    check_all(stores, COUNT(stores), (void *)((uintptr_t)check_all & ~7UL)); /* code */
}

static const char constant[16] __attribute__((aligned(8))) = "constant";

static void constants_cannot_be_changed(void)
{
    check_all(stores, COUNT(stores), (void *)constant);
}

static void an_access_may_cross_into_a_mapped_page_but_not_beyond(void)
{
    char *memory = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(memory + 2 * PAGE, PAGE);
    CHECK(signal_of(ld, memory + PAGE - 4) == 0);
    CHECK(signal_of(sd, memory + PAGE - 1) == 0);
    CHECK(signal_of(ld, memory + 2 * PAGE - 8) == 0);
    CHECK(signal_of(ld, memory + 2 * PAGE - 4) == SIGSEGV);
    CHECK(signal_of(sd, memory + 2 * PAGE - 4) == SIGSEGV);
    CHECK(signal_of(fsd, memory + 2 * PAGE - 1) == SIGSEGV);
}

static void misaligned_loads_and_stores_work(void)
{
    char *memory = map(PROT_READ | PROT_WRITE);
    uint64_t loaded;
    asm volatile("sd %1, 3(%2)\n ld %0, 3(%2)" : "=&r"(loaded) : "r"(0x1122334455667788), "r"(memory) : "memory");
    CHECK(loaded == 0x1122334455667788);
    CHECK(memory[3] == (char)0x88 && memory[10] == 0x11);
}

static void misaligned_atomics_die_of_sigbus(void)
{
    char *memory = map(PROT_READ | PROT_WRITE);
    CHECK(signal_of(amoadd_w, memory + 2) == SIGBUS);
    CHECK(signal_of(amoswap_d, memory + 4) == SIGBUS);
    CHECK(signal_of(lr_w, memory + 1) == SIGBUS);
}

static void jumps_out_of_bounds_die_of_sigsegv(void)
{
    CHECK(signal_of(jump, NULL) == SIGSEGV);
    CHECK(signal_of(jump, map(PROT_NONE)) == SIGSEGV);
    CHECK(signal_of(jump, map(PROT_READ | PROT_WRITE)) == SIGSEGV);
    CHECK(signal_of(jump, (void *)-4096L) == SIGSEGV);
}

INSTRUCTION(all_zeros, ".half 0")
INSTRUCTION(all_ones, ".word 0xffffffff")
INSTRUCTION(return_to_supervisor, "sret")
INSTRUCTION(return_to_machine, "mret")
INSTRUCTION(read_page_table_root, "csrr t0, satp")
INSTRUCTION(write_page_table_root, "csrw satp, %1")
INSTRUCTION(read_machine_status, "csrr t0, mstatus")
INSTRUCTION(flush_translations, "sfence.vma")
INSTRUCTION(breakpoint, "ebreak")

static void illegal_instructions_die_of_sigill(void)
{
    CHECK(signal_of(all_zeros, NULL) == SIGILL);
    CHECK(signal_of(all_ones, NULL) == SIGILL);
}

static void privileged_instructions_die_of_sigill(void)
{
    void (*const instructions[])(void) = {return_to_supervisor, return_to_machine,     read_page_table_root,
                                          write_page_table_root, read_machine_status, flush_translations};
    for (int i = 0; i < COUNT(instructions); i++)
        CHECK(signal_of(instructions[i], NULL) == SIGILL);
}

static void breakpoints_die_of_sigtrap(void)
{
    CHECK(signal_of(breakpoint, NULL) == SIGTRAP);
}

static void fault_while_ignoring(void)
{
    signal(SIGSEGV, SIG_IGN);
    lw();
}

static void fault_while_blocking(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    lw();
}

static void a_fault_kills_also_who_ignores_or_blocks_its_signal(void)
{
    CHECK(signal_of(fault_while_ignoring, NULL) == SIGSEGV);
    CHECK(signal_of(fault_while_blocking, NULL) == SIGSEGV);
}

static void division_by_zero_is_no_fault(void)
{
    long quotient, remainder;
    asm volatile("div %0, %2, zero\n rem %1, %2, zero" : "=&r"(quotient), "=&r"(remainder) : "r"(7L));
    CHECK(quotient == -1 && remainder == 7);
    volatile double zero = 0;
    CHECK(1 / zero > 1e308);
}

int main(void)
{
    RUN(the_null_page_is_out_of_bounds);
    RUN(a_page_without_permissions_is_out_of_bounds);
    RUN(an_unmapped_page_is_out_of_bounds);
    RUN(the_kernels_half_of_the_address_space_is_out_of_bounds);
    RUN(addresses_that_no_page_table_can_map_are_out_of_bounds);
    RUN(read_only_pages_can_be_loaded_from_but_not_stored_to);
    RUN(constants_cannot_be_changed);
    RUN(an_access_may_cross_into_a_mapped_page_but_not_beyond);
    RUN(misaligned_loads_and_stores_work);
    RUN(misaligned_atomics_die_of_sigbus);
    RUN(jumps_out_of_bounds_die_of_sigsegv);
    RUN(illegal_instructions_die_of_sigill);
    RUN(privileged_instructions_die_of_sigill);
    RUN(breakpoints_die_of_sigtrap);
    RUN(a_fault_kills_also_who_ignores_or_blocks_its_signal);
    RUN(division_by_zero_is_no_fault);
    return finish();
}
