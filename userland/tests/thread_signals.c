/* Which thread a signal goes to, and what becomes of it when threads end. */
#include "sleeper.h"
#include <stddef.h>
#include <sync/thread.h>
#include <sys/syscall.h>
#include <time.h>

#ifndef SIGEV_THREAD_ID
#define SIGEV_THREAD_ID 4
#endif

static volatile int receiver; /* the thread that the last signal went to */
static volatile int count;
static int ready[2], done[2];

static int self(void)
{
    return syscall(SYS_gettid);
}

static void note(int signal)
{
    (void)signal;
    receiver = self();
    count++;
}

static void catch(int signal)
{
    struct sigaction action = {.sa_handler = note};
    CHECK(sigaction(signal, &action, NULL) == 0);
}

static void change_mask(int how, int signal)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    CHECK(sigprocmask(how, &set, NULL) == 0);
}

static void prepare(void)
{
    catch(SIGUSR1);
    CHECK(pipe(ready) == 0 && pipe(done) == 0);
}

/* Whatever a signal interrupts here goes on. */
static void wait_for_byte(int fd)
{
    char byte;
    while (read(fd, &byte, 1) != 1)
        continue;
}

static void unblock_and_wait(void *argument)
{
    (void)argument;
    change_mask(SIG_UNBLOCK, SIGUSR1);
    send_byte(ready[1]);
    wait_for_byte(done[0]);
}

static void block_and_wait(void *argument)
{
    (void)argument;
    change_mask(SIG_BLOCK, SIGUSR1);
    send_byte(ready[1]);
    wait_for_byte(done[0]);
}

static void a_signal_goes_to_a_thread_that_does_not_block_it(void)
{
    struct thread one, other;
    prepare();
    change_mask(SIG_BLOCK, SIGUSR1);
    CHECK(thread_create(&one, block_and_wait, NULL) == 0);
    CHECK(thread_create(&other, unblock_and_wait, NULL) == 0);
    int tid = other.tid;
    wait_for_byte(ready[0]);
    wait_for_byte(ready[0]);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    while (count == 0)
        sched_yield();
    CHECK(count == 1 && receiver == tid);
    CHECK(write(done[1], "xx", 2) == 2);
    thread_join(&one);
    thread_join(&other);
}

static void the_first_thread_is_preferred(void)
{
    struct thread thread;
    prepare();
    CHECK(thread_create(&thread, unblock_and_wait, NULL) == 0);
    wait_for_byte(ready[0]);
    while (state_in("/proc/self/task", thread.tid) != 'S') /* or it might run between the signal and its handler */
        sched_yield();
    CHECK(kill(getpid(), SIGUSR1) == 0);
    CHECK(count == 1 && receiver == getpid());
    send_byte(done[1]);
    thread_join(&thread);
}

static void a_signal_that_all_block_waits_for_the_first_that_does_not(void)
{
    struct thread thread;
    sigset_t pending;
    prepare();
    change_mask(SIG_BLOCK, SIGUSR1);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1) && count == 0);
    CHECK(thread_create(&thread, unblock_and_wait, NULL) == 0);
    int tid = thread.tid;
    wait_for_byte(ready[0]);
    CHECK(count == 1 && receiver == tid);
    CHECK(sigpending(&pending) == 0 && !sigismember(&pending, SIGUSR1));
    send_byte(done[1]);
    thread_join(&thread);
}

static void a_signal_to_a_thread_waits_for_that_one(void)
{
    struct thread thread;
    sigset_t pending;
    prepare();
    CHECK(thread_create(&thread, block_and_wait, NULL) == 0);
    wait_for_byte(ready[0]);
    CHECK(syscall(SYS_tgkill, getpid(), thread.tid, SIGUSR1) == 0);
    CHECK(count == 0 && sigpending(&pending) == 0 && !sigismember(&pending, SIGUSR1));
    send_byte(done[1]);
    thread_join(&thread);
    CHECK(count == 0);
}

