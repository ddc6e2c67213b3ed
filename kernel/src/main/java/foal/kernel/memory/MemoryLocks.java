package foal.kernel.memory;

/** What of an address space is locked in memory (mlock(2)). Nothing is ever paged out here; but the limits hold. */
public final class MemoryLocks {
    private final Mappings mappings;
    private boolean includeNew;

    MemoryLocks(Mappings mappings) {
        this.mappings = mappings;
    }

    /** Locks what is mapped in a range in memory, or unlocks it. */
    public void set(long start, long end, boolean locked) {
        mappings.lock(start, end, locked);
    }

    /** Sets whether mappings that are made from now on are locked (MCL_FUTURE). */
    public void setIncludeNew(boolean locked) {
        includeNew = locked;
    }

    /** Whether mappings that are made now are locked. */
    public boolean includeNew() {
        return includeNew;
    }

    /** Bytes of what is locked. */
    public long bytes() {
        return mappings.lockedBytes();
    }

    /** Bytes of what is locked in a range. */
    public long bytes(long start, long end) {
        return bytes() == 0 ? 0 : mappings.in(start, end).stream().filter(Mapping::locked).mapToLong(Mapping::length).sum();
    }
}
