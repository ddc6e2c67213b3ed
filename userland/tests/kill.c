/* Signals: what each does to a process that has not asked for anything else, and who may be sent one. */
#include "foal_only.h"

static int gate[2];

static void wait_at_the_gate(void)
{
    await_byte(gate[0]);
}

static void spin(void)
{
    for (;;)
        asm volatile("");
}

static pid_t start_sleeper(void)
{
    CHECK(pipe(gate) == 0);
    return start(wait_at_the_gate);
}

static const int deadly[] = {SIGHUP,  SIGINT,    SIGQUIT, SIGILL,  SIGTRAP, SIGABRT,   SIGBUS,  SIGFPE, SIGKILL,
                             SIGUSR1, SIGSEGV,   SIGUSR2, SIGPIPE, SIGALRM, SIGTERM,   SIGXCPU, SIGXFSZ,
                             SIGVTALRM, SIGPROF, SIGIO,   SIGPWR,  SIGSYS,  SIGSTKFLT};
static const int ignored[] = {SIGCHLD, SIGURG, SIGWINCH, SIGCONT};

#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

static void most_signals_kill_a_sleeping_process(void)
{
    for (int i = 0; i < COUNT(deadly); i++) {
        pid_t child = start_sleeper();
        CHECK(kill(child, deadly[i]) == 0);
        CHECK(death_signal(child) == deadly[i]);
    }
}

static void most_signals_kill_a_running_process(void)
{
    for (int i = 0; i < COUNT(deadly); i++) {
        pid_t child = start(spin);
        CHECK(kill(child, deadly[i]) == 0);
        CHECK(death_signal(child) == deadly[i]);
    }
}

static void some_signals_do_nothing_by_default(void)
{
    for (int i = 0; i < COUNT(ignored); i++) {
        pid_t child = start_sleeper();
        CHECK(kill(child, ignored[i]) == 0);
        let_others_run();
        CHECK(waitpid(child, NULL, WNOHANG) == 0);
        send_byte(gate[1]);
        CHECK(exit_status(child) == 0);
    }
}

static void a_real_time_signal_kills_too(void)
{
    pid_t child = start_sleeper();
    CHECK(kill(child, 40) == 0);
    CHECK(death_signal(child) == 40);
}

static void ignore_some_signals(void)
{
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    send_byte(gate[1]);
    for (;;)
        sched_yield();
}

static void an_ignored_signal_does_nothing_but_sigkill_cannot_be_ignored(void)
{
    CHECK(pipe(gate) == 0);
    pid_t child = start(ignore_some_signals);
    await_byte(gate[0]);
    CHECK(kill(child, SIGTERM) == 0);
    CHECK(kill(child, SIGINT) == 0);
    let_others_run();
    CHECK(waitpid(child, NULL, WNOHANG) == 0);
    CHECK(kill(child, SIGKILL) == 0);
    CHECK(death_signal(child) == SIGKILL);
}

static void a_blocked_signal_waits_until_it_is_unblocked(void)
{
    int *alive = shared_memory(PAGE);
    pid_t child = fork();
    if (child == 0) {
        sigset_t one;
        sigemptyset(&one);
        sigaddset(&one, SIGUSR1);
        CHECK(sigprocmask(SIG_BLOCK, &one, NULL) == 0);
        CHECK(kill(getpid(), SIGUSR1) == 0);
        *alive = 1;
        sigprocmask(SIG_UNBLOCK, &one, NULL);
        *alive = 2;
        _exit(0);
    }
    CHECK(death_signal(child) == SIGUSR1);
    CHECK(*alive == 1);
}

static void block_all_signals(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    send_byte(gate[1]);
    for (;;)
        sched_yield();
}

static void sigkill_cannot_be_blocked(void)
{
    CHECK(pipe(gate) == 0);
    pid_t child = start(block_all_signals);
    await_byte(gate[0]);
    CHECK(kill(child, SIGKILL) == 0);
    CHECK(death_signal(child) == SIGKILL);
}

static void signal_zero_only_asks_whether_the_process_is_there(void)
{
    pid_t child = start_sleeper();
    CHECK(kill(child, 0) == 0);
    CHECK(kill(getpid(), 0) == 0);
    CHECK(kill(-1, 0) == 0);
    send_byte(gate[1]);
    CHECK(exit_status(child) == 0);
    CHECK_FAILS(kill(child, 0), ESRCH);
}

static void kill_refuses_bad_arguments(void)
{
    CHECK_FAILS(kill(getpid(), -1), EINVAL);
    CHECK_FAILS(kill(getpid(), 65), EINVAL);
    CHECK_FAILS(kill(getpid(), 1000), EINVAL);
    CHECK_FAILS(kill(0x3fffffff, SIGTERM), ESRCH);
    CHECK_FAILS(kill(-0x3fffffff, SIGTERM), ESRCH);
}

