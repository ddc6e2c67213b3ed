/* Futexes: waiting for a word to change, and who is woken. */
#include "check.h"
#include <stddef.h>
#include <stdint.h>
#include <sync/thread.h>
#include <sys/syscall.h>
#include <time.h>

enum { WAIT = 0, WAKE = 1, REQUEUE = 3, CMP_REQUEUE = 4, WAKE_OP = 5, WAIT_BITSET = 9, WAKE_BITSET = 10, PRIVATE = 128 };
enum { OP_SET = 0, OP_ADD = 1, CMP_EQ = 0, CMP_GT = 4 };

#define WAKE_OP_OF(op, operand, cmp, comparand) ((op) << 28 | (cmp) << 24 | (operand) << 12 | (comparand))

static long futex(void *address, int operation, int value, const void *timeout, void *second, int value3)
{
    return syscall(SYS_futex, address, operation, value, timeout, second, value3);
}

static int word, other_word;

static void a_word_that_has_changed_is_not_waited_for(void)
{
    CHECK_FAILS(futex(&word, WAIT, 1, NULL, NULL, 0), EAGAIN);
    CHECK_FAILS(futex(&word, WAIT_BITSET | PRIVATE, 1, NULL, NULL, -1), EAGAIN);
}

static void bad_addresses_and_values_fail(void)
{
    CHECK_FAILS(futex((char *)&word + 1, WAIT, 0, NULL, NULL, 0), EINVAL);
    CHECK_FAILS(futex((char *)&word + 2, WAKE, 1, NULL, NULL, 0), EINVAL);
    CHECK_FAILS(futex((void *)8, WAIT, 0, NULL, NULL, 0), EFAULT);
    CHECK_FAILS(futex(&word, WAIT_BITSET, 0, NULL, NULL, 0), EINVAL);
    CHECK_FAILS(futex(&word, WAKE_BITSET, 1, NULL, NULL, 0), EINVAL);
    CHECK_FAILS(futex(&word, REQUEUE, -1, (void *)1, &other_word, 0), EINVAL);
    CHECK_FAILS(futex(&word, CMP_REQUEUE, 1, (void *)1, &other_word, 5), EAGAIN);
    CHECK_FAILS(futex(&word, 99, 0, NULL, NULL, 0), ENOSYS);
}

static void a_wait_ends_with_its_timeout(void)
{
    struct timespec soon = {0, 1000000}, never = {0, 1000000000}, past = {0, 0};
    CHECK_FAILS(futex(&word, WAIT, 0, &soon, NULL, 0), ETIMEDOUT);
    CHECK_FAILS(futex(&word, WAIT, 0, &never, NULL, 0), EINVAL);
    CHECK_FAILS(futex(&word, WAIT_BITSET, 0, &past, NULL, -1), ETIMEDOUT);
    CHECK(clock_gettime(CLOCK_REALTIME, &soon) == 0);
    CHECK_FAILS(futex(&word, WAIT_BITSET | 256, 0, &soon, NULL, -1), ETIMEDOUT);
    CHECK(futex(&word, WAKE, 10, NULL, NULL, 0) == 0);
}

/* Waiters that say in which order they were woken. A woken thread runs before the next is woken. */
static int woken[8], woken_count;

struct waiter {
    struct thread thread;
    int number, operation, bits, priority;
    int *address;
};

static void wait_and_note(void *argument)
{
    struct waiter *self = argument;
    struct sched_param parameters = {self->priority};
    if (self->priority > 0)
        CHECK(sched_setscheduler(0, SCHED_FIFO, &parameters) == 0);
    if (futex(self->address, self->operation, 0, NULL, NULL, self->bits) == 0)
        woken[__atomic_fetch_add(&woken_count, 1, __ATOMIC_SEQ_CST)] = self->number;
}

/* Whether a thread sleeps cannot be seen; it can be moved to where it waits already, which changes nothing. */
static void await_sleepers(int *address, int count, int is_private)
{
    while (futex(address, REQUEUE | is_private, 0, (void *)(intptr_t)100, address, 0) != count)
        sched_yield();
}

static void start_waiter(struct waiter *waiter, int number, int *address, int operation, int bits)
{
    *waiter = (struct waiter){.number = number, .operation = operation, .bits = bits, .address = address};
    CHECK(thread_create(&waiter->thread, wait_and_note, waiter) == 0);
}

static void await_woken(int count)
{
    while (__atomic_load_n(&woken_count, __ATOMIC_SEQ_CST) < count)
        sched_yield();
}

