/* For whom a process runs, how much it may use, and what it says about itself. */
#include "check.h"
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#ifndef SYS_riscv_hwprobe /* younger than some C libraries */
#define SYS_riscv_hwprobe 258
#endif

enum { SET_NAME = 15, GET_NAME = 16, SET_DEATH_SIGNAL = 1, GET_DEATH_SIGNAL = 2, SUBREAPER = 36, NO_NEW_PRIVS = 38 };
enum { NPROC = 6, NOFILE = 7 };

static void must_be_root(void)
{
    if (getuid() != 0 || geteuid() != 0)
        skip("not run by root");
}

static int users(unsigned int real, unsigned int effective, unsigned int saved)
{
    unsigned int seen[3];
    CHECK(syscall(SYS_getresuid, &seen[0], &seen[1], &seen[2]) == 0);
    return seen[0] == real && seen[1] == effective && seen[2] == saved;
}

static void root_becomes_somebody_else_for_good_by_setuid(void)
{
    must_be_root();
    CHECK(syscall(SYS_setuid, 1000) == 0);
    CHECK(users(1000, 1000, 1000));
    CHECK_FAILS(syscall(SYS_setuid, 0), EPERM);
    CHECK_FAILS(syscall(SYS_setresuid, -1, 0, -1), EPERM);
    CHECK_FAILS(syscall(SYS_setgid, 5), EPERM);
    CHECK(syscall(SYS_setuid, 1000) == 0);
    pid_t child = fork();
    if (child == 0)
        _exit(getuid() == 1000 ? 0 : 1);
    CHECK(exit_status(child) == 0);
}

static void a_saved_user_can_be_returned_to(void)
{
    must_be_root();
    CHECK(syscall(SYS_setresuid, 1000, 1001, 1002) == 0);
    CHECK(users(1000, 1001, 1002));
    CHECK(syscall(SYS_setresuid, -1, 1002, -1) == 0);
    CHECK(users(1000, 1002, 1002));
    CHECK(syscall(SYS_setuid, 1000) == 0);
    CHECK(users(1000, 1000, 1002));
    CHECK_FAILS(syscall(SYS_setreuid, 1002, -1), EPERM);
    CHECK(syscall(SYS_setreuid, -1, 1002) == 0);
    CHECK(users(1000, 1002, 1002));
    CHECK_FAILS(syscall(SYS_setuid, -1), EINVAL);
}

static void groups_are_kept(void)
{
    must_be_root();
    unsigned int groups[3] = {7, 8, 9}, seen[3];
    CHECK(syscall(SYS_setgroups, 3, groups) == 0);
    CHECK(syscall(SYS_getgroups, 0, NULL) == 3);
    CHECK(syscall(SYS_getgroups, 3, seen) == 3 && seen[0] == 7 && seen[1] == 8 && seen[2] == 9);
    CHECK_FAILS(syscall(SYS_getgroups, 2, seen), EINVAL);
    CHECK(syscall(SYS_setresgid, 5, 6, 7) == 0);
    CHECK(syscall(SYS_getresgid, &seen[0], &seen[1], &seen[2]) == 0 && seen[0] == 5 && seen[1] == 6 && seen[2] == 7);
    CHECK(getgid() == 5 && getegid() == 6);
    CHECK(syscall(SYS_setuid, 1000) == 0);
    CHECK_FAILS(syscall(SYS_setgroups, 0, NULL), EPERM);
}

static int gate[2];

static void sleep_at_the_gate(void)
{
    await_byte(gate[0]);
}

static void only_one_s_own_processes_can_be_killed(void)
{
    must_be_root();
    if (on_qemu())
        skip("the emulator's host may have other rules");
    CHECK(pipe(gate) == 0);
    pid_t child = start(sleep_at_the_gate);
    CHECK(syscall(SYS_setresuid, 1000, 1000, 0) == 0);
    CHECK_FAILS(kill(child, SIGKILL), EPERM);
    CHECK_FAILS(kill(child, 0), EPERM);
    CHECK(syscall(SYS_setresuid, -1, 0, -1) == 0);
    CHECK(kill(child, SIGKILL) == 0);
    CHECK(death_signal(child) == SIGKILL);
}

