/* Who waits for signals, and what becomes of the calls that handlers interrupt. */
#include "handler.h"
#include <sys/epoll.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

/* ---- waiting for signals ---- */

static void sigsuspend_catches_what_came_before_it(void)
{
    sigset_t none, after;
    sigemptyset(&none);
    catch(SIGUSR1, note, 0);
    block(SIGUSR1, SIGUSR2);
    for (int i = 1; i <= 20; i++) {
        CHECK(raise(SIGUSR1) == 0);
        CHECK(count == i - 1);
        CHECK_FAILS(sigsuspend(&none), EINTR);
        CHECK(count == i);
    }
    CHECK(sigprocmask(SIG_BLOCK, NULL, &after) == 0);
    CHECK(sigismember(&after, SIGUSR1) && sigismember(&after, SIGUSR2));
}

static void sigtimedwait_takes_a_signal_without_a_handler(void)
{
    siginfo_t info;
    sigset_t set = block(SIGUSR1, SIGRTMIN + 1), pending;
    catch(SIGUSR1, note, 0);
    CHECK_FAILS(sigtimedwait(&set, &info, &(struct timespec){0, 0}), EAGAIN);
    CHECK_FAILS(sigtimedwait(&set, &info, &(struct timespec){0, 1000000}), EAGAIN);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    CHECK(sigwaitinfo(&set, &info) == SIGUSR1);
    CHECK(info.si_signo == SIGUSR1 && info.si_code == SI_USER && info.si_pid == getpid());
    CHECK(count == 0);
    CHECK(sigpending(&pending) == 0 && !sigismember(&pending, SIGUSR1));
    CHECK_FAILS(sigtimedwait(&set, &info, &(struct timespec){0, -1}), EINVAL);
}

static pid_t parent;
static int signal_to_send;

static void signal_parent_later(void)
{
    let_others_run();
    CHECK(kill(parent, signal_to_send) == 0);
}

static pid_t start_sender(int signal)
{
    parent = getpid();
    signal_to_send = signal;
    return start(signal_parent_later);
}

static void sigwaitinfo_waits(void)
{
    siginfo_t info;
    sigset_t set = block(SIGUSR1, SIGUSR2);
    pid_t child = start_sender(SIGUSR2);
    CHECK(sigwaitinfo(&set, &info) == SIGUSR2);
    CHECK(info.si_pid == child && info.si_code == SI_USER);
    CHECK(exit_status(child) == 0);
}

static void another_signal_ends_sigwaitinfo_even_with_restart(void)
{
    siginfo_t info;
    sigset_t set = block(SIGUSR2, SIGUSR2);
    catch(SIGUSR1, note, SA_RESTART);
    pid_t child = start_sender(SIGUSR1);
    CHECK_FAILS(sigwaitinfo(&set, &info), EINTR);
    CHECK(count == 1);
    CHECK(exit_status(child) == 0);
}

static void real_time_signals_come_by_number_and_then_in_order(void)
{
    siginfo_t info;
    int low = SIGRTMIN + 3, high = SIGRTMIN + 4;
    sigset_t set = block(low, high);
    for (int i = 0; i < 3; i++) {
        CHECK(sigqueue(getpid(), high, (union sigval){.sival_int = i}) == 0);
        CHECK(sigqueue(getpid(), low, (union sigval){.sival_int = 10 + i}) == 0);
    }
    for (int i = 0; i < 3; i++)
        CHECK(sigwaitinfo(&set, &info) == low && info.si_int == 10 + i);
    for (int i = 0; i < 3; i++)
        CHECK(sigwaitinfo(&set, &info) == high && info.si_int == i);
}

/* ---- interrupted calls ---- */

static int gate[2];

static void signal_parent_and_open_the_gate(void)
{
    signal_parent_later();
    let_others_run();
    send_byte(gate[1]);
}

static pid_t start_sender_and_opener(void)
{
    CHECK(pipe(gate) == 0);
    parent = getpid();
    signal_to_send = SIGUSR1;
    return start(signal_parent_and_open_the_gate);
}

