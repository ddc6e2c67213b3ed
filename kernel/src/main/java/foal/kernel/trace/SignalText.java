package foal.kernel.trace;

import static foal.kernel.task.SignalInfo.SI_KERNEL;
import static foal.kernel.task.SignalInfo.SI_MESGQ;
import static foal.kernel.task.SignalInfo.SI_QUEUE;
import static foal.kernel.task.SignalInfo.SI_SIGIO;
import static foal.kernel.task.SignalInfo.SI_TIMER;
import static foal.kernel.task.SignalInfo.SI_TKILL;
import static foal.kernel.task.SignalInfo.SI_USER;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Rest;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.SigactionFlag;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalActions;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.SignalStack;
import foal.kernel.timer.TimerNotice;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Signals, sets of them, and what is done for them and told about them. */
public final class SignalText {
    private static final Map<Integer, String> CODES =
            Map.of(SI_USER, "SI_USER", SI_KERNEL, "SI_KERNEL", SI_QUEUE, "SI_QUEUE", SI_TIMER, "SI_TIMER",
                    SI_MESGQ, "SI_MESGQ", SI_SIGIO, "SI_SIGIO", SI_TKILL, "SI_TKILL");
    /** Codes from 1 up mean something else for each signal. */
    private static final Map<Signal, String[]> CODES_BY_SIGNAL = Map.of(
            Signal.SIGSEGV, new String[] {"SEGV_MAPERR", "SEGV_ACCERR"},
            Signal.SIGBUS, new String[] {"BUS_ADRALN", "BUS_ADRERR"},
            Signal.SIGILL, new String[] {"ILL_ILLOPC"},
            Signal.SIGTRAP, new String[] {"TRAP_BRKPT"},
            Signal.SIGIO, new String[] {"POLL_IN", "POLL_OUT", "POLL_MSG", "POLL_ERR", "POLL_PRI", "POLL_HUP"},
            Signal.SIGCHLD, new String[] {"CLD_EXITED", "CLD_KILLED", "CLD_DUMPED", "CLD_TRAPPED", "CLD_STOPPED", "CLD_CONTINUED"});

    private SignalText() {}

    /** The name of a signal. */
    public static String name(int signal) {
        return Constants.signal(signal);
    }

    /** What a process is told about a signal. */
    public static String info(SignalInfo info) {
        Optional<Signal> signal = Signal.of(info.signal());
        Fields fields = new Fields().add("si_signo", Constants.signal(info.signal())).add("si_code", code(info, signal));
        if (info.isFault()) {
            return fields.add("si_addr", Numbers.address(info.address())).toString();
        }
        if (info.isOfDescriptor()) {
            return fields.add("si_band", info.value()).add("si_fd", info.status()).toString();
        }
        if (info.isOfChild()) {
            boolean isExit = info.code() == SignalInfo.CLD_EXITED;
            return fields.add("si_pid", info.pid()).add("si_uid", info.uid())
                    .add("si_status", isExit ? info.status() : Constants.signal(info.status()))
                    .add("si_utime", 0).add("si_stime", 0).toString();
        }
        if (info.code() == SI_TIMER) {
            fields.add("si_timerid", Numbers.hexadecimal(info.pid())).add("si_overrun", info.uid());
        } else if (info.code() <= 0) {
            fields.add("si_pid", info.pid()).add("si_uid", info.uid());
        }
        if (info.code() == SI_QUEUE || info.code() == SI_TIMER || info.code() == SI_MESGQ) {
            fields.add("si_int", (int) info.value()).add("si_ptr", Numbers.address(info.value()));
        }
        return fields.toString();
    }

    /** {@code struct sigevent}: how a timer tells that it has gone off. */
    static String event(Struct event) {
        int notify = event.getInt(12);
        Fields fields = new Fields()
                .add("sigev_value", new Fields().add("sival_int", event.getInt(0)).add("sival_ptr", Numbers.address(event.getLong(0))))
                .add("sigev_signo", Constants.signal(event.getInt(8)))
                .add("sigev_notify", Constants.one(TimerNotice.class, Rest.HEXADECIMAL, notify & 0xffff_ffffL));
        return notify == TimerNotice.SIGEV_THREAD_ID.value()
                ? fields.add("sigev_notify_thread_id", event.getInt(16)).toString() : fields.toString();
    }

    /** {@code stack_t}. */
    static String stack(Struct stack) {
        return new Fields().add("ss_sp", Numbers.address(stack.getLong(0)))
                .add("ss_flags", Constants.flags(SignalStack.Flag.class, false, Rest.HEXADECIMAL, stack.getInt(8) & 0xffff_ffffL))
                .add("ss_size", stack.getLong(16)).toString();
    }

    private static String code(SignalInfo info, Optional<Signal> signal) {
        String[] own = signal.map(CODES_BY_SIGNAL::get).orElse(new String[0]);
        return info.code() > 0 && info.code() <= own.length ? own[info.code() - 1]
                : CODES.getOrDefault(info.code(), Integer.toString(info.code()));
    }

    /** How a process ended, as strace's last line for it: {@code exited with 0}. */
    public static String end(ExitStatus status) {
        return switch (status) {
            case ExitStatus.Exited(int code) -> "exited with " + code;
            case ExitStatus.Killed(int signal, boolean dumped) ->
                    "killed by " + Constants.signal(signal) + (dumped ? " (core dumped)" : "");
            case ExitStatus.Stopped(int signal) -> "stopped by " + Constants.signal(signal);
            case ExitStatus.Continued() -> "continued";
        };
    }

    /** The {@code int} of wait(2), by the macros that take it apart. */
    static String waitStatus(int status) {
        int signal = status & 0x7f;
        if (status == 0xffff) {
            return "{WIFCONTINUED(s)}";
        }
        if (signal == 0) {
            return "{WIFEXITED(s) && WEXITSTATUS(s) == " + (status >> 8 & 0xff) + "}";
        }
        if (signal == 0x7f) {
            return "{WIFSTOPPED(s) && WSTOPSIG(s) == " + Constants.signal(status >> 8 & 0xff) + "}";
        }
        return "{WIFSIGNALED(s) && WTERMSIG(s) == " + Constants.signal(signal) + "}";
    }

    /** A set of signals; one that holds most of them is shown by those that it lacks. */
    static String set(long bits) {
        boolean isMost = Long.bitCount(bits) >= Signal.LAST * 2 / 3;
        long shown = isMost ? ~bits : bits;
        StringJoiner names = new StringJoiner(" ", isMost ? "~[" : "[", "]");
        for (int signal = 1; signal <= Signal.LAST; signal++) {
            if ((shown & Signal.bit(signal)) != 0) {
                names.add(Constants.signal(signal).substring("SIG".length()));
            }
        }
        return names.toString();
    }

    /** {@code struct sigaction}. */
    static String action(Struct action) {
        long handler = action.getLong(0);
        String name = handler == SignalActions.SIG_DFL ? "SIG_DFL"
                : handler == SignalActions.SIG_IGN ? "SIG_IGN" : Numbers.address(handler);
        return new Fields().add("sa_handler", name).add("sa_mask", set(action.getLong(16)))
                .add("sa_flags", Constants.flags(SigactionFlag.class, false, Rest.HEXADECIMAL, action.getLong(8))).toString();
    }
}
