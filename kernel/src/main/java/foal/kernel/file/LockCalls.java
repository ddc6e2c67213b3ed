package foal.kernel.file;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EDEADLK;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOLCK;
import static foal.kernel.syscall.Errno.EOVERFLOW;

import foal.kernel.memory.KernelMemory;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Kept;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Locks on files: flock(2), and the commands of fcntl(2) for locks on ranges of bytes.
 *
 * <p>A range's owner is a process, or more exactly its table of descriptors, which loses it with the first descriptor
 * of the file that it closes; or an open file, as the owner of what flock locks always is, which loses it with its last
 * descriptor. Locks of the first kind can make a circle of processes that wait for each other: the one that would close
 * it gets EDEADLK.
 */
public final class LockCalls {
    /** Of struct flock. */
    static final int SIZE = 32;
    private static final int TYPE = 0, WHENCE = 2, START = 8, LENGTH = 16, PID = 24;

    private final KernelMemory memory;
    private final Struct flock = new Struct(SIZE);
    private final List<Waiter> waiting = new ArrayList<>();

    /** @param memory what locks are charged to */
    public LockCalls(KernelMemory memory) {
        this.memory = memory;
    }

    /** Operations of flock(2). */
    public enum FlockOperation implements Symbolic {
        LOCK_SH(1), LOCK_EX(2), LOCK_NB(4), LOCK_UN(8), LOCK_MAND(32);

        private final int value;