static void take_signal(void *argument)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    send_byte(ready[1]);
    while (sigwaitinfo(&set, argument) != SIGUSR1)
        continue;
    receiver = self();
}

static void a_thread_that_waits_for_a_signal_gets_it(void)
{
    struct thread thread;
    siginfo_t info;
    prepare();
    change_mask(SIG_BLOCK, SIGUSR1);
    CHECK(thread_create(&thread, take_signal, &info) == 0);
    int tid = thread.tid;
    wait_for_byte(ready[0]);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    thread_join(&thread);
    CHECK(receiver == tid && info.si_signo == SIGUSR1 && info.si_pid == getpid());
    CHECK(count == 0);
}

static void a_timer_can_signal_one_thread(void)
{
    struct {
        long value;
        int signal, how, tid, rest[11];
    } event = {.signal = SIGUSR1, .how = SIGEV_THREAD_ID};
    struct itimerspec setting = {.it_value = {0, 1000000}};
    struct thread thread;
    int id;
    prepare();
    CHECK(thread_create(&thread, unblock_and_wait, NULL) == 0);
    wait_for_byte(ready[0]);
    int tid = event.tid = thread.tid;
    if (syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &id) == -1 && on_qemu())
        skip("no such timers here");
    CHECK(syscall(SYS_timer_settime, id, 0, &setting, NULL) == 0);
    while (count == 0)
        sched_yield();
    CHECK(count == 1 && receiver == tid);
    event.tid = 1;
    CHECK_FAILS(syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &id), EINVAL);
    send_byte(done[1]);
    thread_join(&thread);
}

/* The first thread of the process is dead; this one looks after itself. */
static void go_on_alone(void *argument)
{
    (void)argument;
    char byte;
    failures = 0;
    CHECK(read(ready[0], &byte, 1) == 1);
    let_others_run();
    CHECK(kill(getpid(), 0) == 0);
    CHECK(syscall(SYS_tgkill, getpid(), getpid(), 0) == 0);
    CHECK(syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1) == 0);
    CHECK(syscall(SYS_tkill, getpid(), SIGUSR1) == 0);
    CHECK(count == 0);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    while (count == 0)
        sched_yield();
    CHECK(receiver == self() && receiver != getpid());
    fflush(stdout);
    syscall(SYS_exit_group, failures != 0);
}

static void lose_the_first_thread(void)
{
    struct thread thread;
    prepare();
    CHECK(thread_create(&thread, go_on_alone, NULL) == 0);
    send_byte(ready[1]);
    syscall(SYS_exit, 9);
}

static void a_process_can_be_signalled_when_its_first_thread_has_ended(void)
{
    CHECK(exit_status(start(lose_the_first_thread)) == 0);
}

static void a_dead_process_can_be_signalled_until_somebody_has_asked_for_it(void)
{
    siginfo_t info;
    pid_t child = fork();
    if (child == 0)
        _exit(3);
    CHECK(syscall(SYS_waitid, 1 /* P_PID */, child, &info, WEXITED | WNOWAIT, NULL) == 0);
    CHECK(kill(child, SIGTERM) == 0 && syscall(SYS_tgkill, child, child, SIGTERM) == 0);
    CHECK(exit_status(child) == 3);
    CHECK_FAILS(kill(child, 0), ESRCH);
    CHECK_FAILS(syscall(SYS_tgkill, child, child, 0), ESRCH);
}

int main(void)
{
    RUN(a_signal_goes_to_a_thread_that_does_not_block_it);
    RUN(the_first_thread_is_preferred);
    RUN(a_signal_that_all_block_waits_for_the_first_that_does_not);
    RUN(a_signal_to_a_thread_waits_for_that_one);
    RUN(a_thread_that_waits_for_a_signal_gets_it);
    RUN(a_timer_can_signal_one_thread);
    RUN(a_process_can_be_signalled_when_its_first_thread_has_ended);
    RUN(a_dead_process_can_be_signalled_until_somebody_has_asked_for_it);
    return finish();
}
