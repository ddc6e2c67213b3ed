package foal.kernel.task;

import java.util.stream.LongStream;

/**
 * What a process has asked to be done for each signal: {@code struct sigaction}, 64 times (rt_sigaction(2)). Processes
 * that were made with CLONE_SIGHAND have it in common.
 */
public final class SignalActions {
    public static final long SIG_DFL = 0;
    public static final long SIG_IGN = 1;

    /** One action. @param handler {@link #SIG_DFL}, {@link #SIG_IGN} or the address of a function */
    public record Action(long handler, long flags, long mask) {
        static final Action DEFAULT = new Action(SIG_DFL, 0, 0);

        public boolean has(SigactionFlag flag) {
            return flag.in(flags);
        }

        public boolean isCaught() {
            return handler != SIG_DFL && handler != SIG_IGN;
        }
    }

    private final Action[] actions = new Action[Signal.LAST + 1];
    private final WaitQueue arrived = new WaitQueue("a signal");
    private int users = 1;

    public SignalActions() {
        java.util.Arrays.fill(actions, Action.DEFAULT);
    }

    public Action get(int signal) {
        return actions[signal];
    }

    public void set(int signal, Action action) {
        actions[signal] = action;
    }

    /** Is woken by every signal that becomes pending for the process or one of its threads: for signalfd(2). */
    public WaitQueue arrived() {
        return arrived;
    }

    /** A copy for a forked child. */
    public SignalActions copy() {
        SignalActions copy = new SignalActions();
        System.arraycopy(actions, 0, copy.actions, 0, actions.length);
        return copy;
    }

    /** One more process uses them, and will {@link #release} them. */
    public SignalActions share() {
        users++;
        return this;
    }

    /** Whether more than one process uses them. */
    public boolean isShared() {
        return users > 1;
    }

    /** The same for one of the users alone, who has them no longer in common with others. */
    SignalActions own() {
        if (!isShared()) {
            return this;
        }
        release();
        return copy();
    }

    /** One user less. */
    void release() {
        users--;
    }

    /** execve(2): what was caught falls back to its default, what was ignored stays so. */
    public void resetCaught() {
        for (int signal = 1; signal <= Signal.LAST; signal++) {
            if (actions[signal].isCaught()) {
                actions[signal] = Action.DEFAULT;
            }
        }
    }

    /** The signals of a set that no handler catches. */
    long uncaught(long signals) {
        long result = signals;
        for (long rest = signals; rest != 0; rest &= rest - 1) {
            if (actions[Long.numberOfTrailingZeros(rest) + 1].isCaught()) {
                result &= ~Long.lowestOneBit(rest);
            }
        }
        return result;
    }

    /** The signals that are to be ignored, a bit each. */
    public long ignored() {
        return LongStream.rangeClosed(1, Signal.LAST).filter(signal -> actions[(int) signal].handler() == SIG_IGN)
                .map(signal -> Signal.bit((int) signal)).sum();
    }

    /** The signals that have handlers, a bit each. */
    public long caught() {
        return LongStream.rangeClosed(1, Signal.LAST).filter(signal -> actions[(int) signal].isCaught())
                .map(signal -> Signal.bit((int) signal)).sum();
    }

    /** Whether a signal would have no effect at all. */
    public boolean ignores(int signal) {
        long handler = actions[signal].handler();
        return handler == SIG_IGN || handler == SIG_DFL && Signal.defaultOf(signal) == Signal.Default.IGNORE;
    }
}
