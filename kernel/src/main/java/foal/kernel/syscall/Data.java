package foal.kernel.syscall;

/** What a pointer argument points to; {@code foal.kernel.trace} knows how to show each. */
public enum Data {
    BYTES, STRING, STRINGS, INT, INT_PAIR, LONG, IOVEC, TIMESPEC, TIMEVAL, STAT, SIGSET, SIGACTION, SIGINFO, WAIT_STATUS, RUSAGE,
    UTSNAME, RLIMIT, TERMIOS, WINSIZE, MSGBUF, SHMID_DS, MSQID_DS, OPAQUE
}
