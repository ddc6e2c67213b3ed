package foal.kernel.task;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Signals that wait for delivery, and those that are blocked meanwhile. A standard signal waits once at most, a
 * real-time signal as often as it was sent (signal(7)).
 */
public final class SignalMask {
    /** SIGKILL and SIGSTOP cannot be blocked. */
    private static final long UNBLOCKABLE = Signal.SIGKILL.bit() | Signal.SIGSTOP.bit();

    /** Signals that can wait at a time; of further ones of the same number only one is remembered (RLIMIT_SIGPENDING). */
    private static final int MOST_QUEUED = 4096;

    private final List<SignalInfo> queue = new ArrayList<>(2);
    private long pending;
    private long blocked;

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

    /** Adds a signal. */
    void add(SignalInfo info) {
        long bit = Signal.bit(info.signal());
        boolean queued = info.signal() > Signal.SIGSYS.number() && queue.size() < MOST_QUEUED;
        if (queued || (pending & bit) == 0) {
            queue.add(info);
            pending |= bit;
        }
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
