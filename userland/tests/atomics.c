/* Atomic instructions and the locks made of them, between processes that share memory and are preempted anywhere. */
#include "check.h"
#include <stdint.h>
#include <sync/spinlock.h>
#include <sync/ticket.h>
#include <sync/ttas.h>

enum { PROCESSES = 3, ROUNDS = 10000 };

static struct {
    volatile long counter;
    volatile int word;
    struct spinlock spinlock;
    struct ttas_lock ttas;
    struct ticket_lock ticket;
} *shared;

/* Runs the same in several processes at once. */
static void run_together(void (*body)(void))
{
    shared = shared_memory(PAGE);
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++)
        children[i] = start(body);
    for (int i = 0; i < PROCESSES; i++)
        CHECK(exit_status(children[i]) == 0);
}

static void add_by_amo(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        asm volatile("amoadd.d zero, %0, (%1)" : : "r"(1L), "r"(&shared->counter) : "memory");
        asm volatile("amoadd.w zero, %0, (%1)" : : "r"(-1), "r"(&shared->word) : "memory");
    }
}

static void amo_loses_no_update(void)
{
    run_together(add_by_amo);
    CHECK(shared->counter == PROCESSES * ROUNDS);
    CHECK(shared->word == -PROCESSES * ROUNDS);
}

static void add_by_reservation(void)
{
    for (int i = 0; i < ROUNDS; i++)
        asm volatile("1: lr.d t0, (%0)\n"
                     "addi    t0, t0, 1\n"
                     "sc.d    t1, t0, (%0)\n"
                     "bnez    t1, 1b\n"
                     : : "r"(&shared->counter) : "t0", "t1", "memory");
}

static void load_reserved_store_conditional_loses_no_update(void)
{
    run_together(add_by_reservation);
    CHECK(shared->counter == PROCESSES * ROUNDS);
}

static void add_by_compare_and_swap(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        long seen = shared->counter;
        while (!__atomic_compare_exchange_n(&shared->counter, &seen, seen + 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
            ;
    }
}

static void compare_and_swap_loses_no_update(void)
{
    run_together(add_by_compare_and_swap);
    CHECK(shared->counter == PROCESSES * ROUNDS);
}

static void store_conditional_without_reservation_fails(void)
{
    long word = 1, failed;
    asm volatile("lr.d zero, (%1)\n"
                 "sc.d zero, zero, (%1)\n" /* uses the reservation up */
                 "sc.d %0, %1, (%1)\n"
                 : "=&r"(failed) : "r"(&word) : "memory");
    CHECK(failed != 0);
    CHECK(word == 0);
}

static void amo_computes_and_returns_the_old_value(void)
{
#define AMO(name, memory, operand, expected)                                                       \
    do {                                                                                           \
        int64_t word = memory, old;                                                                \
        asm volatile(name " %0, %1, (%2)" : "=&r"(old) : "r"((int64_t)(operand)), "r"(&word) : "memory"); \
        CHECK(old == (int64_t)(memory));                                                           \
        CHECK(word == (int64_t)(expected));                                                        \
    } while (0)
    AMO("amoswap.d", 5, 7, 7);
    AMO("amoadd.d", 5, -7, -2);
    AMO("amoxor.d", 6, 3, 5);
    AMO("amoand.d", 6, 3, 2);
    AMO("amoor.d", 6, 3, 7);
    AMO("amomin.d", -1, 3, -1);
    AMO("amomax.d", -1, 3, 3);
    AMO("amominu.d", -1, 3, 3);
    AMO("amomaxu.d", -1, 3, -1);
    AMO("amoadd.w", 0x7fffffff, 0, 0x7fffffff);
#undef AMO
}

static void amo_on_words_sign_extends_and_leaves_the_rest(void)
{
    uint64_t memory = 0x1111111180000000;
    int64_t old;
    asm volatile("amoadd.w %0, %1, (%2)" : "=&r"(old) : "r"(-1L), "r"(&memory) : "memory");
    CHECK(old == -0x80000000L);
    CHECK(memory == 0x111111117fffffff);
}

/* A critical section that only mutual exclusion makes right: it is long enough to be preempted in. */
static void add_slowly(void)
{
    long seen = shared->counter;
    for (volatile int pause = 0; pause < 5; pause++)
        ;
    shared->counter = seen + 1;
}

#define LOCK_TEST(name, acquire, release)              \
    static void add_under_##name(void)                 \
    {                                                  \
        for (int i = 0; i < ROUNDS / 10; i++) {        \
            acquire;                                   \
            add_slowly();                              \
            release;                                   \
        }                                              \
        CHECK(lock_statistics.acquisitions == ROUNDS / 10); \
    }                                                  \
                                                       \
    static void name##_excludes_all_others(void)       \
    {                                                  \
        run_together(add_under_##name);                \
        CHECK(shared->counter == PROCESSES * ROUNDS / 10); \
    }

LOCK_TEST(spinlock, spinlock_acquire(&shared->spinlock), spinlock_release(&shared->spinlock))
LOCK_TEST(ttas_lock, ttas_acquire(&shared->ttas), ttas_release(&shared->ttas))
LOCK_TEST(ticket_lock, ticket_acquire(&shared->ticket), ticket_release(&shared->ticket))

static void a_held_spinlock_cannot_be_acquired(void)
{
    struct spinlock lock = {0};
    CHECK(spinlock_try_acquire(&lock) == 1);
    CHECK(spinlock_try_acquire(&lock) == 0);
    spinlock_release(&lock);
    CHECK(spinlock_try_acquire(&lock) == 1);
}

/* Each waiter notes when it was served; all draw their tickets while the lock is held. */
static void a_ticket_lock_serves_in_the_order_of_arrival(void)
{
    shared = shared_memory(PAGE);
    pid_t children[PROCESSES];
    ticket_acquire(&shared->ticket);
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            ticket_acquire(&shared->ticket);
            CHECK(shared->counter++ == i);
            ticket_release(&shared->ticket);
            _exit(failures != 0);
        }
        while (__atomic_load_n(&shared->ticket.next_ticket, __ATOMIC_RELAXED) != (unsigned)i + 2)
            sched_yield();
    }
    ticket_release(&shared->ticket);
    for (int i = 0; i < PROCESSES; i++)
        CHECK(exit_status(children[i]) == 0);
}

int main(void)
{
    RUN(amo_loses_no_update);
    RUN(load_reserved_store_conditional_loses_no_update);
    RUN(compare_and_swap_loses_no_update);
    RUN(store_conditional_without_reservation_fails);
    RUN(amo_computes_and_returns_the_old_value);
    RUN(amo_on_words_sign_extends_and_leaves_the_rest);
    RUN(spinlock_excludes_all_others);
    RUN(ttas_lock_excludes_all_others);
    RUN(ticket_lock_excludes_all_others);
    RUN(a_held_spinlock_cannot_be_acquired);
    RUN(a_ticket_lock_serves_in_the_order_of_arrival);
    return finish();
}
