/* Code that is changed by the code beside it: instructions that access the pages that they stand on. No such access may
 * keep a program from going on, whatever rights its pages had before. */
#include "check.h"
#include <stdint.h>

typedef long code(char *address, long value);

/* a2 takes what an instruction gives; a0 is the address, a1 the value. */
enum kind { LOAD, STORE, AMO, RESERVE, CONDITIONAL, KINDS };

static const uint32_t INSTRUCTIONS[KINDS] = {
    0x00053603, /* ld a2, (a0) */
    0x00b53023, /* sd a1, (a0) */
    0x00b5362f, /* amoadd.d a2, a1, (a0) */
    0x1005362f, /* lr.d a2, (a0) */
    0x18b5362f, /* sc.d a2, a1, (a0) */
};

enum { LI_A2_0 = 0x00000613, MV_A0_A2 = 0x00060513, RET = 0x00008067, FENCE_I = 0x0000100f };
enum { ALL = PROT_READ | PROT_WRITE | PROT_EXEC };

static char *map_pages(int count, int flags)
{
    char *pages = mmap(NULL, count * PAGE, ALL, flags | MAP_ANONYMOUS, -1, 0);
    CHECK(pages != MAP_FAILED);
    return pages;
}

static code *put(char *where, const uint32_t *instructions, size_t size)
{
    memcpy(where, instructions, size);
    asm volatile("fence.i" ::: "memory");
    return (code *)where;
}

/* What two instructions must give and leave in memory, one after the other. */
struct outcome {
    long result, memory;
};

static struct outcome expected(enum kind first, enum kind second, long memory, long value)
{
    struct outcome outcome = {0, memory};
    enum kind kinds[] = {first, second};
    for (int i = 0; i < 2; i++) {
        int reserved = i == 1 && first == RESERVE;
        outcome.result = kinds[i] == STORE         ? outcome.result
                         : kinds[i] == CONDITIONAL ? !reserved
                                                   : outcome.memory;
        if (kinds[i] == STORE || (kinds[i] == CONDITIONAL && reserved))
            outcome.memory = value;
        if (kinds[i] == AMO)
            outcome.memory += value;
    }
    return outcome;
}

/* A reservation of an earlier lr must not be there any more. */
static void drop_reservation(void)
{
    int other, failed;
    asm volatile("sc.w %0, zero, (%1)" : "=r"(failed) : "r"(&other) : "memory");
}

static void run_pair(enum kind first, enum kind second, size_t code_at, size_t target)
{
    uint32_t pair[] = {LI_A2_0, INSTRUCTIONS[first], INSTRUCTIONS[second], MV_A0_A2, RET};
    struct outcome wanted = expected(first, second, 77, 5);
    char *pages = map_pages(3, MAP_PRIVATE);
    code *run = put(pages + code_at, pair, sizeof pair);
    for (int round = 0; round < 3; round++) {
        long memory, result;
        int tries = 0;
        do { /* a reservation may be lost, but not again and again */
            memory = 77;
            drop_reservation();
            memcpy(pages + target, &memory, sizeof memory);
            result = run(pages + target, 5);
        } while (first == RESERVE && second == CONDITIONAL && result == 1 && ++tries < 100);
        memcpy(&memory, pages + target, sizeof memory);
        if (result != wanted.result || memory != wanted.memory)
            printf("kinds %d and %d at %zx to %zx: result %ld, memory %ld\n", first, second, code_at, target, result, memory);
        CHECK(result == wanted.result && memory == wanted.memory);
    }
    munmap(pages, 3 * PAGE);
}

static void run_all_pairs(size_t code_at, size_t target)
{
    int crosses = target % 8 != 0;
    for (enum kind first = LOAD; first < KINDS; first++)
        for (enum kind second = LOAD; second < KINDS; second++)
            if (!crosses || (first <= STORE && second <= STORE))
                run_pair(first, second, code_at, target);
}

static void all_pairs_of_accesses_to_their_own_page_come_to_an_end(void)
{
    run_all_pairs(PAGE + 256, PAGE + 512);
}

static void all_pairs_of_accesses_to_a_neighbour_come_to_an_end(void)
{
    run_all_pairs(PAGE + 256, 512);
    run_all_pairs(PAGE + 256, 2 * PAGE + 512);
}

static void all_pairs_of_accesses_across_pages_come_to_an_end(void)
{
    run_all_pairs(PAGE + 256, PAGE - 4);
    run_all_pairs(PAGE + 256, 2 * PAGE - 4);
}

