/* Signals; see signal(7), sigaction(2). */
#ifndef _SIGNAL_H
#define _SIGNAL_H

#include <sys/types.h>
#include <time.h>

#define SIGHUP 1
#define SIGINT 2
#define SIGQUIT 3
#define SIGILL 4
#define SIGTRAP 5
#define SIGABRT 6
#define SIGIOT SIGABRT
#define SIGBUS 7
#define SIGFPE 8
#define SIGKILL 9
#define SIGUSR1 10
#define SIGSEGV 11
#define SIGUSR2 12
#define SIGPIPE 13
#define SIGALRM 14
#define SIGTERM 15
#define SIGSTKFLT 16
#define SIGCHLD 17
#define SIGCONT 18
#define SIGSTOP 19
#define SIGTSTP 20
#define SIGTTIN 21
#define SIGTTOU 22
#define SIGURG 23
#define SIGXCPU 24
#define SIGXFSZ 25
#define SIGVTALRM 26
#define SIGPROF 27
#define SIGWINCH 28
#define SIGIO 29
#define SIGPOLL SIGIO
#define SIGPWR 30
#define SIGSYS 31
#define SIGRTMIN 34 /* the kernel's begin at 32; those are the library's */
#define SIGRTMAX 64
#define NSIG 65

/* What can be read and written at once even while signals arrive. */
typedef int sig_atomic_t;

/* "INT" for SIGINT; NULL for what is no signal, or a real-time one. */
const char *sigabbrev_np(int signal);

typedef void (*sighandler_t)(int);

#define SIG_DFL ((sighandler_t)0)
#define SIG_IGN ((sighandler_t)1)
#define SIG_ERR ((sighandler_t)-1)

/* Bit N - 1 stands for signal N. */
typedef unsigned long sigset_t;

union sigval {
    int sival_int;
    void *sival_ptr;
};

/* How a process wants to be told of something. */
struct sigevent {
    union sigval sigev_value;
    int sigev_signo;
    int sigev_notify;
    void (*sigev_notify_function)(union sigval);
    void *sigev_notify_attributes; /* a pthread_attr_t */
    int __unused[8];
};

#define SIGEV_SIGNAL 0
#define SIGEV_NONE 1
#define SIGEV_THREAD 2

typedef struct {
    int si_signo;
    int si_errno;
    int si_code;
    int __pad;
    union {
        struct {
            pid_t pid;
            uid_t uid;
            int status;
        } __child;
        struct {
            pid_t pid;
            uid_t uid;
            union sigval value;
        } __sender;
        struct {
            int timer;
            int overrun;
        } __timer;
        void *__address;
        char __size[112];
    } __fields;
} siginfo_t;

#define si_pid __fields.__sender.pid
#define si_uid __fields.__sender.uid
#define si_value __fields.__sender.value
#define si_int si_value.sival_int
#define si_ptr si_value.sival_ptr
#define si_timerid __fields.__timer.timer
#define si_overrun __fields.__timer.overrun
#define si_status __fields.__child.status
#define si_addr __fields.__address

#define SI_USER 0
#define SI_KERNEL 0x80
#define SI_QUEUE (-1)
#define SI_TIMER (-2)
#define SI_MESGQ (-3)
#define SI_TKILL (-6)
#define ILL_ILLOPC 1
#define SEGV_MAPERR 1
#define SEGV_ACCERR 2
#define BUS_ADRALN 1
#define BUS_ADRERR 2
#define TRAP_BRKPT 1
#define CLD_EXITED 1
#define CLD_KILLED 2
#define CLD_DUMPED 3
#define CLD_STOPPED 5
#define CLD_CONTINUED 6

typedef struct {
    void *ss_sp;
    int ss_flags;
    size_t ss_size;
} stack_t;

#define SS_ONSTACK 1
#define SS_DISABLE 2
#define MINSIGSTKSZ 2048
#define SIGSTKSZ 8192

/* What a handler gets as its third argument: the registers as they will be when it returns. */
typedef struct ucontext {
    unsigned long uc_flags;
    struct ucontext *uc_link;
    stack_t uc_stack;
    sigset_t uc_sigmask;
    char __unused[120];
    struct {
        unsigned long __gregs[32]; /* the first is the pc */
        unsigned long __fpregs[66];
    } uc_mcontext __attribute__((aligned(16)));
} ucontext_t;

#define REG_PC 0
#define REG_RA 1
#define REG_SP 2
#define REG_A0 10

/* Laid out as the kernel reads it. A handler returns to code that the kernel supplies, so there is no sa_restorer. */
struct sigaction {
    union {
        sighandler_t sa_handler;
        void (*sa_sigaction)(int, siginfo_t *, void *);
    };
    unsigned long sa_flags;
    sigset_t sa_mask;
    unsigned long __reserved; /* qemu-user stores a word more than the kernel does */
};

#define SA_NOCLDSTOP 0x00000001
#define SA_NOCLDWAIT 0x00000002
#define SA_SIGINFO 0x00000004
#define SA_ONSTACK 0x08000000
#define SA_RESTART 0x10000000
#define SA_NODEFER 0x40000000
#define SA_RESETHAND 0x80000000

#define SIG_BLOCK 0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2

int kill(pid_t pid, int signal);
int raise(int signal);
sighandler_t signal(int signal, sighandler_t handler);
int sigaction(int signal, const struct sigaction *action, struct sigaction *old);
int sigprocmask(int how, const sigset_t *set, sigset_t *old);
int sigpending(sigset_t *set);
int sigsuspend(const sigset_t *mask);
/* Returns 0 or an error number, as what begins with pthread_. */
int sigwait(const sigset_t *set, int *signal);
int pthread_sigmask(int how, const sigset_t *set, sigset_t *old);
int sigwaitinfo(const sigset_t *set, siginfo_t *info);
int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout);
int sigqueue(pid_t pid, int signal, union sigval value);
int sigaltstack(const stack_t *stack, stack_t *old);
int sigemptyset(sigset_t *set);
int sigfillset(sigset_t *set); /* without those of the library: nobody means to block them */
int sigaddset(sigset_t *set, int signal);
int sigdelset(sigset_t *set, int signal);
int sigismember(const sigset_t *set, int signal);

#endif
