/* What a process shares with the one that made it, if clone is asked for that, and how that ends. */
#include "check.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#ifndef CLONE_VM
#define CLONE_VM 0x100
#define CLONE_FS 0x200
#define CLONE_FILES 0x400
#define CLONE_SIGHAND 0x800
#define CLONE_VFORK 0x4000
#define CLONE_THREAD 0x10000
#define CLONE_SYSVSEM 0x40000
#define CLONE_NEWUTS 0x4000000
#define CLONE_NEWUSER 0x10000000
#endif
#ifndef SYS_unshare
#define SYS_unshare 97
#endif
#define CLOSE_AND_UNSHARE 2

static int give_up(unsigned long what)
{
    return syscall(SYS_unshare, what);
}

static void need_all_of_clone(void)
{
    if (on_qemu())
        skip("qemu-user makes threads and plain copies only");
}

/* Like start, but the child shares what the flags say, other than memory. */
static pid_t start_sharing(long flags, void (*body)(void))
{
    fflush(stdout);
    pid_t child = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
    if (child == 0) {
        failures = 0;
        body();
        fflush(stdout);
        _exit(failures != 0);
    }
    CHECK(child > 0);
    return child;
}

static char stack[16 * PAGE] __attribute__((aligned(16)));

/* Runs a function on a stack of its own in memory that both have, until it ends its thread by itself. */
static long start_in_common(long flags, void (*body)(void))
{
    register long a0 asm("a0") = flags;
    register long a1 asm("a1") = (long)(stack + sizeof stack);
    register long a2 asm("a2") = 0;
    register long a3 asm("a3") = 0;
    register long a4 asm("a4") = 0;
    register long a7 asm("a7") = SYS_clone;
    register void (*a6)(void) asm("a6") = body;
    asm volatile("ecall\n bnez a0, 1f\n jalr a6\n 1:"
                 : "+r"(a0), "+r"(a1), "+r"(a2), "+r"(a3), "+r"(a4), "+r"(a6), "+r"(a7)
                 : : "memory", "ra", "a5", "t0", "t1", "t2", "t3", "t4", "t5", "t6");
    return a0;
}

/* ---- directories and the umask ---- */

static char directory[256];

static void go_elsewhere(void)
{
    CHECK(chdir("/proc") == 0);
    umask(0137);
}

static int is_elsewhere(void)
{
    int mask = umask(022);
    umask(mask);
    return getcwd(directory, sizeof directory) && strcmp(directory, "/proc") == 0 && mask == 0137;
}

static void clone_fs_shares_the_directory_and_the_umask(void)
{
    need_all_of_clone();
    umask(022);
    CHECK(exit_status(start_sharing(0, go_elsewhere)) == 0);
    CHECK(!is_elsewhere());
    CHECK(exit_status(start_sharing(CLONE_FS, go_elsewhere)) == 0);
    CHECK(is_elsewhere());
}

static void unshare_and_go_elsewhere(void)
{
    CHECK(give_up(CLONE_FS) == 0);
    go_elsewhere();
    CHECK(is_elsewhere());
}

static void unshare_ends_the_sharing_of_directories(void)
{
    need_all_of_clone();
    umask(022);
    CHECK(exit_status(start_sharing(CLONE_FS, unshare_and_go_elsewhere)) == 0);
    CHECK(!is_elsewhere());
}

/* ---- descriptors ---- */

#define NUMBER 100
static int ends[2];

static int is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

static void open_one_and_close_one(void)
{
    CHECK(dup2(ends[1], NUMBER) == NUMBER);
    CHECK(close(ends[0]) == 0);
}

static void clone_files_shares_descriptors(void)
{
    need_all_of_clone();
    CHECK(pipe(ends) == 0);
    CHECK(exit_status(start_sharing(0, open_one_and_close_one)) == 0);
    CHECK(!is_open(NUMBER) && is_open(ends[0]));
    CHECK(exit_status(start_sharing(CLONE_FILES, open_one_and_close_one)) == 0);
    CHECK(is_open(NUMBER) && !is_open(ends[0]));
}

