/* Handlers: what they are told, where they run, and what they may change. */
#include "handler.h"
#include <fcntl.h>
#include <sys/syscall.h>
#include <ucontext.h>

/* ---- what a handler is told ---- */

static void a_handler_is_told_who_sent_the_signal(void)
{
    catch(SIGUSR1, note, 0);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    CHECK(count == 1 && last.si_signo == SIGUSR1 && last.si_code == SI_USER);
    CHECK(last.si_pid == getpid() && last.si_uid == getuid());
    CHECK(raise(SIGUSR1) == 0);
    CHECK(count == 2 && last.si_code == SI_TKILL && last.si_pid == getpid());
    CHECK(sigqueue(getpid(), SIGUSR1, (union sigval){.sival_ptr = &last}) == 0);
    CHECK(count == 3 && last.si_code == SI_QUEUE && last.si_ptr == &last && last.si_pid == getpid());
}

static void a_handler_is_told_which_child_has_ended_and_how(void)
{
    sigset_t none;
    sigemptyset(&none);
    catch(SIGCHLD, note, 0);
    block(SIGCHLD, SIGUSR1);
    pid_t child = fork();
    if (child == 0)
        _exit(7);
    CHECK_FAILS(sigsuspend(&none), EINTR);
    CHECK(last.si_code == CLD_EXITED && last.si_pid == child && last.si_status == 7);
    CHECK(exit_status(child) == 7);
    child = fork();
    if (child == 0)
        kill(getpid(), SIGKILL);
    CHECK_FAILS(sigsuspend(&none), EINTR);
    CHECK(last.si_code == CLD_KILLED && last.si_pid == child && last.si_status == SIGKILL);
    CHECK(death_signal(child) == SIGKILL);
}

static void be_another_user(void)
{
    if (syscall(SYS_setresuid, 1000, 0, 0) == -1)
        _exit(SKIPPED);
    kill(getppid(), SIGUSR1);
    _exit(0);
}

static void a_signal_tells_the_real_user_of_its_sender(void)
{
    sigset_t ended = set_of(SIGCHLD, SIGCHLD), sent = set_of(SIGUSR1, SIGUSR1);
    siginfo_t info;
    block(SIGCHLD, SIGUSR1);
    pid_t child = start(be_another_user);
    CHECK(sigwaitinfo(&ended, &info) == SIGCHLD);
    if (info.si_status == SKIPPED)
        skip("not root here");
    CHECK(info.si_pid == child && info.si_uid == 1000);
    CHECK(sigwaitinfo(&sent, &info) == SIGUSR1 && info.si_pid == child && info.si_uid == 1000);
}

static void only_the_receiver_itself_may_pretend_that_the_kernel_sent_a_signal(void)
{
    siginfo_t info = {.si_signo = SIGUSR1, .si_code = SI_USER};
    CHECK_FAILS(syscall(SYS_rt_sigqueueinfo, getppid(), SIGUSR1, &info), EPERM);
    info.si_code = SI_TKILL;
    CHECK_FAILS(syscall(SYS_rt_sigqueueinfo, getppid(), SIGUSR1, &info), EPERM);
    info.si_code = SI_QUEUE;
    CHECK(syscall(SYS_rt_sigqueueinfo, getppid(), 0, &info) == 0);
    CHECK_FAILS(syscall(SYS_rt_sigqueueinfo, getpid(), 65, &info), EINVAL);
    CHECK_FAILS(syscall(SYS_rt_sigqueueinfo, 0x3fffffff, SIGUSR1, &info), ESRCH);
    CHECK_FAILS(syscall(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, 8), EFAULT);
}

/* ---- faults ---- */

static void skip_instruction(int signal, siginfo_t *info, void *context)
{
    note(signal, info, context);
    ((ucontext_t *)context)->uc_mcontext.__gregs[REG_PC] += 4;
}

static void store(void *address)
{
    asm volatile(".option push\n.option norvc\nsb zero, 0(%0)\n.option pop" : : "r"(address) : "memory");
}

static void a_handler_of_a_fault_learns_where_and_why_and_can_go_on_behind_it(void)
{
    char *readable = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    catch(SIGSEGV, skip_instruction, 0);
    store((void *)0x10);
    CHECK(count == 1 && last.si_code == SEGV_MAPERR && last.si_addr == (void *)0x10);
    store(readable + 100);
    CHECK(count == 2 && last.si_code == SEGV_ACCERR && last.si_addr == readable + 100);
}

