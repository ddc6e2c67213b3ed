#include "check.h"
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
/* O_ASYNC: SIGIO, or the signal of F_SETSIG, when a pipe or socket becomes ready */
static volatile int got, code, reason, count;
static volatile long band;
static void on(int s, siginfo_t *i, void *c) { got = s; code = i->si_fd; reason = i->si_code; band = i->si_band; count++; }
int main(void)
{
    struct sigaction sa = { .sa_sigaction = on, .sa_flags = SA_SIGINFO };
    sigaction(SIGIO, &sa, 0); sigaction(SIGUSR1, &sa, 0); sigaction(SIGCHLD, &sa, 0);
    int p[2]; pipe(p);
    fcntl(p[0], F_SETOWN, getpid());
    fcntl(p[0], F_SETFL, O_ASYNC | O_NONBLOCK);
    CHECK("O_ASYNC is seen in F_GETFL", !!(fcntl(p[0], F_GETFL) & O_ASYNC), 1);
    write(p[1], "x", 1);
    CHECK("SIGIO comes", got, SIGIO);
    CHECK("from the kernel", reason, SI_KERNEL);
    CHECK("F_SETSIG", CALL(fcntl(p[0], F_SETSIG, SIGUSR1)), 0);
    CHECK("F_GETSIG", fcntl(p[0], F_GETSIG), SIGUSR1);
    char c; read(p[0], &c, 1); got = 0;
    write(p[1], "x", 1);
    CHECK("the signal of F_SETSIG comes", got, SIGUSR1);
    CHECK("its si_fd", code, p[0]);
    CHECK("its si_code", reason, POLL_IN);
    CHECK("its si_band", band, 0x41);
    struct f_owner_ex o = { F_OWNER_PID, getpid() }, q = { 0 };
    CHECK("F_SETOWN_EX", CALL(fcntl(p[0], F_SETOWN_EX, &o)), 0);
    CHECK("F_GETOWN_EX", CALL(fcntl(p[0], F_GETOWN_EX, &q)), 0);
    CHECK("its pid", q.pid, getpid());
    fcntl(p[0], F_SETSIG, SIGCHLD); write(p[1], "x", 1);
    CHECK("a signal with codes of its own", reason, SI_SIGIO);
    CHECK("and its si_fd", code, p[0]);
    fcntl(p[0], F_SETFL, O_NONBLOCK); count = 0; write(p[1], "x", 1);
    CHECK("nothing comes without O_ASYNC", count, 0);
    int yes = 1, no = 0;
    CHECK("FIOASYNC", CALL(ioctl(p[0], FIOASYNC, &yes)), 0);
    CHECK("sets O_ASYNC", !!(fcntl(p[0], F_GETFL) & O_ASYNC), 1);
    CHECK("FIOASYNC of a bad address", CALL(ioctl(p[0], FIOASYNC, 8)), -EFAULT);
    got = 0; close(p[1]);
    CHECK("the writer's end is an event", got, SIGCHLD);
    close(p[0]); pipe(p); fcntl(p[1], F_SETOWN, getpid()); fcntl(p[1], F_SETSIG, SIGUSR1); ioctl(p[1], FIOASYNC, &yes);
    close(p[0]);
    CHECK("the reader's end is one for writing", reason, POLL_OUT);
    CHECK("with its si_band", band, 0x304);
    int s[2]; socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    fcntl(s[0], F_SETOWN, getpid()); fcntl(s[0], F_SETSIG, SIGUSR1); ioctl(s[0], FIOASYNC, &yes);
    count = 0; write(s[1], "a", 1);
    CHECK("input of a socket", count, 1);
    write(s[0], "a", 1); read(s[1], &c, 1);
    CHECK("no room, which never lacked, is told of", count, 1);
    char b[4096] = "";
    fcntl(s[0], F_SETFL, O_ASYNC | O_NONBLOCK); fcntl(s[1], F_SETFL, O_NONBLOCK);
    while (write(s[0], b, sizeof b) > 0) { }
    while (read(s[1], b, sizeof b) > 0) { }
    CHECK("room after the socket was full", count, 2);
    CHECK("is one for writing", reason, POLL_OUT);
    close(s[1]);
    CHECK("the end of a connection", reason, POLL_HUP);
    CHECK("has its si_band", band, 0x18);
    int e = eventfd(0, 0);
    CHECK("an eventfd cannot tell", CALL(ioctl(e, FIOASYNC, &yes)), -ENOTTY);
    CHECK("nor need it stop", CALL(ioctl(e, FIOASYNC, &no)), 0);
    CHECK("F_SETFL passes over it", CALL(fcntl(e, F_SETFL, O_ASYNC)), 0);
    CHECK("and sets nothing", fcntl(e, F_GETFL) & O_ASYNC, 0);
    pipe(p); fcntl(p[0], F_SETOWN, getpid()); fcntl(p[0], F_SETSIG, SIGUSR1); fcntl(p[0], F_SETFL, O_ASYNC);
    signal(SIGCHLD, SIG_DFL); count = 0;
    if (fork() == 0) {
        write(p[1], "x", 1);
        _exit(count != 0);
    }
    int status; while (wait(&status) < 0) { }
    CHECK("only the owner is told", status, 0);
    CHECK("once", count, 1);
    return failures != 0;
}
