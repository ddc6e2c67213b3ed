/* Making processes, waiting for them, and what becomes of those that nobody waits for. */
#include "check.h"
#include <sys/resource.h>

static void exit_with_3(void)
{
    _exit(3);
}

static void do_nothing(void)
{
}

static void die_of_abort(void)
{
    abort();
}

static int gate[2]; /* a child that reads from it sleeps until the parent writes, or has closed it */

static void sleep_at_the_gate(void)
{
    await_byte(gate[0]);
}

static void fork_returns_zero_in_the_child_and_its_pid_in_the_parent(void)
{
    pid_t *seen = shared_memory(PAGE);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        seen[0] = getpid();
        seen[1] = getppid();
        _exit(0);
    }
    CHECK(exit_status(child) == 0);
    CHECK(seen[0] == child);
    CHECK(seen[1] == parent);
    CHECK(child != parent);
}

static void wait_reports_exit_status_and_pid(void)
{
    int status;
    pid_t child = start(exit_with_3);
    CHECK(wait(&status) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    CHECK(!WIFSIGNALED(status) && !WIFSTOPPED(status));
}

static void exit_status_has_eight_bits(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0x1234);
    int status = wait_status(child);
    CHECK(status == 0x3400);
}

static void wait_reports_the_signal_that_killed(void)
{
    int status = wait_status(start(die_of_abort));
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    CHECK(!WIFEXITED(status));
}

static void wait_without_children_fails_with_echild(void)
{
    CHECK_FAILS(wait(NULL), ECHILD);
    CHECK_FAILS(waitpid(-1, NULL, WNOHANG), ECHILD);
}

static void waiting_for_a_process_that_is_no_child_fails_with_echild(void)
{
    pid_t child = start(do_nothing);
    CHECK_FAILS(waitpid(getpid(), NULL, 0), ECHILD);
    CHECK_FAILS(waitpid(getppid(), NULL, WNOHANG), ECHILD);
    CHECK(exit_status(child) == 0);
    CHECK_FAILS(waitpid(child, NULL, 0), ECHILD);
}

static void a_child_is_reported_once(void)
{
    pid_t child = start(exit_with_3);
    CHECK(exit_status(child) == 3);
    CHECK_FAILS(waitpid(child, NULL, WNOHANG), ECHILD);
}

static void unknown_wait_options_fail_with_einval(void)
{
    pid_t child = start(do_nothing);
    CHECK_FAILS(waitpid(child, NULL, 0x100), EINVAL);
    CHECK(exit_status(child) == 0);
}

static void wnohang_returns_zero_while_the_child_lives(void)
{
    CHECK(pipe(gate) == 0);
    pid_t child = start(sleep_at_the_gate);
    int status = 12345;
    CHECK(waitpid(child, &status, WNOHANG) == 0);
    CHECK(status == 12345);
    send_byte(gate[1]);
    CHECK(exit_status(child) == 0);
}

static void waitpid_picks_the_child_asked_for(void)
{
    CHECK(pipe(gate) == 0);
    pid_t first = start(sleep_at_the_gate);
    pid_t second = start(exit_with_3);
    CHECK(exit_status(second) == 3);
    CHECK(waitpid(first, NULL, WNOHANG) == 0);
    send_byte(gate[1]);
    CHECK(exit_status(first) == 0);
}

static void wait_sleeps_until_a_child_ends(void)
{
    int *woken = shared_memory(PAGE);
    CHECK(pipe(gate) == 0);
    pid_t waiter = fork();
    if (waiter == 0) {
        pid_t child = start(sleep_at_the_gate);
        CHECK(exit_status(child) == 0);
        *woken = 1;
        _exit(failures != 0);
    }
    let_others_run();
    CHECK(*woken == 0);
    send_byte(gate[1]);
    CHECK(exit_status(waiter) == 0);
    CHECK(*woken == 1);
}

static void children_can_be_awaited_in_any_number(void)
{
    enum { COUNT = 40 };
    int seen[COUNT] = {0};
    for (int i = 0; i < COUNT; i++) {
        pid_t child = fork();
        if (child == 0)
            _exit(i);
        CHECK(child > 0);
    }
    for (int i = 0; i < COUNT; i++) {
        int status;
        CHECK(wait(&status) > 0);
        seen[WEXITSTATUS(status) % COUNT]++;
    }
    for (int i = 0; i < COUNT; i++)
        CHECK(seen[i] == 1);
    CHECK_FAILS(wait(NULL), ECHILD);
}

static void wait4_reports_resource_usage(void)
{
    struct rusage usage;
    memset(&usage, 0xff, sizeof usage);
    pid_t child = start(do_nothing);
    CHECK(wait4(child, NULL, 0, &usage) == child);
    CHECK(usage.ru_utime.tv_sec >= 0 && usage.ru_utime.tv_usec >= 0 && usage.ru_utime.tv_usec < 1000000);
}

static void an_orphan_gets_a_new_parent(void)
{
    pid_t *seen = shared_memory(PAGE);
    int born[2];
    CHECK(pipe(gate) == 0 && pipe(born) == 0);
    pid_t parent = fork();
    if (parent == 0) {
        if (fork() == 0) {
            pid_t old = seen[0] = getppid();
            send_byte(born[1]);
            for (int i = 0; i < 1000000 && getppid() == old; i++)
                sched_yield();
            seen[1] = getppid();
            _exit(0);
        }
        await_byte(born[0]);
        _exit(failures != 0);
    }
    CHECK(exit_status(parent) == 0);
    close(gate[1]);
    char byte;
    CHECK(read(gate[0], &byte, 1) == 0); /* the orphan has ended: it was the last writer */
    CHECK(seen[0] == parent);
    CHECK(seen[1] != parent && seen[1] != 0);
    CHECK_FAILS(wait(NULL), ECHILD); /* a grandchild is not a child */
}

static void an_ignored_sigchld_leaves_no_zombies(void)
{
    CHECK(signal(SIGCHLD, SIG_IGN) != SIG_ERR);
    start(exit_with_3);
    start(exit_with_3);
    CHECK_FAILS(wait(NULL), ECHILD); /* but it waits until they have ended */
}

static void a_zombie_keeps_its_pid_until_it_is_awaited(void)
{
    CHECK(pipe(gate) == 0);
    pid_t child = start(do_nothing);
    close(gate[1]);
    char byte;
    CHECK(read(gate[0], &byte, 1) == 0); /* the child has ended */
    CHECK(kill(child, 0) == 0);
    CHECK(exit_status(child) == 0);
    CHECK_FAILS(kill(child, 0), ESRCH);
}

int main(void)
{
    RUN(fork_returns_zero_in_the_child_and_its_pid_in_the_parent);
    RUN(wait_reports_exit_status_and_pid);
    RUN(exit_status_has_eight_bits);
    RUN(wait_reports_the_signal_that_killed);
    RUN(wait_without_children_fails_with_echild);
    RUN(waiting_for_a_process_that_is_no_child_fails_with_echild);
    RUN(a_child_is_reported_once);
    RUN(unknown_wait_options_fail_with_einval);
    RUN(wnohang_returns_zero_while_the_child_lives);
    RUN(waitpid_picks_the_child_asked_for);
    RUN(wait_sleeps_until_a_child_ends);
    RUN(children_can_be_awaited_in_any_number);
    RUN(wait4_reports_resource_usage);
    RUN(an_orphan_gets_a_new_parent);
    RUN(an_ignored_sigchld_leaves_no_zombies);
    RUN(a_zombie_keeps_its_pid_until_it_is_awaited);
    return finish();
}