static void a_handler_learns_which_page_a_file_does_not_reach(void)
{
    char path[40];
    sprintf(path, "/tmp/foal-signals-%d", getpid());
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
    CHECK(fd >= 0 && ftruncate(fd, PAGE + 1) == 0 && unlink(path) == 0);
    char *memory = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    catch(SIGBUS, skip_instruction, 0);
    memory[2 * PAGE - 1] = 1;
    CHECK(count == 0);
    store(memory + 2 * PAGE + 8);
    CHECK(count == 1 && last.si_signo == SIGBUS && last.si_code == BUS_ADRERR && last.si_addr == memory + 2 * PAGE + 8);
    CHECK(ftruncate(fd, 0) == 0);
    store(memory + 16);
    CHECK(count == 2 && last.si_code == BUS_ADRERR && last.si_addr == memory + 16);
}

static void a_handler_of_a_breakpoint_finds_the_pc_at_it(void)
{
    catch(SIGTRAP, skip_instruction, 0);
    asm volatile(".option push\n.option norvc\nebreak\n.option pop");
    CHECK(count == 1 && last.si_code == TRAP_BRKPT);
}

static void a_handler_of_an_illegal_instruction_can_go_on_behind_it(void)
{
    catch(SIGILL, skip_instruction, 0);
    asm volatile(".word 0xffffffff");
    CHECK(count == 1 && last.si_code == ILL_ILLOPC);
}

static void set_result(int signal, siginfo_t *info, void *context)
{
    note(signal, info, context);
    ((ucontext_t *)context)->uc_mcontext.__gregs[REG_A0] = 4711;
}

static void a_handler_can_change_registers(void)
{
    catch(SIGUSR1, set_result, 0);
    register long a0 asm("a0") = getpid();
    register long a1 asm("a1") = SIGUSR1;
    register long a7 asm("a7") = SYS_kill;
    asm volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a7) : "memory");
    CHECK(a0 == 4711);
}

static void block_another(int signal, siginfo_t *info, void *context)
{
    note(signal, info, context);
    sigset_t *mask = &((ucontext_t *)context)->uc_sigmask;
    CHECK(!sigismember(mask, SIGUSR1));
    sigaddset(mask, SIGUSR2);
}

static void a_handler_can_change_the_mask_that_holds_after_it(void)
{
    sigset_t after;
    catch(SIGUSR1, block_another, 0);
    CHECK(raise(SIGUSR1) == 0);
    CHECK(sigprocmask(SIG_BLOCK, NULL, &after) == 0);
    CHECK(sigismember(&after, SIGUSR2) && !sigismember(&after, SIGUSR1));
}

/* ---- where a handler runs ---- */

static char other_stack[32768];
static stack_t in_handler;
static char *volatile where;

static void look_at_the_stack(int signal, siginfo_t *info, void *context)
{
    char here;
    where = &here;
    note(signal, info, context);
    in_handler = ((ucontext_t *)context)->uc_stack;
    stack_t now, new = {other_stack, 0, sizeof other_stack};
    CHECK(sigaltstack(NULL, &now) == 0);
    if (where >= other_stack && where < other_stack + sizeof other_stack) {
        CHECK(now.ss_flags == SS_ONSTACK);
        CHECK_FAILS(sigaltstack(&new, NULL), EPERM);
    }
}

static int is_on_other_stack(void)
{
    return where >= other_stack && where < other_stack + sizeof other_stack;
}

static void a_handler_that_asks_for_it_runs_on_a_stack_of_its_own(void)
{
    stack_t stack = {other_stack, 0, sizeof other_stack}, old;
    CHECK(sigaltstack(&stack, &old) == 0);
    CHECK(old.ss_flags == SS_DISABLE);
    catch(SIGUSR1, look_at_the_stack, SA_ONSTACK);
    catch(SIGUSR2, look_at_the_stack, 0);
    CHECK(raise(SIGUSR1) == 0);
    CHECK(is_on_other_stack());
    CHECK(in_handler.ss_sp == other_stack && in_handler.ss_size == sizeof other_stack);
    CHECK(raise(SIGUSR2) == 0);
    CHECK(!is_on_other_stack());
    CHECK(sigaltstack(NULL, &old) == 0);
    CHECK(old.ss_sp == other_stack && old.ss_flags == 0);
}

#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1u << 31)
#endif

static stack_t seen_stack;

static void look_for_a_stack(int signal, siginfo_t *info, void *context)
{
    char here;
    where = &here;
    note(signal, info, context);
    CHECK(sigaltstack(NULL, &seen_stack) == 0);
}