static void unshare_and_open(void)
{
    CHECK(give_up(CLONE_FILES) == 0);
    CHECK(is_open(ends[0]));
    open_one_and_close_one();
}

static void unshare_gives_descriptors_of_ones_own(void)
{
    need_all_of_clone();
    CHECK(pipe(ends) == 0);
    CHECK(exit_status(start_sharing(CLONE_FILES, unshare_and_open)) == 0);
    CHECK(!is_open(NUMBER) && is_open(ends[0]));
}

static void close_all_of_its_own(void)
{
    CHECK(syscall(SYS_close_range, 3, ~0U, CLOSE_AND_UNSHARE) == 0);
    CHECK(!is_open(ends[0]) && !is_open(ends[1]));
}

static void close_range_can_unshare_first(void)
{
    need_all_of_clone();
    CHECK(pipe(ends) == 0);
    CHECK(exit_status(start_sharing(CLONE_FILES, close_all_of_its_own)) == 0);
    CHECK(is_open(ends[0]) && is_open(ends[1]));
}

static void do_nothing(void)
{
}

static void shared_descriptors_are_closed_with_the_last_who_has_them(void)
{
    char byte;
    need_all_of_clone();
    CHECK(pipe(ends) == 0);
    CHECK(exit_status(start_sharing(CLONE_FILES, do_nothing)) == 0);
    send_byte(ends[1]);
    await_byte(ends[0]);
    CHECK(close(ends[1]) == 0);
    CHECK(read(ends[0], &byte, 1) == 0);
}

static int lock_file(int fd)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_SETLK, &lock);
}

static int file;

static void lock_as_well(void)
{
    CHECK(lock_file(file) == 0);
}

static void be_kept_from_locking(void)
{
    CHECK_FAILS(lock_file(file), EAGAIN);
}

static void who_shares_descriptors_owns_the_same_locks(void)
{
    need_all_of_clone();
    file = open("/tmp/sharing.locked", O_CREAT | O_RDWR, 0600);
    CHECK(file >= 0);
    CHECK(lock_file(file) == 0);
    CHECK(exit_status(start_sharing(0, be_kept_from_locking)) == 0);
    CHECK(exit_status(start_sharing(CLONE_FILES, lock_as_well)) == 0);
    CHECK(exit_status(start_sharing(0, be_kept_from_locking)) == 0);
    unlink("/tmp/sharing.locked");
}

static volatile int done;

static void open_as_a_thread(void)
{
    done = dup2(ends[1], NUMBER) == NUMBER && chdir("/proc") == 0 ? 1 : -1;
    syscall(SYS_exit, 0);
}

static void await_done(void)
{
    while (!done)
        sched_yield();
}

static void a_thread_can_have_descriptors_and_a_directory_of_its_own(void)
{
    need_all_of_clone();
    umask(0137);
    CHECK(pipe(ends) == 0);
    CHECK(start_in_common(CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM, open_as_a_thread) > 0);
    await_done();
    CHECK(done == 1 && !is_open(NUMBER) && !is_elsewhere());
    done = 0;
    CHECK(start_in_common(CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_FS | CLONE_FILES, open_as_a_thread) > 0);
    await_done();
    CHECK(done == 1 && is_open(NUMBER) && is_elsewhere());
}

/* ---- memory and signals ---- */

static void store_and_end(void)
{
    done = getpid();
    syscall(SYS_exit_group, 7);
}

static void clone_vm_shares_memory_and_nobody_waits(void)
{
    need_all_of_clone();
    pid_t child = start_in_common(CLONE_VM | SIGCHLD, store_and_end);
    CHECK(child > 0);
    CHECK(exit_status(child) == 7);
    CHECK(done == child && child != getpid());
    stack[0] = 1; /* the memory is there after the child's end */
}

static void handle(int number)
{
    (void)number;
}

static void set_a_handler_and_end(void)
{
    signal(SIGUSR1, handle);
    signal(SIGUSR2, SIG_IGN);
    syscall(SYS_exit_group, 0);
}

