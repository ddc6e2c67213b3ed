package foal.kernel;

/** The numbers of the system calls that assembled programs make. */
final class Calls {
    static final int EXIT = 93, EXIT_GROUP = 94;
    static final int DUP3 = 24, CLOSE = 57, PIPE2 = 59, READ = 63, WRITE = 64, WRITEV = 66, FUTEX = 98, NANOSLEEP = 101;
    static final int CLOCK_GETTIME = 113, SCHED_YIELD = 124, KILL = 129, TKILL = 130;
    static final int RT_SIGACTION = 134, RT_SIGPROCMASK = 135, RT_SIGPENDING = 136, RT_SIGRETURN = 139, SETSID = 157;
    static final int GETPID = 172, GETPPID = 173, MSGGET = 186, SHMGET = 194, SHMAT = 196;
    static final int BRK = 214, MUNMAP = 215, CLONE = 220, EXECVE = 221, MMAP = 222, MPROTECT = 226;
    static final int WAIT4 = 260, PRLIMIT64 = 261;

    static final int CLONE_VM = 0x100, CLONE_VFORK = 0x4000, SIGCHLD = 17;
    static final int PROT_READ_WRITE = 3, MAP_SHARED = 1, MAP_PRIVATE = 2, MAP_FIXED = 0x10, MAP_ANONYMOUS = 0x20;

    private Calls() {}
}
