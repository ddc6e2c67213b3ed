/* Floating point: each process has its own registers, rounding mode and exception flags, also when it is preempted in
 * the middle of a computation. */
#include "check.h"
#include <stdint.h>

enum rounding { NEAREST, TO_ZERO, DOWN, UP };

static void set_rounding(enum rounding mode)
{
    asm volatile("fsrm %0" : : "r"(mode));
}

static long rounding(void)
{
    long mode;
    asm volatile("frrm %0" : "=r"(mode));
    return mode;
}

static void clear_flags(void)
{
    asm volatile("fsflags zero");
}

static long flags(void)
{
    long bits;
    asm volatile("frflags %0" : "=r"(bits));
    return bits;
}

#define INEXACT 0x01
#define DIVISION_BY_ZERO 0x08
#define INVALID 0x10

/* Divides at run time, with the rounding mode and flags of the CPU. */
static double divide(double a, double b)
{
    double quotient;
    asm volatile("fdiv.d %0, %1, %2" : "=f"(quotient) : "f"(a), "f"(b));
    return quotient;
}

/* A sum of many rounded terms: the result depends on the rounding mode of each of them. */
static double harmonic_sum(int count)
{
    double sum = 0;
    for (int i = 1; i <= count; i++) {
        double term = divide(1.0, i);
        asm volatile("fadd.d %0, %0, %1" : "+f"(sum) : "f"(term));
    }
    return sum;
}

static void a_new_program_rounds_to_nearest(void)
{
    CHECK(rounding() == NEAREST);
}

static void rounding_modes_differ(void)
{
    double results[4];
    for (int mode = NEAREST; mode <= UP; mode++) {
        set_rounding(mode);
        results[mode] = harmonic_sum(1000);
        CHECK(rounding() == mode);
    }
    set_rounding(NEAREST);
    CHECK(results[DOWN] < results[NEAREST] && results[NEAREST] < results[UP]);
    CHECK(results[TO_ZERO] == results[DOWN]);
}

static void each_process_keeps_its_rounding_mode_under_preemption(void)
{
    enum { ROUNDS = 40000 };
    double expected[4];
    for (int mode = NEAREST; mode <= UP; mode++) {
        set_rounding(mode);
        expected[mode] = harmonic_sum(ROUNDS);
    }
    set_rounding(NEAREST);
    pid_t children[4];
    for (int mode = NEAREST; mode <= UP; mode++) {
        children[mode] = fork();
        if (children[mode] == 0) {
            set_rounding(mode);
            for (int i = 0; i < 3; i++)
                CHECK(harmonic_sum(ROUNDS) == expected[mode]);
            CHECK(rounding() == mode);
            _exit(failures != 0);
        }
    }
    for (int mode = NEAREST; mode <= UP; mode++)
        CHECK(exit_status(children[mode]) == 0);
    CHECK(rounding() == NEAREST);
}

/* Holds a pattern in all 32 registers over many instructions; returns how many registers then differ. */
static long registers_changed(uint64_t pattern, long rounds)
{
    uint64_t saved[32];
    asm volatile(
        ".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31\n"
        "add     t0, %1, \\n\n"
        "fmv.d.x f\\n, t0\n"
        ".endr\n"
        "1: addi %2, %2, -1\n"
        "bnez    %2, 1b\n"
        ".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31\n"
        "fsd     f\\n, 8*\\n(%0)\n"
        ".endr\n"
        : : "r"(saved), "r"(pattern), "r"(rounds)
        : "t0", "memory", "f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12", "f13", "f14",
          "f15", "f16", "f17", "f18", "f19", "f20", "f21", "f22", "f23", "f24", "f25", "f26", "f27", "f28", "f29",
          "f30", "f31");
    long changed = 0;
    for (int i = 0; i < 32; i++)
        changed += saved[i] != pattern + i;
    return changed;
}

static void each_process_keeps_all_its_registers_under_preemption(void)
{
    enum { PROCESSES = 3 };
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            for (int round = 0; round < 20; round++)
                CHECK(registers_changed(0x0123456700000000UL * (i + 1), 20000 + round) == 0);
            _exit(failures != 0);
        }
    }
    for (int i = 0; i < PROCESSES; i++)
        CHECK(exit_status(children[i]) == 0);
}

static void a_system_call_keeps_registers_and_flags(void)
{
    double before = 1.25, after;
    set_rounding(UP);
    clear_flags();
    divide(1, 3);
    asm volatile("fmv.d fs0, %1\n"
                 "li     a7, 124\n" /* sched_yield */
                 "ecall\n"
                 "fmv.d  %0, fs0\n"
                 : "=f"(after) : "f"(before) : "a0", "a7", "fs0", "memory");
    CHECK(after == before);
    CHECK(rounding() == UP);
    CHECK(flags() == INEXACT);
}

static void a_child_starts_with_its_parents_mode_and_registers(void)
{
    set_rounding(DOWN);
    clear_flags();
    divide(1, 0);
    pid_t child = fork();
    if (child == 0) {
        CHECK(rounding() == DOWN);
        CHECK(flags() == DIVISION_BY_ZERO);
        set_rounding(UP);
        clear_flags();
        _exit(failures != 0);
    }
    CHECK(exit_status(child) == 0);
    CHECK(rounding() == DOWN);
    CHECK(flags() == DIVISION_BY_ZERO);
}

static void exceptions_raise_flags_and_no_signals(void)
{
    clear_flags();
    divide(1, 4);
    CHECK(flags() == 0);
    divide(1, 3);
    CHECK(flags() == INEXACT);
    divide(1, 0);
    CHECK(flags() == (INEXACT | DIVISION_BY_ZERO));
    divide(0, 0);
    CHECK(flags() == (INEXACT | DIVISION_BY_ZERO | INVALID));
}

int main(void)
{
    RUN(a_new_program_rounds_to_nearest);
    RUN(rounding_modes_differ);
    RUN(each_process_keeps_its_rounding_mode_under_preemption);
    RUN(each_process_keeps_all_its_registers_under_preemption);
    RUN(a_system_call_keeps_registers_and_flags);
    RUN(a_child_starts_with_its_parents_mode_and_registers);
    RUN(exceptions_raise_flags_and_no_signals);
    return finish();
}