static void a_stack_that_disarms_itself_is_none_while_it_is_used(void)
{
    stack_t stack = {other_stack, SS_AUTODISARM, sizeof other_stack}, after;
    if (sigaltstack(&stack, NULL) == -1 && on_qemu())
        skip("no such stacks here");
    catch(SIGUSR1, look_for_a_stack, SA_ONSTACK);
    CHECK(raise(SIGUSR1) == 0);
    CHECK(is_on_other_stack() && seen_stack.ss_flags == SS_DISABLE);
    CHECK(sigaltstack(NULL, &after) == 0);
    CHECK(after.ss_sp == other_stack && after.ss_size == sizeof other_stack && (unsigned)after.ss_flags == SS_AUTODISARM);
}

static void sigaltstack_refuses_bad_arguments(void)
{
    stack_t small = {other_stack, 0, 1000}, wrong = {other_stack, 8, sizeof other_stack}, off = {NULL, SS_DISABLE, 0};
    CHECK_FAILS(sigaltstack(&small, NULL), ENOMEM);
    CHECK_FAILS(sigaltstack(&wrong, NULL), EINVAL);
    CHECK_FAILS(syscall(SYS_sigaltstack, 8, NULL), EFAULT);
    CHECK(sigaltstack(&off, NULL) == 0);
}

static volatile int deep_enough;

static int overflow(volatile char *above)
{
    volatile char block[1024];
    block[0] = above[0];
    if (deep_enough)
        return 0;
    return overflow(block) + block[0];
}

static void exit_with_three(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)info, (void)context;
    _exit(3);
}

static void die_of_overflow(void)
{
    stack_t stack = {other_stack, 0, sizeof other_stack};
    char nothing = 0;
    CHECK(sigaltstack(&stack, NULL) == 0);
    catch(SIGSEGV, exit_with_three, SA_ONSTACK);
    overflow(&nothing);
}

static void the_overflow_of_the_stack_can_be_caught(void)
{
    CHECK(exit_status(start(die_of_overflow)) == 3);
}

/* ---- actions ---- */

static void children_are_not_kept_whose_end_nobody_asks_for(void)
{
    if (on_qemu())
        skip("qemu-user ignores SA_NOCLDWAIT");
    catch(SIGCHLD, note, SA_NOCLDWAIT | SA_RESTART);
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    CHECK_FAILS(waitpid(child, NULL, 0), ECHILD);
}

static void sigaction_refuses_bad_arguments(void)
{
    struct sigaction action = {.sa_handler = SIG_IGN};
    CHECK_FAILS(sigaction(SIGKILL, &action, NULL), EINVAL);
    CHECK_FAILS(sigaction(SIGSTOP, &action, NULL), EINVAL);
    CHECK_FAILS(sigaction(0, &action, NULL), EINVAL);
    CHECK_FAILS(sigaction(65, &action, NULL), EINVAL);
    CHECK_FAILS(syscall(SYS_rt_sigaction, SIGUSR1, 8, NULL, 8), EFAULT);
    CHECK_FAILS(syscall(SYS_rt_sigaction, SIGUSR1, NULL, NULL, 4), EINVAL);
}

int main(void)
{
    RUN(a_handler_is_told_who_sent_the_signal);
    RUN(a_handler_is_told_which_child_has_ended_and_how);
    RUN(a_signal_tells_the_real_user_of_its_sender);
    RUN(only_the_receiver_itself_may_pretend_that_the_kernel_sent_a_signal);
    RUN(a_handler_of_a_fault_learns_where_and_why_and_can_go_on_behind_it);
    RUN(a_handler_learns_which_page_a_file_does_not_reach);
    RUN(a_handler_of_a_breakpoint_finds_the_pc_at_it);
    RUN(a_handler_of_an_illegal_instruction_can_go_on_behind_it);
    RUN(a_handler_can_change_registers);
    RUN(a_handler_can_change_the_mask_that_holds_after_it);
    RUN(a_handler_that_asks_for_it_runs_on_a_stack_of_its_own);
    RUN(a_stack_that_disarms_itself_is_none_while_it_is_used);
    RUN(sigaltstack_refuses_bad_arguments);
    RUN(the_overflow_of_the_stack_can_be_caught);
    RUN(children_are_not_kept_whose_end_nobody_asks_for);
    RUN(sigaction_refuses_bad_arguments);
    return finish();
}
