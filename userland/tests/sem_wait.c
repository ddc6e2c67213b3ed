/* System V semaphores: who sleeps, who wakes whom, and what remains of a process that ends. */
#include "semaphores.h"
#include <time.h>

static void take_1(void)
{
    CHECK(operate(0, -1, 0) == 0);
}

static void a_taker_sleeps_until_there_is_enough(void)
{
    new_set(1);
    pid_t child = start(take_1);
    await_waiters(0, GETNCNT, 1);
    CHECK(operate(0, 1, 0) == 0);
    CHECK(value(0) == 0); /* taken on the sleeper's behalf, at once */
    CHECK(semctl(set, 0, GETNCNT) == 0);
    CHECK(exit_status(child) == 0);
    remove_set();
}

static void await_0(void)
{
    CHECK(operate(0, 0, 0) == 0);
}

static void who_waits_for_0_sleeps_until_it_is_0(void)
{
    new_set(1);
    set_value(0, 2);
    pid_t child = start(await_0);
    await_waiters(0, GETZCNT, 1);
    CHECK(semctl(set, 0, GETNCNT) == 0);
    CHECK(operate(0, -1, 0) == 0);
    let_others_run();
    CHECK(semctl(set, 0, GETZCNT) == 1);
    CHECK(operate(0, -1, 0) == 0);
    CHECK(semctl(set, 0, GETZCNT) == 0);
    CHECK(exit_status(child) == 0);
    remove_set();
}

static void take_both(void)
{
    struct sembuf both[] = {{0, -1, 0}, {1, -1, 0}};
    CHECK(semop(set, both, 2) == 0);
}

static void who_needs_two_holds_neither_while_it_waits(void)
{
    new_set(2);
    set_value(0, 1);
    pid_t child = start(take_both);
    await_waiters(1, GETNCNT, 1);
    CHECK(value(0) == 1 && semctl(set, 0, GETNCNT) == 0);
    CHECK(operate(0, -1, IPC_NOWAIT) == 0);
    CHECK(operate(1, 1, 0) == 0 && value(1) == 1);
    CHECK(semctl(set, 0, GETNCNT) == 1);
    CHECK(operate(0, 1, 0) == 0 && value(0) == 0 && value(1) == 0);
    CHECK(exit_status(child) == 0);
    remove_set();
}

static void take_3(void)
{
    CHECK(operate(0, -3, 0) == 0);
}

static void setval_and_setall_wake_sleepers(void)
{
    new_set(2);
    pid_t child = start(take_3);
    await_waiters(0, GETNCNT, 1);
    set_value(0, 2);
    CHECK(value(0) == 2);
    set_value(0, 4);
    CHECK(value(0) == 1);
    CHECK(exit_status(child) == 0);
    child = start(take_3);
    await_waiters(0, GETNCNT, 1);
    unsigned short values[] = {3, 5};
    CHECK(semctl(set, 0, SETALL, values) == 0 && value(0) == 0 && value(1) == 5);
    CHECK(exit_status(child) == 0);
    remove_set();
}

static int *order, *next;

static void take_in_turn(void)
{
    CHECK(operate(0, -1, 0) == 0);
    order[(*next)++] = getpid();
    CHECK(operate(1, 1, 0) == 0);
}

static void sleepers_are_served_in_the_order_in_which_they_came(void)
{
    pid_t children[4];
    order = shared_memory(PAGE);
    next = order + 100;
    new_set(2);
    for (int i = 0; i < 4; i++) {
        children[i] = start(take_in_turn);
        await_waiters(0, GETNCNT, i + 1);
    }
    for (int i = 0; i < 4; i++) {
        CHECK(operate(0, 1, 0) == 0);
        CHECK(operate(1, -1, 0) == 0);
    }
    for (int i = 0; i < 4; i++) {
        CHECK(exit_status(children[i]) == 0);
        CHECK(order[i] == children[i]);
    }
    remove_set();
}

static void removed_meanwhile(void)
{
    CHECK_FAILS(operate(0, -1, 0), EIDRM);
}

static void removal_wakes_all_sleepers_with_eidrm(void)
{
    new_set(2);
    pid_t first = start(removed_meanwhile), second = start(removed_meanwhile);
    await_waiters(0, GETNCNT, 2);
    remove_set();
    CHECK(exit_status(first) == 0 && exit_status(second) == 0);
}

static int timed(int change, long seconds, long nanoseconds)
{
    struct sembuf operation = {0, change, 0};
    struct timespec timeout = {seconds, nanoseconds};
    return semtimedop(set, &operation, 1, &timeout);
}

static void a_wait_ends_with_its_time(void)
{
    new_set(1);
    CHECK_FAILS(timed(-1, 0, 20 * 1000 * 1000), EAGAIN);
    CHECK_FAILS(timed(-1, 0, 0), EAGAIN);
    CHECK(semctl(set, 0, GETNCNT) == 0);
    CHECK(timed(1, 0, 0) == 0 && value(0) == 1);
    CHECK(timed(-1, 10, 0) == 0 && value(0) == 0);
    CHECK_FAILS(timed(1, -1, 0), EINVAL);
    CHECK_FAILS(timed(1, 0, 1000 * 1000 * 1000), EINVAL);
    CHECK(value(0) == 0);
    remove_set();
}

