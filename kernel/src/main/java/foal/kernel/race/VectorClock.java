package foal.kernel.race;

import java.util.Arrays;

/**
 * How much of each task's time has happened before something. Tasks have indices from 0; each counts its own time, from
 * 1.
 */
final class VectorClock {
    private static final int TIME_BITS = 40;
    /** No time of any task. */
    static final long NEVER = 0;

    private long[] times;

    VectorClock() {
        times = new long[4];
    }

    private VectorClock(long[] times) {
        this.times = times;
    }

    VectorClock copy() {
        return new VectorClock(times.clone());
    }

    long get(int index) {
        return index < times.length ? times[index] : 0;
    }

    /** One task's time goes on. */
    void advance(int index) {
        if (index >= times.length) {
            times = Arrays.copyOf(times, Math.max(index + 1, 2 * times.length));
        }
        times[index]++;
    }

    /** Whatever has happened before the other has happened before this one. */
    void join(VectorClock other) {
        if (other.times.length > times.length) {
            times = Arrays.copyOf(times, other.times.length);
        }
        for (int i = 0; i < other.times.length; i++) {
            times[i] = Math.max(times[i], other.times[i]);
        }
    }

    /** A task's present time as one number, an epoch: the task is in its upper bits. */
    long epoch(int index) {
        return (long) index << TIME_BITS | get(index);
    }

    /** Whether an epoch has happened before, or is {@link #NEVER}. */
    boolean covers(long epoch) {
        return timeOf(epoch) <= get(taskOf(epoch));
    }

    static int taskOf(long epoch) {
        return (int) (epoch >>> TIME_BITS);
    }

    private static long timeOf(long epoch) {
        return epoch & (1L << TIME_BITS) - 1;
    }
}
