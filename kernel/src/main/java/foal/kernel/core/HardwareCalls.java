package foal.kernel.core;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.cpu.PageTable;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Hex;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;
import java.util.BitSet;

/** System calls that only RISC-V has, about the machine itself. */
public final class HardwareCalls {
    // Keys of riscv_hwprobe (Documentation/arch/riscv/hwprobe.rst).
    private static final int VENDOR = 0, BASE_BEHAVIOR = 3, EXTENSIONS = 4,
            MISALIGNED = 5, HIGHEST_ADDRESS = 7, TIME_FREQUENCY = 8, MISALIGNED_SCALAR = 9;
    private static final long IMA = 1, FLOAT_AND_DOUBLE = 1, COMPRESSED = 2, FAST = 3;
    private static final long NANOS = 1_000_000_000L;
    private static final long UNKNOWN_KEY = -1;
    private static final int PAIR_SIZE = 16, MASK_SIZE = 8;

    private final int harts;
    private final Struct pair = new Struct(PAIR_SIZE);

    /** @param harts how many there are */
    public HardwareCalls(int harts) {
        this.harts = harts;
    }

    @Syscall(nr = 258, doc = "find out what the harts can do",
            differs = "To ask for the harts that have some feature (RISCV_HWPROBE_WHICH_CPUS) fails with EINVAL: they are all alike.")
    public long riscv_hwprobe(Task task, @Out(value = Data.HWPROBE_PAIRS, length = "pair_count") long pairs, long pair_count,
            long cpusetsize, @Address long cpus, @Hex int flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        long error = cpusetsize == 0 && cpus == 0 ? 0 : checkHarts(task, cpusetsize, cpus);
        for (long i = 0; error == 0 && Long.compareUnsigned(i, pair_count) < 0; i++) {
            long address = pairs + PAIR_SIZE * i;
            if (!task.memory().read(address, pair)) {
                return EFAULT.result();
            }
            long key = pair.getLong(0);
            boolean isKnown = key >= VENDOR && key <= MISALIGNED_SCALAR;
            pair.putLong(0, isKnown ? key : UNKNOWN_KEY).putLong(8, isKnown ? value((int) key) : 0);
            if (!task.memory().write(address, pair)) {
                return EFAULT.result();
            }
        }
        return error;
    }

    /** The set must hold a hart that exists; they are all alike. */
    private long checkHarts(Task task, long size, long address) {
        byte[] set = new byte[Math.clamp(size, 0, MASK_SIZE)];
        if (task.memory().read(address, set, 0, set.length) < set.length) {
            return EFAULT.result();
        }
        BitSet chosen = BitSet.valueOf(set);
        return chosen.nextSetBit(0) >= 0 && chosen.nextSetBit(0) < harts ? 0 : EINVAL.result();
    }

    private static long value(int key) {
        return switch (key) {
            case BASE_BEHAVIOR -> IMA;
            case EXTENSIONS -> FLOAT_AND_DOUBLE | COMPRESSED;
            case MISALIGNED, MISALIGNED_SCALAR -> FAST;
            case HIGHEST_ADDRESS -> PageTable.USER_END - 1;
            case TIME_FREQUENCY -> NANOS;
            default -> 0; // vendor and version, which the machine has none of; the block of cbo.zero, which it does not have
        };
    }

    @Syscall(nr = 259, doc = "make code that was written visible to all harts",
            differs = "It always is: a page is never both writable and executable at a time.")
    public long riscv_flush_icache(Task task, @Address long start, @Address long end, @Hex long flags) {
        return (flags & ~1) == 0 ? 0 : EINVAL.result();
    }
}