static void a_soft_limit_goes_up_to_the_hard_one(void)
{
    must_be_root();
    if (on_qemu())
        skip("the emulator's host may not let root raise limits");
    struct rlimit limit = {100, 200}, seen;
    CHECK(setrlimit(NOFILE, &limit) == 0);
    CHECK(getrlimit(NOFILE, &seen) == 0 && seen.rlim_cur == 100 && seen.rlim_max == 200);
    limit.rlim_cur = 300;
    CHECK_FAILS(setrlimit(NOFILE, &limit), EINVAL);
    limit.rlim_max = 300;
    CHECK(setrlimit(NOFILE, &limit) == 0);
    CHECK(syscall(SYS_setuid, 1000) == 0);
    limit.rlim_cur = limit.rlim_max = 301;
    CHECK_FAILS(setrlimit(NOFILE, &limit), EPERM);
    CHECK_FAILS(getrlimit(99, &seen), EINVAL);
}

static void a_user_may_have_so_many_processes(void)
{
    must_be_root();
    if (on_qemu())
        skip("the emulator has threads of its own");
    struct rlimit limit = {2, 2};
    CHECK(pipe(gate) == 0);
    CHECK(setrlimit(NPROC, &limit) == 0);
    CHECK(syscall(SYS_setuid, 54321) == 0);
    pid_t child = start(sleep_at_the_gate);
    CHECK_FAILS(fork(), EAGAIN);
    send_byte(gate[1]);
    CHECK(exit_status(child) == 0);
}

static void a_thread_has_a_name_of_fifteen_characters(void)
{
    char name[17] = "x";
    CHECK(syscall(SYS_prctl, SET_NAME, "a name that is too long", 0, 0, 0) == 0);
    CHECK(syscall(SYS_prctl, GET_NAME, name, 0, 0, 0) == 0);
    CHECK(strcmp(name, "a name that is ") == 0);
    CHECK_FAILS(syscall(SYS_prctl, SET_NAME, 8, 0, 0, 0), EFAULT);
}

static void a_child_can_be_told_of_its_parent_s_death(void)
{
    int report[2];
    CHECK(pipe(gate) == 0 && pipe(report) == 0);
    pid_t parent = fork();
    if (parent == 0) {
        if (fork() == 0) {
            close(report[0]);
            syscall(SYS_prctl, SET_DEATH_SIGNAL, SIGKILL, 0, 0, 0);
            send_byte(report[1]);
            await_byte(gate[0]);
            send_byte(report[1]);
            _exit(0);
        }
        await_byte(report[0]);
        _exit(0);
    }
    CHECK(exit_status(parent) == 0);
    close(report[1]);
    char byte;
    CHECK(read(report[0], &byte, 1) == 0); /* killed: it has not come past the gate */
}

static void a_subreaper_adopts_orphans(void)
{
    if (on_qemu())
        skip("the option may not be known");
    CHECK(syscall(SYS_prctl, SUBREAPER, 1, 0, 0, 0) == 0);
    pid_t parent = fork();
    if (parent == 0) {
        if (fork() == 0)
            _exit(6);
        _exit(0);
    }
    CHECK(exit_status(parent) == 0);
    int status;
    CHECK(wait(&status) > 0 && WEXITSTATUS(status) == 6);
}

