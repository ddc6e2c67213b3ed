#include "cancellation.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int kill(pid_t pid, int signal)
{
    return syscall(SYS_kill, pid, signal);
}

/* To the calling thread, so that the signal has been acted upon when the call returns. */
int raise(int signal)
{
    return syscall(SYS_tgkill, getpid(), gettid(), signal);
}

int sigaction(int signal, const struct sigaction *action, struct sigaction *old)
{
    return syscall(SYS_rt_sigaction, signal, action, old, sizeof(sigset_t));
}

sighandler_t signal(int signal, sighandler_t handler)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    struct sigaction old;
    if (sigaction(signal, &action, &old) < 0)
        return SIG_ERR;
    return old.sa_handler;
}

int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
    return syscall(SYS_rt_sigprocmask, how, set, old, sizeof(sigset_t));
}

int sigpending(sigset_t *set)
{
    return syscall(SYS_rt_sigpending, set, sizeof(sigset_t));
}

int sigsuspend(const sigset_t *mask)
{
    return cancellable_syscall(SYS_rt_sigsuspend, mask, sizeof(sigset_t));
}

int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)
{
    return cancellable_syscall(SYS_rt_sigtimedwait, set, info, timeout, sizeof(sigset_t));
}

int pause(void)
{
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    return sigsuspend(&mask);
}

int sigwaitinfo(const sigset_t *set, siginfo_t *info)
{
    return sigtimedwait(set, info, NULL);
}

int sigwait(const sigset_t *set, int *signal)
{
    do
        *signal = sigwaitinfo(set, NULL);
    while (*signal < 0 && errno == EINTR);
    return *signal < 0 ? errno : 0;
}

int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
    return sigprocmask(how, set, old) == 0 ? 0 : errno;
}

int sigqueue(pid_t pid, int signal, union sigval value)
{
    siginfo_t info = {.si_signo = signal, .si_code = SI_QUEUE};
    info.si_pid = getpid();
    info.si_uid = getuid();
    info.si_value = value;
    return syscall(SYS_rt_sigqueueinfo, pid, signal, &info);
}

int sigaltstack(const stack_t *stack, stack_t *old)
{
    return syscall(SYS_sigaltstack, stack, old);
}

static sigset_t bit(int signal)
{
    return 1UL << (signal - 1);
}

int sigemptyset(sigset_t *set)
{
    *set = 0;
    return 0;
}

int sigfillset(sigset_t *set)
{
    *set = ~(bit(32) | bit(33));
    return 0;
}

static int is_signal(int signal)
{
    if (signal >= 1 && signal < NSIG)
        return 1;
    errno = EINVAL;
    return 0;
}

int sigaddset(sigset_t *set, int signal)
{
    if (!is_signal(signal))
        return -1;
    *set |= bit(signal);
    return 0;
}

int sigdelset(sigset_t *set, int signal)
{
    if (!is_signal(signal))
        return -1;
    *set &= ~bit(signal);
    return 0;
}

int sigismember(const sigset_t *set, int signal)
{
    if (!is_signal(signal))
        return -1;
    return (*set & bit(signal)) != 0;
}
