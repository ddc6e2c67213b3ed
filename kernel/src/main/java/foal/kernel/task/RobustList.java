package foal.kernel.task;

import static foal.kernel.task.FutexWord.OWNER;
import static foal.kernel.task.FutexWord.OWNER_DIED;
import static foal.kernel.task.FutexWord.WAITERS;

import foal.cpu.PhysicalMemory;
import foal.kernel.memory.Struct;

/**
 * The list of the robust futexes that a thread holds, which lies in the program's memory. When the thread ends, whoever
 * waits for one of them learns that its owner has died (set_robust_list(2), pthread_mutexattr_setrobust(3)).
 *
 * <p>The program writes the list, so nothing about it can be relied on: it may lead anywhere, and round in a circle.
 */
final class RobustList {
    /** Bytes of {@code struct robust_list_head}: first entry, offset of the futex from its entry, pending entry. */
    static final int HEAD_SIZE = 24;

    /** Entries that are looked at. */
    private static final int MOST_ENTRIES = 2048;
    /** In the lowest bit of a pointer to an entry: the futex has priority inheritance. */
    private static final long INHERITS_PRIORITY = 1;

    private final Futexes futexes;
    private final PhysicalMemory memory;
    private final Struct head = new Struct(HEAD_SIZE);
    private final Struct pointer = new Struct(8);

    RobustList(Futexes futexes, PhysicalMemory memory) {
        this.futexes = futexes;
        this.memory = memory;
    }

    /** The thread ends, or execs: gives up what it holds. */
    void release(Task task) {
        long list = task.memoryRelease().robustList();
        task.memoryRelease().setRobustList(0);
        if (list == 0 || !task.memory().read(list, head)) {
            return;
        }
        long offset = head.getLong(8);
        long pending = head.getLong(16);
        long entry = head.getLong(0);
        for (int i = 0; i < MOST_ENTRIES && address(entry) != list; i++) {
            boolean hasNext = task.memory().read(address(entry), pointer);
            long next = pointer.getLong(0);
            // What is pending may or may not be in the list already: it comes last.
            boolean isPending = address(entry) == address(pending);
            if (!isPending && !ownerDied(task, entry, offset, false) || !hasNext) {
                break;
            }
            entry = next;
        }
        if (address(pending) != 0) {
            ownerDied(task, pending, offset, true);
        }
    }

    private static long address(long entry) {
        return entry & ~INHERITS_PRIORITY;
    }

    /**
     * Marks a futex, if it is the thread's.
     *
     * @param pending whether the thread was about to take or to release it
     * @return false if the list is not worth following any further
     */
    private boolean ownerDied(Task task, long entry, long offset, boolean pending) {
        long futex = address(entry) + offset;
        boolean inheritsPriority = (entry & INHERITS_PRIORITY) != 0;
        long physical = futex % 4 != 0 ? 0 : task.memory().physicalWord(futex);
        if (physical == 0) {
            return false;
        }
        int value = memory.getInt(physical);
        if (pending && !inheritsPriority && (value & OWNER) == 0) {
            // It had released the futex, but perhaps not yet woken who waits.
            futexes.wake(task, futex, false, 1, Futexes.ALL_BITS);
            return true;
        }
        if ((value & OWNER) != task.tid()) {
            return true;
        }
        if (!task.memory().writeInt(futex, value & WAITERS | OWNER_DIED)) {
            return false;
        }
        if (!inheritsPriority && (value & WAITERS) != 0) {
            futexes.wake(task, futex, false, 1, Futexes.ALL_BITS);
        }
        return true;
    }
}