static void clone_sighand_shares_what_is_done_for_signals(void)
{
    struct sigaction now;
    need_all_of_clone();
    CHECK(exit_status(start_in_common(CLONE_VM | SIGCHLD, set_a_handler_and_end)) == 0);
    CHECK(sigaction(SIGUSR1, NULL, &now) == 0 && now.sa_handler == SIG_DFL);
    CHECK(exit_status(start_in_common(CLONE_VM | CLONE_SIGHAND | SIGCHLD, set_a_handler_and_end)) == 0);
    CHECK(sigaction(SIGUSR1, NULL, &now) == 0 && now.sa_handler == handle);
    CHECK(sigaction(SIGUSR2, NULL, &now) == 0 && now.sa_handler == SIG_IGN);
}

static void run_another_program(void)
{
    char *arguments[] = {"sharing", "exit", NULL}, *environment[] = {NULL};
    syscall(SYS_execve, "/proc/self/exe", arguments, environment);
    syscall(SYS_exit_group, 1);
}

static void a_program_that_is_started_shares_nothing_but_directories(void)
{
    struct sigaction now;
    need_all_of_clone();
    CHECK(pipe(ends) == 0);
    CHECK(fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0);
    signal(SIGUSR1, handle);
    pid_t child = start_in_common(CLONE_VM | CLONE_SIGHAND | CLONE_FILES | CLONE_FS | SIGCHLD, run_another_program);
    CHECK(exit_status(child) == 42);
    CHECK(is_open(ends[0]));
    CHECK(sigaction(SIGUSR1, NULL, &now) == 0 && now.sa_handler == handle);
    CHECK(is_elsewhere());
}

/* ---- what is refused ---- */

static void threads_share_signals_and_who_shares_signals_shares_memory(void)
{
    CHECK_FAILS(syscall(SYS_clone, CLONE_THREAD | CLONE_VM, 0, 0, 0, 0), EINVAL);
    CHECK_FAILS(syscall(SYS_clone, CLONE_SIGHAND | SIGCHLD, 0, 0, 0, 0), EINVAL);
}

static void wait_for_the_gate(void)
{
    await_byte(ends[0]);
    syscall(SYS_exit_group, 0);
}

static void unshare_refuses_what_it_cannot_end(void)
{
    CHECK_FAILS(give_up(1), EINVAL);
    CHECK_FAILS(give_up(CLONE_FILES | SIGCHLD), EINVAL);
    CHECK(give_up(CLONE_FS | CLONE_FILES | CLONE_SYSVSEM) == 0);
    need_all_of_clone();
    CHECK(give_up(CLONE_THREAD | CLONE_SIGHAND | CLONE_VM) == 0); /* it is alone already */
    CHECK(pipe(ends) == 0);
    pid_t child = start_in_common(CLONE_VM | CLONE_SIGHAND | SIGCHLD, wait_for_the_gate);
    CHECK(child > 0);
    CHECK_FAILS(give_up(CLONE_VM), EINVAL);
    CHECK_FAILS(give_up(CLONE_SIGHAND), EINVAL);
    CHECK(give_up(CLONE_THREAD) == 0);
    send_byte(ends[1]);
    CHECK(exit_status(child) == 0);
    CHECK(give_up(CLONE_VM) == 0);
}

int main(int count, char **arguments)
{
    if (count > 1 && strcmp(arguments[1], "exit") == 0) {
        go_elsewhere();
        return 42;
    }
    RUN(clone_fs_shares_the_directory_and_the_umask);
    RUN(unshare_ends_the_sharing_of_directories);
    RUN(clone_files_shares_descriptors);
    RUN(unshare_gives_descriptors_of_ones_own);
    RUN(close_range_can_unshare_first);
    RUN(shared_descriptors_are_closed_with_the_last_who_has_them);
    RUN(who_shares_descriptors_owns_the_same_locks);
    RUN(a_thread_can_have_descriptors_and_a_directory_of_its_own);
    RUN(clone_vm_shares_memory_and_nobody_waits);
    RUN(clone_sighand_shares_what_is_done_for_signals);
    RUN(a_program_that_is_started_shares_nothing_but_directories);
    RUN(threads_share_signals_and_who_shares_signals_shares_memory);
    RUN(unshare_refuses_what_it_cannot_end);
    return finish();
}
