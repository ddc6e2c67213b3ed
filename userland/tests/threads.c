/* Threads: what they share, how they end, and what becomes of them when their process forks, stops, execs or dies. */
#include "check.h"
#include <sync/mutex.h>
#include <sync/thread.h>
#include <sys/syscall.h>

#ifndef CLONE_VM
#define CLONE_VM 0x100
#define CLONE_SIGHAND 0x800
#define CLONE_VFORK 0x4000
#define CLONE_THREAD 0x10000
#endif

static char *self;
static int gate[2];
static int value;

static void set_value(void *argument)
{
    value = *(int *)argument;
}

static void spin(void *argument)
{
    (void)argument;
    for (;;)
        sched_yield();
}

static void sleep_for_ever(void *argument)
{
    (void)argument;
    char byte;
    for (;;)
        if (read(gate[0], &byte, 1) < 0)
            sched_yield();
}

static void a_thread_shares_memory(void)
{
    struct thread thread;
    int seven = 7;
    CHECK(thread_create(&thread, set_value, &seven) == 0);
    thread_join(&thread);
    CHECK(value == 7);
    CHECK(thread.tid == 0);
}

static void open_a_pipe(void *argument)
{
    CHECK(pipe(argument) == 0);
}

static void a_thread_shares_descriptors(void)
{
    struct thread thread;
    int ends[2];
    char byte = 0;
    CHECK(thread_create(&thread, open_a_pipe, ends) == 0);
    thread_join(&thread);
    CHECK(write(ends[1], "x", 1) == 1);
    CHECK(read(ends[0], &byte, 1) == 1 && byte == 'x');
}

static void note_numbers(void *argument)
{
    pid_t *numbers = argument;
    numbers[0] = getpid();
    numbers[1] = syscall(SYS_gettid);
}

static void a_thread_has_a_number_of_its_own_and_its_process_s_pid(void)
{
    struct thread thread;
    pid_t numbers[2];
    CHECK(thread_create(&thread, note_numbers, numbers) == 0);
    pid_t tid = thread.tid;
    thread_join(&thread);
    CHECK(numbers[0] == getpid());
    CHECK(numbers[1] != getpid());
    CHECK(numbers[1] == tid || tid == 0);
    CHECK(syscall(SYS_gettid) == getpid());
}

static struct mutex mutex;
static long counter;

static void count(void *argument)
{
    (void)argument;
    for (int i = 0; i < 500; i++) {
        mutex_lock(&mutex);
        long before = counter;
        if (i % 16 == 0)
            sched_yield();
        counter = before + 1;
        mutex_unlock(&mutex);
    }
}

static void a_mutex_excludes_other_threads(void)
{
    struct thread threads[8];
    for (int i = 0; i < 8; i++)
        CHECK(thread_create(&threads[i], count, NULL) == 0);
    for (int i = 0; i < 8; i++)
        thread_join(&threads[i]);
    CHECK(counter == 8 * 500);
}

static void two_hundred_threads_live_at_once(void)
{
    static struct thread threads[200];
    CHECK(pipe(gate) == 0);
    for (int i = 0; i < 200; i++)
        CHECK(thread_create(&threads[i], sleep_for_ever, NULL) == 0);
    for (int i = 0; i < 200; i++)
        CHECK(threads[i].tid > 0);
    CHECK(syscall(SYS_tgkill, getpid(), threads[199].tid, 0) == 0);
}

static int seen_status;

static void fork_and_wait(void *argument)
{
    (void)argument;
    pid_t child = fork();
    if (child == 0)
        _exit(9);
    seen_status = exit_status(child);
}

static void a_thread_forks_a_process_with_one_thread(void)
{
    struct thread spinner, forker;
    CHECK(thread_create(&spinner, spin, NULL) == 0);
    CHECK(thread_create(&forker, fork_and_wait, NULL) == 0);
    thread_join(&forker);
    CHECK(seen_status == 9);
}

static void wait_for_child(void *argument)
{
    seen_status = exit_status(*(pid_t *)argument);
}

