package foal.kernel.task;

import foal.kernel.memory.AddressSpace;
import foal.kernel.time.Timers;
import java.util.Arrays;

/**
 * How much a process may use of each resource (getrlimit(2)): the soft limits hold, and the process may raise them up
 * to the hard ones. They are unsigned. Whoever hands out a resource asks here.
 */
public final class ResourceLimits {
    /** RLIM_INFINITY. */
    public static final long UNLIMITED = -1;
    /** RLIMIT_NOFILE at first, and what it can be at most (fs.nr_open). */
    public static final int DEFAULT_DESCRIPTORS = 1024, MOST_DESCRIPTORS = 1 << 20;
    private static final long NANOS = 1_000_000_000L;
    private static final long STACK = 8L << 20, LOCKED_MEMORY = 8L << 20, QUEUE_BYTES = 819_200, SIGNALS = 4096;

    private final long[] soft = new long[Resource.values().length];
    private final long[] hard = new long[Resource.values().length];

    /** The limits of the first process. */
    ResourceLimits() {
        Arrays.fill(soft, UNLIMITED);
        Arrays.fill(hard, UNLIMITED);
        set(Resource.RLIMIT_STACK, STACK, UNLIMITED);
        set(Resource.RLIMIT_CORE, 0, UNLIMITED);
        set(Resource.RLIMIT_NPROC, PidTable.LAST, PidTable.LAST);
        set(Resource.RLIMIT_NOFILE, DEFAULT_DESCRIPTORS, MOST_DESCRIPTORS);
        set(Resource.RLIMIT_MEMLOCK, LOCKED_MEMORY, LOCKED_MEMORY);
        set(Resource.RLIMIT_SIGPENDING, SIGNALS, SIGNALS);
        set(Resource.RLIMIT_MSGQUEUE, QUEUE_BYTES, QUEUE_BYTES);
        set(Resource.RLIMIT_NICE, 0, 0);
        set(Resource.RLIMIT_RTPRIO, 0, 0);
    }

    /** The same for a child. */
    ResourceLimits copy() {
        ResourceLimits copy = new ResourceLimits();
        System.arraycopy(soft, 0, copy.soft, 0, soft.length);
        System.arraycopy(hard, 0, copy.hard, 0, hard.length);
        return copy;
    }

    public long soft(Resource resource) {
        return soft[resource.ordinal()];
    }

    public long hard(Resource resource) {
        return hard[resource.ordinal()];
    }

    /** Holds an address space to those on memory. */
    public void applyTo(AddressSpace space) {
        space.layout().setSizeLimit(soft(Resource.RLIMIT_AS));
        space.layout().setStackLimit(soft(Resource.RLIMIT_STACK));
    }

    /** Whether that much of a resource, from 0 up, is more than may be used. */
    public boolean isBeyond(Resource resource, long amount) {
        return Long.compareUnsigned(amount, soft(resource)) > 0;
    }

    /**
     * How much of a resource there is left where some is used already; both from 0 up.
     *
     * @return at most {@code Long.MAX_VALUE}
     */
    public long left(Resource resource, long used) {
        long limit = soft(resource);
        return limit < 0 ? Long.MAX_VALUE - used : Math.max(0, limit - used);
    }

    /** Whether that much of a resource, from 0 up, is less than the hard limit. */
    boolean isBelowHard(Resource resource, long amount) {
        return Long.compareUnsigned(amount, hard(resource)) < 0;
    }

    /** The soft limit on CPU time in nanoseconds; {@link Timers#NEVER} for none. */
    long cpuTime() {
        long seconds = soft(Resource.RLIMIT_CPU);
        return seconds >= 0 && seconds < Timers.NEVER / NANOS ? seconds * NANOS : Timers.NEVER;
    }

    public void set(Resource resource, long newSoft, long newHard) {
        soft[resource.ordinal()] = newSoft;
        hard[resource.ordinal()] = newHard;
    }
}
