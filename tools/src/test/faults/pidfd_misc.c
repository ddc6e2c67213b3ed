#include "check.h"
static volatile int got;
static void on(int s, siginfo_t *i, void *c) { got = s; }
int main(void)
{
    struct sigaction sa = { .sa_sigaction = on, .sa_flags = SA_SIGINFO }; sigaction(SIGUSR1, &sa, 0);
    int d = open("/proc/self", O_DIRECTORY | O_CLOEXEC);
    CHECK("pidfd_send_signal with a descriptor of /proc/self", CALL(syscall(SYS_pidfd_send_signal, d, SIGUSR1, 0, 0)), 0);
    CHECK("the signal came", got, SIGUSR1);
    CHECK("flags", CALL(syscall(SYS_pidfd_send_signal, d, SIGUSR1, 0, 99999)), -EINVAL);
    siginfo_t i = { .si_signo = SIGUSR1, .si_code = SI_QUEUE };
    got = 0;
    CHECK("with data of one's own", CALL(syscall(SYS_pidfd_send_signal, d, SIGUSR1, &i, 0)), 0);
    CHECK("that signal came", got, SIGUSR1);
    CHECK("data of another signal", CALL(syscall(SYS_pidfd_send_signal, d, SIGUSR2, &i, 0)), -EINVAL);
    CHECK("to a thread's directory", CALL(syscall(SYS_pidfd_send_signal, open("/proc/thread-self", O_DIRECTORY), SIGUSR1, 0, 0)), -EBADF);
    return failures != 0;
}
