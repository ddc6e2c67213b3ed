package foal.kernel.task;

import foal.cpu.PageTable;
import foal.kernel.memory.Mapping;
import java.util.Optional;

/**
 * What names a futex. A private one: its address space, as satp has it, and its address there. A shared one: the
 * physical address, in space 0; but if its memory is not shared, the same as a private one with an odd address, so
 * that private and shared operations on one word do not meet, as on Linux.
 */
record FutexKey(long space, long address) {
    private static final long SHARED = 0;

    /** The name of the futex at an aligned address; none for EFAULT. */
    static Optional<FutexKey> of(Task task, long address, boolean isPrivate) {
        if (address < 0 || address >= PageTable.USER_END) {
            return Optional.empty();
        }
        long space = task.process().space().satp();
        if (isPrivate) {
            return Optional.of(new FutexKey(space, address));
        }
        long physical = task.memory().physicalWord(address);
        if (physical == 0) {
            return Optional.empty();
        }
        boolean shared = task.process().space().find(address).map(Mapping::shared).orElse(false);
        return Optional.of(shared ? new FutexKey(SHARED, physical) : new FutexKey(space, address | 1));
    }

    /** Whether other processes may have it too. */
    boolean isShared() {
        return space == SHARED;
    }
}