static void a_process_can_kill_itself(void)
{
    pid_t child = fork();
    if (child == 0) {
        kill(getpid(), SIGTERM);
        _exit(0); /* too late: the signal is acted upon before kill returns */
    }
    CHECK(death_signal(child) == SIGTERM);
}

static void killing_a_zombie_succeeds_and_changes_nothing(void)
{
    CHECK(pipe(gate) == 0);
    pid_t child = fork();
    if (child == 0)
        _exit(9);
    close(gate[1]);
    char byte;
    CHECK(read(gate[0], &byte, 1) == 0);
    CHECK(kill(child, SIGKILL) == 0);
    CHECK(exit_status(child) == 9);
}

static void a_process_group_is_killed_as_one(void)
{
    pid_t leader = start_sleeper();
    if (setpgid(leader, leader) < 0 && errno == ENOSYS)
        skip("no process groups");
    pid_t member = start(wait_at_the_gate);
    pid_t outsider = start(wait_at_the_gate);
    CHECK(setpgid(member, leader) == 0);
    CHECK(kill(-leader, 0) == 0);
    CHECK(kill(-leader, SIGUSR1) == 0);
    CHECK(death_signal(leader) == SIGUSR1);
    CHECK(death_signal(member) == SIGUSR1);
    CHECK_FAILS(kill(-leader, 0), ESRCH);
    CHECK(waitpid(outsider, NULL, WNOHANG) == 0);
    send_byte(gate[1]);
    CHECK(exit_status(outsider) == 0);
}

static void pid_zero_means_the_own_group(void)
{
    pid_t child = fork();
    if (child == 0) {
        if (setpgid(0, 0) < 0 && errno == ENOSYS)
            skip("no process groups");
        pid_t other = start(spin);
        CHECK(kill(0, SIGUSR2) == 0);
        waitpid(other, NULL, 0); /* not reached */
        _exit(0);
    }
    int status = wait_status(child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED)
        _exit(SKIPPED);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR2);
}

static void sigstop_stops_and_sigcont_continues(void)
{
    int status;
    pid_t child = start_sleeper();
    CHECK(kill(child, SIGSTOP) == 0);
    CHECK(waitpid(child, &status, WUNTRACED) == child);
    CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
    send_byte(gate[1]);
    let_others_run();
    CHECK(waitpid(child, &status, WNOHANG) == 0); /* it could go on, but is stopped */
    CHECK(kill(child, SIGCONT) == 0);
    CHECK(exit_status(child) == 0);
}

static void a_stopped_process_can_be_killed(void)
{
    int status;
    pid_t child = start_sleeper();
    CHECK(kill(child, SIGSTOP) == 0);
    CHECK(waitpid(child, &status, WUNTRACED) == child);
    CHECK(kill(child, SIGKILL) == 0);
    CHECK(death_signal(child) == SIGKILL);
}

static void stop_as_a_key_would(void)
{
    raise(SIGTSTP);
}

/* Somebody looks after the program, as a shell that started it: SIGTSTP keeps its effect. Tests run elsewhere may be orphans. */
static void a_program_is_the_job_of_a_session_that_another_leads(void)
{
    int status;
    need_foal();
    CHECK(getpgrp() == getppid()); /* a test is a child of the program */
    CHECK(getsid(0) != getpgrp() && getsid(0) == getsid(getppid()));
    pid_t child = start(stop_as_a_key_would);
    CHECK(waitpid(child, &status, WUNTRACED) == child);
    CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGTSTP);
    CHECK(kill(child, SIGCONT) == 0);
    CHECK(exit_status(child) == 0);
}

int main(void)
{
    for (int i = 0; i < COUNT(deadly); i++)
        signal(deadly[i], SIG_DFL); /* whoever started this may have ignored some, as nohup does */
    RUN(most_signals_kill_a_sleeping_process);
    RUN(most_signals_kill_a_running_process);
    RUN(some_signals_do_nothing_by_default);
    RUN(a_real_time_signal_kills_too);
    RUN(an_ignored_signal_does_nothing_but_sigkill_cannot_be_ignored);
    RUN(a_blocked_signal_waits_until_it_is_unblocked);
    RUN(sigkill_cannot_be_blocked);
    RUN(signal_zero_only_asks_whether_the_process_is_there);
    RUN(kill_refuses_bad_arguments);
    RUN(a_process_can_kill_itself);
    RUN(killing_a_zombie_succeeds_and_changes_nothing);
    RUN(a_process_group_is_killed_as_one);
    RUN(pid_zero_means_the_own_group);
    RUN(sigstop_stops_and_sigcont_continues);
    RUN(a_stopped_process_can_be_killed);
    RUN(a_program_is_the_job_of_a_session_that_another_leads);
    return finish();
}