static void handle(int signal)
{
    (void)signal;
}

static void be_interrupted(void)
{
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    CHECK_FAILS(operate(0, -1, 0), EINTR); /* whatever SA_RESTART says */
    CHECK(semctl(set, 0, GETNCNT) == 0);
}

static void a_signal_ends_the_wait_with_eintr(void)
{
    new_set(1);
    pid_t child = start(be_interrupted);
    await_waiters(0, GETNCNT, 1);
    kill(child, SIGUSR1);
    CHECK(exit_status(child) == 0);
    CHECK(operate(0, 1, 0) == 0 && value(0) == 1);
    remove_set();
}

static void who_is_killed_waits_no_more(void)
{
    new_set(1);
    pid_t child = start(take_1);
    await_waiters(0, GETNCNT, 1);
    kill(child, SIGKILL);
    CHECK(death_signal(child) == SIGKILL);
    CHECK(semctl(set, 0, GETNCNT) == 0);
    CHECK(operate(0, 1, 0) == 0 && value(0) == 1);
    remove_set();
}

static void take_with_undo(void)
{
    CHECK(operate(0, -2, SEM_UNDO) == 0 && operate(0, -1, SEM_UNDO) == 0);
    CHECK(operate(1, 4, SEM_UNDO) == 0 && operate(1, -1, 0) == 0);
    CHECK(value(0) == 7 && value(1) == 3);
}

static void the_end_of_a_process_takes_back_what_it_did_with_undo(void)
{
    new_set(2);
    set_value(0, 10);
    CHECK(exit_status(start(take_with_undo)) == 0);
    CHECK(value(0) == 10);
    CHECK(value(1) == 0); /* 3 - 4 would be below 0 */
    remove_set();
}

static void hold_until_killed(void)
{
    CHECK(operate(0, -1, SEM_UNDO) == 0 && operate(1, 1, 0) == 0);
    operate(2, -1, 0); /* not in this life */
}

static void the_death_of_a_holder_wakes_who_waits(void)
{
    new_set(3);
    set_value(0, 1);
    pid_t holder = start(hold_until_killed);
    CHECK(operate(1, -1, 0) == 0);
    pid_t waiter = start(take_1);
    await_waiters(0, GETNCNT, 1);
    kill(holder, SIGKILL);
    CHECK(exit_status(waiter) == 0);
    CHECK(death_signal(holder) == SIGKILL);
    CHECK(value(0) == 0);
    remove_set();
}

static void undo_then_reset(void)
{
    CHECK(operate(0, 3, SEM_UNDO) == 0 && operate(1, 3, SEM_UNDO) == 0);
    set_value(0, 5);
}

static void setval_forgets_what_was_to_be_undone(void)
{
    new_set(2);
    CHECK(exit_status(start(undo_then_reset)) == 0);
    CHECK(value(0) == 5 && value(1) == 0);
    remove_set();
}

static void undo_too_much(void)
{
    CHECK(operate(0, MAX_VALUE, SEM_UNDO) == 0);
    CHECK(operate(0, -MAX_VALUE, 0) == 0);
    CHECK(operate(0, 1, SEM_UNDO) == 0); /* one below 0 there is room for */
    CHECK_FAILS(operate(0, 1, SEM_UNDO), ERANGE);
    CHECK(value(0) == 1);
}

static void an_adjustment_out_of_range_fails_with_erange(void)
{
    new_set(1);
    CHECK(exit_status(start(undo_too_much)) == 0);
    CHECK(value(0) == 0);
    remove_set();
}

static void fork_a_child_that_ends(void)
{
    CHECK(operate(0, 2, SEM_UNDO) == 0);
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    CHECK(exit_status(child) == 0);
    CHECK(value(0) == 2);
}

static void a_forked_child_inherits_nothing_to_undo(void)
{
    new_set(1);
    CHECK(exit_status(start(fork_a_child_that_ends)) == 0);
    CHECK(value(0) == 0);
    remove_set();
}

int main(void)
{
    RUN(a_taker_sleeps_until_there_is_enough);
    RUN(who_waits_for_0_sleeps_until_it_is_0);
    RUN(who_needs_two_holds_neither_while_it_waits);
    RUN(setval_and_setall_wake_sleepers);
    RUN(sleepers_are_served_in_the_order_in_which_they_came);
    RUN(removal_wakes_all_sleepers_with_eidrm);
    RUN(a_wait_ends_with_its_time);
    RUN(a_signal_ends_the_wait_with_eintr);
    RUN(who_is_killed_waits_no_more);
    RUN(the_end_of_a_process_takes_back_what_it_did_with_undo);
    RUN(the_death_of_a_holder_wakes_who_waits);
    RUN(setval_forgets_what_was_to_be_undone);
    RUN(an_adjustment_out_of_range_fails_with_erange);
    RUN(a_forked_child_inherits_nothing_to_undo);
    return finish();
}