static void any_thread_may_wait_for_a_child_that_another_has_made(void)
{
    struct thread waiter;
    CHECK(pipe(gate) == 0);
    pid_t child = fork();
    if (child == 0) {
        await_byte(gate[0]);
        _exit(4);
    }
    CHECK(thread_create(&waiter, wait_for_child, &child) == 0);
    let_others_run();
    send_byte(gate[1]);
    thread_join(&waiter);
    CHECK(seen_status == 4);
    CHECK_FAILS(waitpid(child, NULL, 0), ECHILD);
}

static void exit_thread_with_5(void *argument)
{
    (void)argument;
    await_byte(gate[0]);
    syscall(SYS_exit, 5);
}

static void the_last_thread_ends_the_process_with_its_status(void)
{
    if (on_qemu())
        skip("the emulator is not sure of this");
    CHECK(pipe(gate) == 0);
    pid_t child = fork();
    if (child == 0) {
        struct thread thread;
        CHECK(thread_create(&thread, exit_thread_with_5, NULL) == 0);
        syscall(SYS_exit, 3);
    }
    let_others_run();
    CHECK(waitpid(child, NULL, WNOHANG) == 0); /* its first thread may have ended, but it lives */
    send_byte(gate[1]);
    CHECK(exit_status(child) == 5);
}

static void exit_group_with_6(void *argument)
{
    (void)argument;
    _exit(6);
}

static void exit_group_ends_all_threads(void)
{
    CHECK(pipe(gate) == 0);
    pid_t child = fork();
    if (child == 0) {
        struct thread threads[3];
        CHECK(thread_create(&threads[0], spin, NULL) == 0);
        CHECK(thread_create(&threads[1], sleep_for_ever, NULL) == 0);
        CHECK(thread_create(&threads[2], exit_group_with_6, NULL) == 0);
        sleep_for_ever(NULL);
    }
    CHECK(exit_status(child) == 6);
}

static void write_to_null(void *argument)
{
    *(volatile int *)argument = 1;
}

static void a_fault_of_one_thread_kills_all(void)
{
    CHECK(pipe(gate) == 0);
    pid_t child = fork();
    if (child == 0) {
        struct thread threads[2];
        CHECK(thread_create(&threads[0], spin, NULL) == 0);
        CHECK(thread_create(&threads[1], write_to_null, NULL) == 0);
        sleep_for_ever(NULL);
    }
    CHECK(death_signal(child) == SIGSEGV);
}

static volatile pid_t handled_by;

static void note_thread(int signal)
{
    (void)signal;
    handled_by = syscall(SYS_gettid);
}

static void wait_for_handler(void *argument)
{
    (void)argument;
    while (!handled_by)
        sched_yield();
}

static void a_signal_to_a_thread_is_handled_by_that_thread(void)
{
    struct thread threads[2];
    CHECK(signal(SIGUSR1, note_thread) != SIG_ERR);
    CHECK(thread_create(&threads[0], wait_for_handler, NULL) == 0);
    CHECK(thread_create(&threads[1], wait_for_handler, NULL) == 0);
    pid_t tid = threads[1].tid;
    CHECK(syscall(SYS_tgkill, getpid(), tid, SIGUSR1) == 0);
    thread_join(&threads[0]);
    thread_join(&threads[1]);
    CHECK(handled_by == tid);
}

static void count_for_ever(void *argument)
{
    for (;;) {
        __atomic_add_fetch((int *)argument, 1, __ATOMIC_SEQ_CST);
        sched_yield();
    }
}