static void those_who_came_first_are_woken_first(void)
{
    struct waiter waiters[4];
    for (int i = 0; i < 4; i++) {
        start_waiter(&waiters[i], i, &word, WAIT | PRIVATE, 0);
        await_sleepers(&word, i + 1, PRIVATE);
    }
    for (int i = 0; i < 4; i++) {
        CHECK(futex(&word, WAKE | PRIVATE, 1, NULL, NULL, 0) == 1);
        await_woken(i + 1);
    }
    for (int i = 0; i < 4; i++) {
        thread_join(&waiters[i].thread);
        CHECK(woken[i] == i);
    }
    CHECK(futex(&word, WAKE | PRIVATE, 1, NULL, NULL, 0) == 0);
}

static void those_of_higher_real_time_priority_are_woken_first(void)
{
    static const int priorities[] = {0, 10, 30, 20, 30, 0}, order[] = {2, 4, 3, 1, 0, 5};
    struct sched_param normal = {0}, highest = {40};
    struct waiter waiters[6];
    if (sched_setscheduler(0, SCHED_FIFO, &highest) < 0)
        skip("real-time priorities are forbidden here");
    CHECK(sched_setscheduler(0, SCHED_OTHER, &normal) == 0);
    for (int i = 0; i < 6; i++) {
        waiters[i] = (struct waiter){.number = i, .operation = WAIT, .address = &word, .priority = priorities[i]};
        CHECK(thread_create(&waiters[i].thread, wait_and_note, &waiters[i]) == 0);
        await_sleepers(&word, i + 1, 0);
    }
    for (int i = 0; i < 6; i++) {
        CHECK(futex(&word, WAKE, 1, NULL, NULL, 0) == 1);
        thread_join(&waiters[order[i]].thread);
        CHECK(woken_count == i + 1 && woken[i] == order[i]);
    }
}

static void a_wake_reaches_those_who_share_a_bit_with_it(void)
{
    struct waiter waiters[2];
    start_waiter(&waiters[0], 0, &word, WAIT_BITSET, 1);
    await_sleepers(&word, 1, 0);
    start_waiter(&waiters[1], 1, &word, WAIT_BITSET, 2);
    await_sleepers(&word, 2, 0);
    CHECK(futex(&word, WAKE_BITSET, 10, NULL, NULL, 4) == 0);
    CHECK(futex(&word, WAKE_BITSET, 10, NULL, NULL, 6) == 1);
    thread_join(&waiters[1].thread);
    CHECK(woken_count == 1 && woken[0] == 1);
    CHECK(futex(&word, WAKE, 10, NULL, NULL, 0) == 1);
    thread_join(&waiters[0].thread);
}

static void private_and_shared_operations_do_not_meet(void)
{
    struct waiter waiter;
    start_waiter(&waiter, 0, &word, WAIT | PRIVATE, 0);
    await_sleepers(&word, 1, PRIVATE);
    CHECK(futex(&word, WAKE, 10, NULL, NULL, 0) == 0);
    CHECK(futex(&word, WAKE | PRIVATE, 10, NULL, NULL, 0) == 1);
    thread_join(&waiter.thread);
}

static void requeue_wakes_some_and_moves_others(void)
{
    struct waiter waiters[4];
    for (int i = 0; i < 4; i++) {
        start_waiter(&waiters[i], i, &word, WAIT, 0);
        await_sleepers(&word, i + 1, 0);
    }
    CHECK(futex(&word, CMP_REQUEUE, 1, (void *)2, &other_word, 0) == 3);
    thread_join(&waiters[0].thread);
    CHECK(futex(&word, WAKE, 10, NULL, NULL, 0) == 1);
    thread_join(&waiters[3].thread);
    CHECK(futex(&other_word, WAKE, 10, NULL, NULL, 0) == 2);
    thread_join(&waiters[1].thread);
    thread_join(&waiters[2].thread);
}

static void wake_op_changes_a_word_and_wakes_by_its_old_value(void)
{
    struct waiter waiter;
    other_word = 5;
    CHECK(futex(&word, WAKE_OP, 1, (void *)1, &other_word, WAKE_OP_OF(OP_ADD, 3, CMP_EQ, 4)) == 0);
    CHECK(other_word == 8);
    other_word = 0;
    start_waiter(&waiter, 0, &other_word, WAIT, 0);
    await_sleepers(&other_word, 1, 0);
    other_word = 7;
    CHECK(futex(&word, WAKE_OP, 1, (void *)1, &other_word, WAKE_OP_OF(OP_SET, 0xfff, CMP_GT, 7)) == 0);
    CHECK(other_word == -1);
    CHECK(futex(&word, WAKE_OP, 1, (void *)1, &other_word, WAKE_OP_OF(OP_SET, 1, CMP_EQ, 0xfff)) == 1);
    CHECK(other_word == 1);
    thread_join(&waiter.thread);
}