        FlockOperation(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** Kinds of locks in a struct flock. */
    public enum LockType implements Symbolic {
        F_RDLCK, F_WRLCK, F_UNLCK;

        @Override
        public long value() {
            return ordinal();
        }
    }

    private static final int READ = 0, WRITE = 1, UNLOCK = 2;
    private static final ByNumber<Whence> ORIGINS = ByNumber.of(Whence.class);
    private static final Set<Whence> FOR_LOCKS = EnumSet.of(Whence.SEEK_SET, Whence.SEEK_CUR, Whence.SEEK_END);

    /** A task in a call that waits for a lock of a process's. */
    private final class Waiter implements Kept {
        private final Task task;
        private final LockList locks;
        private final LockList.Lock wanted;

        Waiter(Task task, LockList locks, LockList.Lock wanted) {
            this.task = task;
            this.locks = locks;
            this.wanted = wanted;
        }

        /** Whether it still waits, and has not been woken or stopped. */
        boolean isWaiting() {
            return task.state() == Task.State.BLOCKED;
        }

        @Override
        public void abandon() {
            waiting.remove(this);
        }
    }

    // ---- whole files -----------------------------------------------------------------------------------------------

    @Syscall(nr = 32, doc = "lock a file against others that lock it, or release the lock", by = FileLocks.class,
            differs = "A file can have 4096 locks of each kind; more fail with ENOLCK.")
    public long flock(Task task, @Fd int fd, @Flags(FlockOperation.class) int operation) {
        if (FlockOperation.LOCK_MAND.in(operation)) {
            return 0; // Linux has forgotten this kind of lock, and says nothing
        }
        int kind = operation & ~(int) FlockOperation.LOCK_NB.value();
        if (kind != FlockOperation.LOCK_SH.value() && kind != FlockOperation.LOCK_EX.value()
                && kind != FlockOperation.LOCK_UN.value()) {
            return EINVAL.result();
        }
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        if (file == null) {
            return EBADF.result();
        }
        LockList locks = file.locks(memory).whole();
        if (kind == FlockOperation.LOCK_UN.value()) {
            locks.release(file, 0, LockList.NO_END);
            return 0;
        }
        boolean isExclusive = kind == FlockOperation.LOCK_EX.value();
        LockList.Lock held = locks.held(file, 0);
        if (held != null && held.isExclusive() == isExclusive) {
            return 0;
        }
        locks.release(file, 0, LockList.NO_END); // a lock is not changed but given up for another: others may come first
        var wanted = new LockList.Lock(file, task.pid(), 0, LockList.NO_END, isExclusive);
        if (locks.conflict(wanted) == null) {
            return locks.grant(wanted) ? 0 : ENOLCK.result();
        }
        return FlockOperation.LOCK_NB.in(operation) ? EAGAIN.result() : task.waitOn(locks.released());
    }

    // ---- ranges of bytes -------------------------------------------------------------------------------------------

    /** F_GETLK and F_OFD_GETLK: tells of a lock that forbids the one described. @param isOfFile whether it would be the open file's */
    long find(Task task, OpenFile file, long address, boolean isOfFile) {
        if (!task.memory().read(address, flock)) {
            return EFAULT.result();
        }
        int type = flock.getShort(TYPE);
        if (type != READ && type != WRITE || isOfFile && flock.getInt(PID) != 0) {
            return EINVAL.result();
        }
        long first = first(file);
        if (first < 0) {
            return first;
        }
        LockList.Lock found = file.locks(memory).ranges().conflict(described(task, file, first, isOfFile));
        if (found == null) {
            flock.putShort(TYPE, UNLOCK);
        } else {
            flock.putShort(TYPE, found.isExclusive() ? WRITE : READ).putShort(WHENCE, 0)
                    .putLong(START, found.first())
                    .putLong(LENGTH, found.last() == LockList.NO_END ? 0 : found.last() - found.first() + 1)
                    .putInt(PID, found.owner() instanceof OpenFile ? -1 : found.pid());
        }
        return task.memory().write(address, flock) ? 0 : EFAULT.result();
    }

    /** F_SETLK, F_SETLKW and those with OFD: locks a range or releases it. @param isOfFile whether the owner is the open file */
    long set(Task task, OpenFile file, long address, boolean isOfFile, boolean waits) {
        if (!task.memory().read(address, flock)) {
            return EFAULT.result();
        }
        int type = flock.getShort(TYPE);
        long first = first(file);
        if (first < 0) {
            return first;
        }
        if (type != READ && type != WRITE && type != UNLOCK) {
            return EINVAL.result();
        }
        if (type == READ && !file.isReadable() || type == WRITE && !file.isWritable()) {
            return EBADF.result();
        }
        if (isOfFile && flock.getInt(PID) != 0) {
            return EINVAL.result();
        }
        LockList locks = file.locks(memory).ranges();
        LockList.Lock wanted = described(task, file, first, isOfFile);
        if (type == UNLOCK) {
            return locks.release(wanted.owner(), first, wanted.last()) ? 0 : ENOLCK.result();
        }
        LockList.Lock conflict = locks.conflict(wanted);
        if (conflict == null) {
            return locks.grant(wanted) ? 0 : ENOLCK.result();
        }
        if (!waits) {
            return EAGAIN.result();
        }
        return isOfFile ? task.waitOn(locks.released()) : await(new Waiter(task, locks, wanted), conflict);
    }

    /** The first byte of the described range, or an error if there is no such range. */
    private long first(OpenFile file) {
        Optional<Whence> whence = ORIGINS.find(flock.getShort(WHENCE)).filter(FOR_LOCKS::contains);
        if (whence.isEmpty()) {
            return EINVAL.result();
        }
        long base = switch (whence.get()) {
            case SEEK_CUR -> Math.max(0, file.seek(0, Whence.SEEK_CUR));
            case SEEK_END -> file.entry().map(entry -> entry.inode().size()).orElse(0L);
            default -> 0;
        };
        long start = flock.getLong(START), length = flock.getLong(LENGTH);
        if (start > Long.MAX_VALUE - base) {
            return EOVERFLOW.result();
        }
        long first = base + start;
        if (first < 0 || length < 0 && first + length < 0) {
            return EINVAL.result();
        }
        if (length > 0 && length - 1 > Long.MAX_VALUE - first) {
            return EOVERFLOW.result();
        }
        return length < 0 ? first + length : first; // it may be said to end where it is said to begin
    }

    private LockList.Lock described(Task task, OpenFile file, long first, boolean isOfFile) {
        long length = flock.getLong(LENGTH);
        long last = length == 0 ? LockList.NO_END : first + Math.abs(length) - 1;
        Object owner = isOfFile ? file : DescriptorTable.of(task);
        return new LockList.Lock(owner, task.pid(), first, last, flock.getShort(TYPE) == WRITE);
    }

    private long await(Waiter waiter, LockList.Lock conflict) {
        waiter.task.call().take().abandon(); // by which it waited before
        if (leadsTo(waiter.wanted.owner(), conflict)) {
            return EDEADLK.result();
        }
        waiting.add(waiter);
        waiter.task.call().keep(waiter);
        return waiter.task.waitOn(waiter.locks.released());
    }

    /** Whether the owner of a lock waits, or the one that it waits for, and so on, for that owner. */
    private boolean leadsTo(Object owner, LockList.Lock lock) {
        LockList.Lock next = lock;
        // A circle that the owner is not in, which threads can make, ends with the waiters.
        for (int i = 0; next != null && i <= waiting.size(); i++) {
            if (next.owner() == owner) {
                return true;
            }
            next = obstacleOf(next.owner());
        }
        return false;
    }

    /** What an owner waits for, or null if it does not wait. */
    private LockList.Lock obstacleOf(Object owner) {
        for (Waiter waiter : waiting) {
            boolean isOwners = waiter.wanted.owner() == owner && waiter.isWaiting();
            LockList.Lock conflict = isOwners ? waiter.locks.conflict(waiter.wanted) : null;
            if (conflict != null) {
                return conflict;
            }
        }
        return null;
    }
}