static void a_read_fails_or_is_made_again_as_the_action_says(void)
{
    char byte;
    catch(SIGUSR1, note, 0);
    pid_t child = start_sender_and_opener();
    CHECK_FAILS(read(gate[0], &byte, 1), EINTR);
    CHECK(count == 1);
    await_byte(gate[0]);
    CHECK(exit_status(child) == 0);
    catch(SIGUSR1, note, SA_RESTART);
    child = start_sender_and_opener();
    CHECK(read(gate[0], &byte, 1) == 1);
    CHECK(count == 2);
    CHECK(exit_status(child) == 0);
}

static void a_wait_fails_or_is_made_again_as_the_action_says(void)
{
    catch(SIGUSR1, note, 0);
    pid_t child = start_sender_and_opener();
    CHECK_FAILS(waitpid(child, NULL, 0), EINTR);
    CHECK(exit_status(child) == 0);
    catch(SIGUSR1, note, SA_RESTART);
    child = start_sender_and_opener();
    CHECK(waitpid(child, NULL, 0) == child);
    CHECK(count == 2);
}

static void a_sleep_always_fails(void)
{
    struct timespec left = {0, 0};
    catch(SIGUSR1, note, SA_RESTART);
    pid_t child = start_sender(SIGUSR1);
    CHECK_FAILS(nanosleep(&(struct timespec){100, 0}, &left), EINTR);
    CHECK(left.tv_sec > 90 && count == 1);
    CHECK(exit_status(child) == 0);
}

static void an_ignored_signal_interrupts_nothing(void)
{
    char byte;
    CHECK(signal(SIGUSR1, SIG_IGN) != SIG_ERR);
    pid_t child = start_sender_and_opener();
    CHECK(read(gate[0], &byte, 1) == 1);
    CHECK(exit_status(child) == 0);
}

/* ---- flags of actions ---- */

/* ---- calls that a stop interrupts, though there is no handler (signal(7)) ---- */

static void wait_for_events(void)
{
    struct epoll_event event;
    CHECK_FAILS(epoll_wait(epoll_create1(0), &event, 1, -1), EINTR);
}

static void wait_at_a_semaphore(void)
{
    struct sembuf down = {0, -1, 0};
    int set = semget(IPC_PRIVATE, 1, 0600);
    CHECK_FAILS(semop(set, &down, 1), EINTR);
    CHECK(semctl(set, 0, IPC_RMID) == 0);
}

static void wait_for_a_signal(void)
{
    sigset_t set = block(SIGUSR1, SIGUSR2);
    CHECK_FAILS(sigtimedwait(&set, NULL, NULL), EINTR);
}

static void wait_for_the_gate(void)
{
    await_byte(gate[0]);
}

/* Stops a child and has it go on until it has ended. */
static int stop_until_it_ends(void (*body)(void))
{
    pid_t child = start(body);
    for (int tries = 1;; tries++) {
        int status = 0;
        let_others_run();
        CHECK(kill(child, SIGSTOP) == 0);
        CHECK(waitpid(child, &status, WUNTRACED) == child);
        if (!WIFSTOPPED(status))
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        if (tries == 10)
            send_byte(gate[1]);
        CHECK(kill(child, SIGCONT) == 0);
    }
}

static void some_calls_fail_after_a_stop_and_others_go_on(void)
{
    CHECK(pipe(gate) == 0);
    CHECK(stop_until_it_ends(wait_for_events) == 0);
    CHECK(stop_until_it_ends(wait_at_a_semaphore) == 0);
    CHECK(stop_until_it_ends(wait_for_a_signal) == 0);
    CHECK(stop_until_it_ends(wait_for_the_gate) == 0);
}

int main(void)
{
    RUN(sigsuspend_catches_what_came_before_it);
    RUN(sigtimedwait_takes_a_signal_without_a_handler);
    RUN(sigwaitinfo_waits);
    RUN(another_signal_ends_sigwaitinfo_even_with_restart);
    RUN(real_time_signals_come_by_number_and_then_in_order);
    RUN(a_read_fails_or_is_made_again_as_the_action_says);
    RUN(a_wait_fails_or_is_made_again_as_the_action_says);
    RUN(a_sleep_always_fails);
    RUN(an_ignored_signal_interrupts_nothing);
    RUN(some_calls_fail_after_a_stop_and_others_go_on);
    return finish();
}
