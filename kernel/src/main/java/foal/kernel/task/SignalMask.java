package foal.kernel.task;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Signals that wait for delivery, and those that are blocked meanwhile. A standard signal waits once at most, a
 * real-time signal as often as it was sent (signal(7)).
 *
 * <p>A call such as sigsuspend(2) blocks other signals while it lasts than the program does. If a handler is
 * entered from it, the handler's return brings the program's own mask back; otherwise the end of the call does.
 */
public final class SignalMask {
    /** SIGKILL and SIGSTOP cannot be blocked. */
    static final long UNBLOCKABLE = Signal.SIGKILL.bit() | Signal.SIGSTOP.bit();

    private final Process owner;
    /** The pending signals of each number, in the order in which they came. */
    private final Map<Integer, ArrayDeque<Queued>> queues = new HashMap<>();
    private long pending;
    private long blocked;
    private long blockedByProgram;
    private boolean isTemporary;
    private long awaited;

    /**
     * A signal that waits.
     *
     * @param payer the user to whom it is charged, or {@link #NOBODY}: who can have but one of its number pays nothing
     */
    private record Queued(SignalInfo info, int payer) {
        private static final int NOBODY = -1;
    }

    /** @param owner the process whose signals they are, or whose task's */
    SignalMask(Process owner) {
        this.owner = owner;
    }

    /** The signals that are pending, a bit each. */
    public long pending() {
        return pending;
    }

    /** The signals that are blocked, a bit each. */
    public long blocked() {
        return blocked;
    }

    public void setBlocked(long signals) {
        blocked = signals & ~UNBLOCKABLE;
    }

    /** Blocks these signals for the length of the call that the task is in. */
    public void blockMeanwhile(long signals) {
        if (!isTemporary) {
            isTemporary = true;
            blockedByProgram = blocked;
        }
        setBlocked(signals);
    }

    /** What is to be blocked again after a handler that is about to be entered. */
    long blockedByProgram() {
        return isTemporary ? blockedByProgram : blocked;
    }

    /** A handler is entered: besides what is blocked now, these are until it returns. */
    void enterHandler(long signals) {
        isTemporary = false;
        setBlocked(blocked | signals);
    }

    /** The call is over: the program's own mask holds again. @return whether it was another */
    public boolean endMeanwhile() {
        boolean wasTemporary = isTemporary;
        if (wasTemporary) {
            blocked = blockedByProgram;
            isTemporary = false;
        }
        awaited = 0;
        return wasTemporary;
    }

    /** The signals for which the call that the task is in waits: they wake it, but are not delivered. */
    void await(long signals) {
        awaited = signals & ~UNBLOCKABLE;
    }

    /** Whether a signal may wake the task. */
    boolean admits(int signal) {
        return ((blocked & ~awaited) & Signal.bit(signal)) == 0;
    }

    /** The signals that are not to be delivered now. */
    long held() {
        return blocked | awaited;
    }

    /**
     * Adds a signal. A timer's waits besides others of its number; it has been paid for with the timer.
     *
     * @return false if there was no room to queue it: of those that kill(2) and the kernel send one is then pending all the same
     */
    boolean add(SignalInfo info) {
        boolean isFirst = (pending & Signal.bit(info.signal())) == 0;
        boolean isTimers = info.code() == SignalInfo.SI_TIMER;
        if (info.signal() <= Signal.SIGSYS.number() || isTimers) {
            if (isFirst || isTimers) {
                append(info, Queued.NOBODY);
            }
            return true;
        }
        if (owner.signalAllowance().take(owner)) {
            append(info, owner.credentials().realUser());
            return true;
        }
        if (isFirst && (info.code() == SignalInfo.SI_USER || info.code() == SignalInfo.SI_KERNEL)) {
            append(info, Queued.NOBODY);
        }
        return false;
    }

    private void append(SignalInfo info, int payer) {
        queues.computeIfAbsent(info.signal(), _ -> new ArrayDeque<>(1)).add(new Queued(info, payer));
        pending |= Signal.bit(info.signal());
    }

    private void hasLeft(Queued one) {
        if (one.payer != Queued.NOBODY) {
            owner.signalAllowance().giveBack(one.payer);
        }
    }

    /** Takes out the pending signal of the lowest number among those wanted. */
    Optional<SignalInfo> take(long wanted) {
        long candidates = pending & wanted;
        if (candidates == 0) {
            return Optional.empty();
        }
        int signal = Long.numberOfTrailingZeros(candidates) + 1;
        ArrayDeque<Queued> queue = queues.get(signal);
        Queued first = queue.remove();
        hasLeft(first);
        if (queue.isEmpty()) {
            pending &= ~Signal.bit(signal);
        }
        return Optional.of(first.info);
    }

    /** Forgets pending signals. */
    void discard(long signals) {
        for (long left = pending & signals; left != 0; left &= left - 1) {
            ArrayDeque<Queued> queue = queues.get(Long.numberOfTrailingZeros(left) + 1);
            queue.forEach(this::hasLeft);
            queue.clear();
        }
        pending &= ~signals;
    }

    /** The task or process has ended: its signals will not be delivered any more. */
    void close() {
        discard(-1L);
    }
}