/* The first instruction that accesses memory crosses from one page into the next, or the second does, or the one behind. */
static void all_pairs_of_accesses_by_code_on_two_pages_come_to_an_end(void)
{
    for (size_t code_at = PAGE - 14; code_at <= PAGE - 6; code_at += 4) {
        run_all_pairs(code_at, 512);
        run_all_pairs(code_at, PAGE + 512);
        run_all_pairs(code_at, 2 * PAGE + 512);
        run_all_pairs(code_at, 2 * PAGE - 4);
    }
}

static void code_that_changes_an_instruction_ahead_runs_the_new_one(void)
{
    /* sw a1, 12(a0) - fence.i - nop - here: li a2, 0 - mv a0, a2 - ret */
    uint32_t instructions[] = {0x00b52623, FENCE_I, 0x00000013, LI_A2_0, MV_A0_A2, RET};
    char *page = map_pages(1, MAP_PRIVATE);
    code *run = put(page, instructions, sizeof instructions);
    for (long i = 0; i < 200; i++)
        CHECK(run(page, LI_A2_0 | i << 20) == i);
}

/* loop: amoadd.d a2, a3, (a0) - addi a1, a1, -1 - bnez a1, loop - ret; and before it: li a3, 1 */
static const uint32_t ADDING[] = {0x00100693, 0x00d5362f, 0xfff58593, 0xfe059ce3, RET};
/* loop: lr.d a2, (a0) - addi a2, a2, 1 - sc.d a3, a2, (a0) - bnez a3, loop - addi a1, a1, -1 - bnez a1, loop - ret */
static const uint32_t RESERVING[] = {0x1005362f, 0x00160613, 0x18c536af, 0xfe069ae3, 0xfff58593, 0xfe0596e3, RET};

enum { ROUNDS = 100, PROCESSES = 3 };

static void check_that_processes_count_together(const uint32_t *instructions, size_t size)
{
    char *page = map_pages(1, MAP_SHARED);
    code *run = put(page, instructions, size);
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            run(page + 512, ROUNDS);
            _exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++)
        CHECK(exit_status(children[i]) == 0);
    CHECK(*(long *)(page + 512) == PROCESSES * ROUNDS);
}

static void processes_add_to_a_word_on_the_page_of_their_code(void)
{
    check_that_processes_count_together(ADDING, sizeof ADDING);
}

static void processes_reserve_a_word_on_the_page_of_their_code(void)
{
    check_that_processes_count_together(RESERVING, sizeof RESERVING);
}

static void what_a_child_stores_into_its_code_is_its_own(void)
{
    char *page = map_pages(1, MAP_PRIVATE);
    code *run = put(page, ADDING, sizeof ADDING);
    run(page + 512, ROUNDS);
    pid_t child = fork();
    if (child == 0) {
        run(page + 512, ROUNDS);
        _exit(*(long *)(page + 512) == 2 * ROUNDS ? 0 : 1);
    }
    CHECK(exit_status(child) == 0);
    CHECK(*(long *)(page + 512) == ROUNDS);
    run(page + 512, ROUNDS);
    CHECK(*(long *)(page + 512) == 2 * ROUNDS);
}

static char *refused;

static void store_beyond_the_page(void)
{
    ((code *)refused)(refused + PAGE - 4, -1);
}

static void a_store_across_into_a_page_that_is_read_only_is_refused_wholly(void)
{
    uint32_t instructions[] = {INSTRUCTIONS[STORE], RET};
    refused = map_pages(2, MAP_SHARED);
    put(refused, instructions, sizeof instructions);
    CHECK(mprotect(refused + PAGE, PAGE, PROT_READ) == 0);
    CHECK(death_signal(start(store_beyond_the_page)) == SIGSEGV);
    CHECK(*(int *)(refused + PAGE - 4) == 0);
}

int main(void)
{
    RUN(all_pairs_of_accesses_to_their_own_page_come_to_an_end);
    RUN(all_pairs_of_accesses_to_a_neighbour_come_to_an_end);
    RUN(all_pairs_of_accesses_across_pages_come_to_an_end);
    RUN(all_pairs_of_accesses_by_code_on_two_pages_come_to_an_end);
    RUN(code_that_changes_an_instruction_ahead_runs_the_new_one);
    RUN(processes_add_to_a_word_on_the_page_of_their_code);
    RUN(processes_reserve_a_word_on_the_page_of_their_code);
    RUN(what_a_child_stores_into_its_code_is_its_own);
    RUN(a_store_across_into_a_page_that_is_read_only_is_refused_wholly);
    return finish();
}