static void no_new_privs_cannot_be_taken_back(void)
{
    CHECK(syscall(SYS_prctl, NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    CHECK(syscall(SYS_prctl, NO_NEW_PRIVS + 1, 0, 0, 0, 0) == 1);
    CHECK_FAILS(syscall(SYS_prctl, NO_NEW_PRIVS, 0, 0, 0, 0), EINVAL);
    CHECK_FAILS(syscall(SYS_prctl, 12345, 0, 0, 0, 0), EINVAL);
}

static void scheduling_parameters_are_kept(void)
{
    must_be_root();
    if (on_qemu())
        skip("the emulator's host may not allow it");
    int priority = 10;
    CHECK(syscall(SYS_sched_setscheduler, 0, 2, &priority) == 0);
    priority = 0;
    CHECK(syscall(SYS_sched_getscheduler, 0) == 2);
    CHECK(syscall(SYS_sched_getparam, 0, &priority) == 0 && priority == 10);
    CHECK_FAILS(syscall(SYS_sched_setscheduler, 0, 0, &priority), EINVAL);
    CHECK(syscall(SYS_sched_get_priority_max, 1) == 99 && syscall(SYS_sched_get_priority_min, 1) == 1);
    CHECK_FAILS(syscall(SYS_sched_get_priority_max, 77), EINVAL);
    CHECK(syscall(SYS_sched_get_priority_max, 6) == 0 && syscall(SYS_sched_get_priority_min, 6) == 0);
    CHECK(syscall(SYS_setpriority, 0, 0, 50) == 0);
    CHECK(syscall(SYS_getpriority, 0, 0) == 1);
    CHECK(syscall(SYS_setuid, 1000) == 0);
    CHECK_FAILS(syscall(SYS_setpriority, 0, 0, 5), EACCES);
    priority = 0;
    CHECK_FAILS(syscall(SYS_sched_setscheduler, 0, 0, &(int){10}), EINVAL);
    CHECK(syscall(SYS_sched_setscheduler, 0, 5, &priority) == 0);
    CHECK_FAILS(syscall(SYS_sched_setscheduler, 0, 0, &priority), EPERM);
}

static void there_is_a_hart_to_run_on(void)
{
    unsigned long harts[128] = {0};
    CHECK(syscall(SYS_sched_getaffinity, 0, sizeof harts, harts) >= 8 && harts[0] != 0);
    CHECK_FAILS(syscall(SYS_sched_getaffinity, 0, 3, harts), EINVAL);
    CHECK(syscall(SYS_sched_setaffinity, 0, sizeof harts, harts) == 0);
    harts[0] = 0;
    CHECK_FAILS(syscall(SYS_sched_setaffinity, 0, 8, harts), EINVAL);
}

static void the_machine_tells_what_it_can_do(void)
{
    struct {
        int64_t key;
        uint64_t value;
    } pairs[3] = {{3, 9}, {4, 9}, {9999, 9}};
    if (syscall(SYS_riscv_hwprobe, pairs, 3, 0, NULL, 0) < 0 && errno == ENOSYS)
        skip("no riscv_hwprobe here");
    CHECK(pairs[0].value == 1);
    CHECK((pairs[1].value & 3) == 3);
    CHECK(pairs[2].key == -1 && pairs[2].value == 0);
    CHECK(syscall(SYS_riscv_flush_icache, pairs, pairs + 1, 0) == 0);
}

int main(void)
{
    RUN(root_becomes_somebody_else_for_good_by_setuid);
    RUN(a_saved_user_can_be_returned_to);
    RUN(groups_are_kept);
    RUN(only_one_s_own_processes_can_be_killed);
    RUN(a_soft_limit_goes_up_to_the_hard_one);
    RUN(a_user_may_have_so_many_processes);
    RUN(a_thread_has_a_name_of_fifteen_characters);
    RUN(a_child_can_be_told_of_its_parent_s_death);
    RUN(a_subreaper_adopts_orphans);
    RUN(no_new_privs_cannot_be_taken_back);
    RUN(scheduling_parameters_are_kept);
    RUN(there_is_a_hart_to_run_on);
    RUN(the_machine_tells_what_it_can_do);
    return finish();
}
