package foal.kernel.lockorder;

import foal.kernel.task.Task;
import foal.kernel.trace.CodeMap;
import java.util.ArrayList;
import java.util.List;

/** A task and the locks that it holds. */
final class Holder {
    final Task task;
    /** The task that made it; null if none did. */
    final Holder parent;
    /** When, as {@link LockOrder} counts. */
    final long born;
    final CodeMap code;
    /** In the order in which it took them. */
    final List<Held> held = new ArrayList<>();
    /** The call for a lock that it is in; null if in none. */
    Pending pending;

    /** A call that has begun. @param link where it returns to @param sp the stack pointer at its beginning, and when it has returned */
    record Pending(LockCall call, long address, long link, long sp) {}

    /** A lock that it holds. */
    static final class Held {
        final Lock lock;
        final long address;
        final boolean isShared;
        final long link;
        private int times = 1;

        Held(Lock lock, long address, boolean isShared, long link) {
            this.lock = lock;
            this.address = address;
            this.isShared = isShared;
            this.link = link;
        }
    }

    Holder(Task task, Holder parent, long born) {
        this.task = task;
        this.parent = parent;
        this.born = born;
        code = new CodeMap(task.process());
    }

    boolean holds(Lock lock) {
        return held.stream().anyMatch(one -> one.lock.equals(lock));
    }

    /** It has a lock, perhaps once more. */
    void take(Lock lock, long address, boolean isShared, long link) {
        for (Held one : held) {
            if (one.lock.equals(lock)) {
                one.times++;
                return;
            }
        }
        held.add(new Held(lock, address, isShared, link));
    }

    void release(Lock lock) {
        held.removeIf(one -> one.lock.equals(lock) && --one.times == 0);
    }

    /** It runs another program from now on. */
    void forget() {
        held.clear();
        pending = null;
    }
}
