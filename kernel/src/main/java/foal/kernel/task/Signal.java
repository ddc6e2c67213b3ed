package foal.kernel.task;

import foal.kernel.syscall.Symbolic;
import java.util.Optional;

/**
 * The standard signals, and what each does to a process that has not said otherwise. Real-time signals, 32 to
 * 64, are plain numbers: their default is to terminate.
 *
 * <p>Source: signal(7).
 */
public enum Signal implements Symbolic {
    SIGHUP(1, Default.TERMINATE),
    SIGINT(2, Default.TERMINATE),
    SIGQUIT(3, Default.DUMP),
    SIGILL(4, Default.DUMP),
    SIGTRAP(5, Default.DUMP),
    SIGABRT(6, Default.DUMP),
    SIGBUS(7, Default.DUMP),
    SIGFPE(8, Default.DUMP),
    SIGKILL(9, Default.TERMINATE),
    SIGUSR1(10, Default.TERMINATE),
    SIGSEGV(11, Default.DUMP),
    SIGUSR2(12, Default.TERMINATE),
    SIGPIPE(13, Default.TERMINATE),
    SIGALRM(14, Default.TERMINATE),
    SIGTERM(15, Default.TERMINATE),
    SIGSTKFLT(16, Default.TERMINATE),
    SIGCHLD(17, Default.IGNORE),
    SIGCONT(18, Default.CONTINUE),
    SIGSTOP(19, Default.STOP),
    SIGTSTP(20, Default.STOP),
    SIGTTIN(21, Default.STOP),
    SIGTTOU(22, Default.STOP),
    SIGURG(23, Default.IGNORE),
    SIGXCPU(24, Default.DUMP),
    SIGXFSZ(25, Default.DUMP),
    SIGVTALRM(26, Default.TERMINATE),
    SIGPROF(27, Default.TERMINATE),
    SIGWINCH(28, Default.IGNORE),
    SIGIO(29, Default.TERMINATE),
    SIGPWR(30, Default.TERMINATE),
    SIGSYS(31, Default.DUMP);

    /** What happens to the process by default: to dump is to terminate, and to leave a core (core(5)). */
    public enum Default { TERMINATE, DUMP, IGNORE, STOP, CONTINUE }

    /** The highest signal number. */
    public static final int LAST = 64;
    private static final int FIRST_REAL_TIME = 32;

    private static final String[] TEXTS = {
        "Hangup", "Interrupt", "Quit", "Illegal instruction", "Trace/breakpoint trap", "Aborted", "Bus error",
        "Floating point exception", "Killed", "User defined signal 1", "Segmentation fault", "User defined signal 2",
        "Broken pipe", "Alarm clock", "Terminated", "Stack fault", "Child exited", "Continued", "Stopped (signal)",
        "Stopped", "Stopped (tty input)", "Stopped (tty output)", "Urgent I/O condition", "CPU time limit exceeded",
        "File size limit exceeded", "Virtual timer expired", "Profiling timer expired", "Window changed",
        "I/O possible", "Power failure", "Bad system call"};

    private final int number;
    private final Default byDefault;

    Signal(int number, Default byDefault) {
        this.number = number;
        this.byDefault = byDefault;
    }

    @Override
    public long value() {
        return number;
    }

    public int number() {
        return number;
    }

    /** The text of strsignal(3). */
    public String text() {
        return TEXTS[number - 1];
    }

    /** The standard signal of that number, or none. */
    public static Optional<Signal> of(int number) {
        return number >= 1 && number <= values().length ? Optional.of(values()[number - 1]) : Optional.empty();
    }

    /** What a signal does by default. */
    public static Default defaultOf(int number) {
        return of(number).map(signal -> signal.byDefault).orElse(Default.TERMINATE);
    }

    /** The name; {@code SIGRTMIN}, {@code SIGRT_1} and so on for a real-time signal. */
    public static String nameOf(int number) {
        return of(number).map(Enum::name)
                .orElse(number == FIRST_REAL_TIME ? "SIGRTMIN" : "SIGRT_" + (number - FIRST_REAL_TIME));
    }

    /** The bit that stands for a signal in a set. */
    public static long bit(int number) {
        return 1L << number - 1;
    }

    /** The bit of this signal in a set. */
    public long bit() {
        return bit(number);
    }
}