static void a_stop_stops_all_threads_and_sigcont_continues_them(void)
{
    int *turns = shared_memory(PAGE);
    pid_t child = fork();
    if (child == 0) {
        struct thread thread;
        CHECK(thread_create(&thread, count_for_ever, &turns[0]) == 0);
        count_for_ever(&turns[1]);
    }
    while (!__atomic_load_n(&turns[0], __ATOMIC_SEQ_CST) || !__atomic_load_n(&turns[1], __ATOMIC_SEQ_CST))
        sched_yield();
    int status;
    CHECK(kill(child, SIGSTOP) == 0);
    CHECK(waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
    int first = turns[0], second = turns[1];
    let_others_run();
    CHECK(__atomic_load_n(&turns[0], __ATOMIC_SEQ_CST) == first);
    CHECK(__atomic_load_n(&turns[1], __ATOMIC_SEQ_CST) == second);
    CHECK(kill(child, SIGCONT) == 0);
    while (__atomic_load_n(&turns[0], __ATOMIC_SEQ_CST) == first || __atomic_load_n(&turns[1], __ATOMIC_SEQ_CST) == second)
        sched_yield();
    CHECK(kill(child, SIGKILL) == 0);
    CHECK(death_signal(child) == SIGKILL);
}

static void exec_self(void *argument)
{
    (void)argument;
    char pid[16];
    sprintf(pid, "%d", getpid());
    execve(self, (char *[]){self, pid, NULL}, environ);
    _exit(errno == ENOEXEC ? SKIPPED : 1);
}

static void exec_from_a_thread_leaves_only_it_with_the_number_of_the_process(void)
{
    CHECK(pipe(gate) == 0);
    pid_t child = fork();
    if (child == 0) {
        struct thread threads[2];
        CHECK(thread_create(&threads[0], spin, NULL) == 0);
        CHECK(thread_create(&threads[1], exec_self, NULL) == 0);
        sleep_for_ever(NULL);
    }
    int status = exit_status(child);
    if (status == SKIPPED)
        skip("cannot run itself here");
    CHECK(status == 0);
}

static int *stage; /* in memory that a vfork, too, shares wherever it is a plain fork */

static void make_a_vfork_child(void *argument)
{
    (void)argument;
    pid_t child = syscall(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
    if (child == 0) {
        __atomic_store_n(stage, 1, __ATOMIC_SEQ_CST);
        while (__atomic_load_n(stage, __ATOMIC_SEQ_CST) == 1)
            syscall(SYS_sched_yield);
        syscall(SYS_exit_group, 8);
    }
    seen_status = exit_status(child);
}

static void vfork_holds_only_the_thread_that_calls_it(void)
{
    struct thread thread;
    stage = shared_memory(PAGE);
    CHECK(thread_create(&thread, make_a_vfork_child, NULL) == 0);
    while (__atomic_load_n(stage, __ATOMIC_SEQ_CST) == 0)
        sched_yield();
    __atomic_store_n(stage, 2, __ATOMIC_SEQ_CST);
    thread_join(&thread);
    CHECK(seen_status == 8);
}

static void flags_that_contradict_each_other_fail_with_einval(void)
{
    CHECK_FAILS(syscall(SYS_clone, CLONE_THREAD | CLONE_VM, 0, 0, 0, 0), EINVAL);
    CHECK_FAILS(syscall(SYS_clone, CLONE_SIGHAND | SIGCHLD, 0, 0, 0, 0), EINVAL);
}

int main(int argc, char *argv[])
{
    self = argv[0];
    if (argc > 1)
        return getpid() == atoi(argv[1]) && syscall(SYS_gettid) == getpid() ? 0 : 1;
    RUN(a_thread_shares_memory);
    RUN(a_thread_shares_descriptors);
    RUN(a_thread_has_a_number_of_its_own_and_its_process_s_pid);
    RUN(a_mutex_excludes_other_threads);
    RUN(two_hundred_threads_live_at_once);
    RUN(a_thread_forks_a_process_with_one_thread);
    RUN(any_thread_may_wait_for_a_child_that_another_has_made);
    RUN(the_last_thread_ends_the_process_with_its_status);
    RUN(exit_group_ends_all_threads);
    RUN(a_fault_of_one_thread_kills_all);
    RUN(a_signal_to_a_thread_is_handled_by_that_thread);
    RUN(a_stop_stops_all_threads_and_sigcont_continues_them);
    RUN(exec_from_a_thread_leaves_only_it_with_the_number_of_the_process);
    RUN(vfork_holds_only_the_thread_that_calls_it);
    RUN(flags_that_contradict_each_other_fail_with_einval);
    return finish();
}
