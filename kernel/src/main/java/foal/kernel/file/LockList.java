package foal.kernel.file;

import static foal.kernel.memory.KernelMemory.Kind.FILE_LOCK;

import foal.kernel.memory.KernelMemory;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Wakers;
import java.util.ArrayList;
import java.util.List;

/**
 * Advisory locks of one kind on one file. Each is held by an owner on a range of bytes: shared with other owners, or
 * exclusively. Of one owner's locks no two overlap, and none that touch are of the same kind; they are in the order of
 * their beginnings.
 */
final class LockList {
    /** The end of a range that reaches to the end of the file, however far that moves. */
    static final long NO_END = Long.MAX_VALUE;
    /** Locks of one kind that there can be on a file: each is looked at for each new one. */
    private static final int MOST = 4096;

    private final KernelMemory memory;
    private final List<Lock> locks = new ArrayList<>(2);
    /** How many of them have been charged: all, except during a change. */
    private int charged;
    private final WaitQueue released = new WaitQueue("a lock on a file", this::findHolders);

    /**
     * A lock.
     *
     * @param owner is compared by identity
     * @param pid of the process that has asked for it
     * @param last byte of the range
     */
    record Lock(Object owner, int pid, long first, long last, boolean isExclusive) {
        private Lock(Lock other, long first, long last) {
            this(other.owner, other.pid, first, last, other.isExclusive);
        }

        private boolean overlaps(Lock other) {
            return first <= other.last && other.first <= last;
        }
    }

    /** @param memory what locks are charged to */
    LockList(KernelMemory memory) {
        this.memory = memory;
    }

    private void findHolders(Task waiter, Wakers.Candidates found) {
        for (Lock lock : locks) {
            if (lock.owner instanceof OpenFile open) {
                found.holders(file -> file == open);
            } else {
                found.processes(process -> process != waiter.process()
                        && process.tasks().stream().anyMatch(task -> DescriptorTable.of(task) == lock.owner));
            }
        }
    }

    /** Is woken when a lock has been released, or is shared from now on. */
    WaitQueue released() {
        return released;
    }

    /** A lock of another owner that forbids this one, or null if there is none. */
    Lock conflict(Lock wanted) {
        for (Lock lock : locks) {
            if (lock.owner != wanted.owner && lock.overlaps(wanted) && (lock.isExclusive || wanted.isExclusive)) {
                return lock;
            }
        }
        return null;
    }

    /** The lock that an owner has on a byte, or null if there is none. */
    Lock held(Object owner, long at) {
        for (Lock lock : locks) {
            if (lock.owner == owner && lock.first <= at && at <= lock.last) {
                return lock;
            }
        }
        return null;
    }

    /** Grants a lock that has no conflict, instead of what the owner had on the range. @return false if there are too many */
    boolean grant(Lock wanted) {
        if (locks.size() > MOST - 2 || !memory.hasRoom(FILE_LOCK, 2)) {
            return false;
        }
        remove(wanted.owner, wanted.first, wanted.last);
        long first = wanted.first, last = wanted.last;
        for (int i = locks.size() - 1; i >= 0; i--) {
            Lock lock = locks.get(i);
            if (lock.owner != wanted.owner || lock.isExclusive != wanted.isExclusive) {
                continue;
            }
            if (lock.last != NO_END && lock.last + 1 == first) {
                first = lock.first;
                locks.remove(i);
            } else if (last != NO_END && last + 1 == lock.first) {
                last = lock.last;
                locks.remove(i);
            }
        }
        insert(new Lock(wanted, first, last));
        charge();
        released.wakeAll(); // it may be less than what the owner had
        return true;
    }

    /** Releases what an owner has on a range. @return false if that would split a lock and there are too many */
    boolean release(Object owner, long first, long last) {
        if (locks.isEmpty()) {
            return true;
        }
        boolean mayAddOne = first > 0 && last < NO_END;
        if (mayAddOne && (locks.size() >= MOST || !memory.hasRoom(FILE_LOCK, 1))) {
            return false;
        }
        if (remove(owner, first, last)) {
            charge();
            released.wakeAll();
        }
        return true;
    }

    private boolean remove(Object owner, long first, long last) {
        boolean found = false;
        for (int i = locks.size() - 1; i >= 0; i--) {
            Lock lock = locks.get(i);
            if (lock.owner != owner || lock.last < first || last < lock.first) {
                continue;
            }
            found = true;
            locks.remove(i);
            if (last < lock.last) {
                insert(new Lock(lock, last + 1, lock.last));
            }
            if (lock.first < first) {
                insert(new Lock(lock, lock.first, first - 1));
            }
        }
        return found;
    }

    private void charge() {
        memory.giveBack(FILE_LOCK, charged - locks.size());
        charged = locks.size();
    }

    private void insert(Lock lock) {
        int at = 0;
        while (at < locks.size() && locks.get(at).first <= lock.first) {
            at++;
        }
        locks.add(at, lock);
    }
}
