package foal.kernel.memory;

/**
 * What a process, or several together, have used of memory (getrusage(2)).
 *
 * @param minorFaults page faults for which nothing had to be read
 * @param majorFaults those for which a page of a file was read that was not in memory
 * @param peakPages the most pages that were in memory at the same time; of several processes, that of the largest
 */
public record MemoryUsage(long minorFaults, long majorFaults, long peakPages) {
    public static final MemoryUsage NONE = new MemoryUsage(0, 0, 0);

    /** Both together. */
    public MemoryUsage plus(MemoryUsage other) {
        return new MemoryUsage(minorFaults + other.minorFaults, majorFaults + other.majorFaults,
                Math.max(peakPages, other.peakPages));
    }

    /** The faults that have come since then. */
    public MemoryUsage since(MemoryUsage then) {
        return new MemoryUsage(minorFaults - then.minorFaults, majorFaults - then.majorFaults, peakPages);
    }
}
