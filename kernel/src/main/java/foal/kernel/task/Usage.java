package foal.kernel.task;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.memory.MemoryUsage;
import foal.kernel.memory.Struct;

/**
 * What a process has used, as {@code struct rusage} has it (getrusage(2)). A program's instructions are what the
 * virtual clock counts; the kernel takes no time of its own.
 */
final class Usage {
    /** Bytes of {@code struct rusage}. */
    static final int SIZE = 144;
    private static final long NANOS = 1_000_000_000L;

    private Usage() {}

    /** Fills in what a struct tells of memory. */
    static void putMemory(Struct struct, MemoryUsage usage) {
        struct.putLong(32, usage.peakPages() * PAGE_SIZE / 1024).putLong(64, usage.minorFaults()).putLong(72, usage.majorFaults());
    }

    /** Fills in a struct. @param cpuTime nanoseconds */
    static void put(Struct struct, long cpuTime) {
        struct.clear().putLong(0, cpuTime / NANOS).putLong(8, cpuTime % NANOS / 1000);
    }
}