static void shared_memory_has_the_same_futex_in_all_processes(void)
{
    int *shared = shared_memory(PAGE);
    pid_t child = fork();
    if (child == 0) {
        CHECK(futex(shared, WAIT, 0, NULL, NULL, 0) == 0);
        _exit(failures != 0);
    }
    while (futex(shared, WAKE, 1, NULL, NULL, 0) == 0)
        sched_yield();
    CHECK(exit_status(child) == 0);
}

static void each_process_has_its_own_futex_in_private_memory(void)
{
    pid_t child = fork();
    if (child == 0) {
        struct timespec soon = {0, 5000000};
        CHECK_FAILS(futex(&word, WAIT, 0, &soon, NULL, 0), ETIMEDOUT);
        _exit(failures != 0);
    }
    let_others_run();
    CHECK(futex(&word, WAKE, 1, NULL, NULL, 0) == 0);
    CHECK(exit_status(child) == 0);
}

static volatile int handled;

/* If it comes before the wait has begun, there must be nothing to wait for. */
static void note(int signal)
{
    handled = signal;
    word = 1;
}

static void a_handler_without_restart_interrupts_a_wait(void)
{
    struct sigaction action = {.sa_handler = note};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        let_others_run();
        kill(parent, SIGUSR1);
        _exit(0);
    }
    CHECK(futex(&word, WAIT, 0, NULL, NULL, 0) == -1 && (errno == EINTR || errno == EAGAIN));
    CHECK(handled == SIGUSR1);
    CHECK(exit_status(child) == 0);
}

/* struct robust_list_head, and one entry with the futex behind it */
struct entry {
    struct entry *next;
    int futex;
};

static struct {
    struct entry *first;
    long offset;
    struct entry *pending;
} list;
static struct entry entries[3];

static void die_holding(void *argument)
{
    int tid = syscall(SYS_gettid);
    (void)argument;
    for (int i = 0; i < 3; i++)
        entries[i].futex = tid;
    entries[1].futex = 1; /* somebody else's */
    list.first = &entries[0];
    list.offset = offsetof(struct entry, futex);
    list.pending = &entries[2];
    entries[0].next = &entries[1];
    entries[1].next = (struct entry *)&list;
    if (syscall(SYS_set_robust_list, &list, sizeof list) < 0)
        list.first = NULL;
}

static void futexes_of_a_dead_thread_are_marked(void)
{
    struct thread thread;
    CHECK(thread_create(&thread, die_holding, NULL) == 0);
    thread_join(&thread);
    if (!list.first)
        skip("no robust lists here");
    CHECK(entries[0].futex == 0x40000000);
    CHECK(entries[1].futex == 1);
    CHECK(entries[2].futex == 0x40000000);
}

static void die_with_a_list_that_is_a_circle(void)
{
    if (syscall(SYS_set_robust_list, &list, sizeof list) < 0)
        _exit(SKIPPED);
    list.first = &entries[0];
    entries[0].next = &entries[1];
    entries[1].next = &entries[0];
    list.offset = 1L << 40;
    list.pending = (struct entry *)-8;
    _exit(0);
}

static void a_hostile_robust_list_does_no_harm(void)
{
    int status = exit_status(start(die_with_a_list_that_is_a_circle));
    if (status == SKIPPED)
        skip("no robust lists here");
    CHECK(status == 0);
}

static void the_robust_list_can_be_read_back(void)
{
    void *head = NULL;
    size_t length = 0;
    if (syscall(SYS_set_robust_list, &list, sizeof list) < 0)
        skip("no robust lists here");
    CHECK(syscall(SYS_get_robust_list, 0, &head, &length) == 0);
    CHECK(head == &list && length == sizeof list);
    CHECK_FAILS(syscall(SYS_set_robust_list, &list, 8), EINVAL);
    syscall(SYS_set_robust_list, NULL, sizeof list);
}

int main(void)
{
    RUN(a_word_that_has_changed_is_not_waited_for);
    RUN(bad_addresses_and_values_fail);
    RUN(a_wait_ends_with_its_timeout);
    RUN(those_who_came_first_are_woken_first);
    RUN(those_of_higher_real_time_priority_are_woken_first);
    RUN(a_wake_reaches_those_who_share_a_bit_with_it);
    RUN(private_and_shared_operations_do_not_meet);
    RUN(requeue_wakes_some_and_moves_others);
    RUN(wake_op_changes_a_word_and_wakes_by_its_old_value);
    RUN(shared_memory_has_the_same_futex_in_all_processes);
    RUN(each_process_has_its_own_futex_in_private_memory);
    RUN(a_handler_without_restart_interrupts_a_wait);
    RUN(futexes_of_a_dead_thread_are_marked);
    RUN(a_hostile_robust_list_does_no_harm);
    RUN(the_robust_list_can_be_read_back);
    return finish();
}
