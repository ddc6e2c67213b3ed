package foal.kernel.task;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.memory.MemoryUsage;
import foal.kernel.memory.Struct;

/**
 * What a process has used, as {@code struct rusage} has it (getrusage(2)). By the virtual clock a program's
 * instructions are its user time, and what its traps are charged is its system time.
 */
public final class Usage {
    /** Bytes of {@code struct rusage}. */
    public static final int SIZE = 144;
    private static final long NANOS = 1_000_000_000L;

    private Usage() {}

    /** Fills in what a struct tells of memory. */
    public static void putMemory(Struct struct, MemoryUsage usage) {
        struct.putLong(32, usage.peakPages() * PAGE_SIZE / 1024).putLong(64, usage.minorFaults()).putLong(72, usage.majorFaults());
    }

    /**
     * Fills in a struct.
     *
     * @param cpuTime nanoseconds
     * @param systemTime how many of them the kernel took
     */
    public static void put(Struct struct, long cpuTime, long systemTime) {
        long userTime = cpuTime - systemTime;
        struct.clear().putLong(0, userTime / NANOS).putLong(8, userTime % NANOS / 1000)
                .putLong(16, systemTime / NANOS).putLong(24, systemTime % NANOS / 1000);
    }
}
