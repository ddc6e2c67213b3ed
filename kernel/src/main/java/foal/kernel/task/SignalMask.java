package foal.kernel.task;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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

    /** Signals that can wait at a time; of further ones of the same number only one is remembered (RLIMIT_SIGPENDING). */
    private static final int MOST_QUEUED = 4096;

    private final List<SignalInfo> queue = new ArrayList<>(2);
    private long pending;
    private long blocked;
    private long blockedByProgram;
    private boolean isTemporary;
    private long awaited;

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

    /** Adds a signal. A timer's waits besides others of its number. @return false if there was no room to queue it */
    boolean add(SignalInfo info) {
        long bit = Signal.bit(info.signal());
        boolean isQueued = info.signal() > Signal.SIGSYS.number() || info.code() == SignalInfo.SI_TIMER;
        boolean hasRoom = queue.size() < MOST_QUEUED;
        if (isQueued && hasRoom || (pending & bit) == 0) {
            queue.add(info);
            pending |= bit;
        }
        return hasRoom || !isQueued;
    }

    /** Takes out the pending signal of the lowest number among those wanted. */
    Optional<SignalInfo> take(long wanted) {
        long candidates = pending & wanted;
        if (candidates == 0) {
            return Optional.empty();
        }
        int signal = Long.numberOfTrailingZeros(candidates) + 1;
        SignalInfo taken = null;
        pending &= ~Signal.bit(signal);
        for (Iterator<SignalInfo> i = queue.iterator(); i.hasNext(); ) {
            SignalInfo info = i.next();
            if (info.signal() == signal) {
                if (taken == null) {
                    taken = info;
                    i.remove();
                } else {
                    pending |= Signal.bit(signal);
                }
            }
        }
        return Optional.ofNullable(taken);
    }

    /** Forgets pending signals. */
    void discard(long signals) {
        pending &= ~signals;
        queue.removeIf(info -> (Signal.bit(info.signal()) & signals) != 0);
    }
}
