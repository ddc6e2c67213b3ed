package foal.kernel.mmap;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.mmap.MemoryCalls.isUserRange;
import static foal.kernel.mmap.MemoryCalls.roundUp;
import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.EPERM;

import foal.cpu.PageTable;
import foal.kernel.memory.AddressSpace;
import foal.kernel.syscall.About;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Capability;
import foal.kernel.task.Resource;
import foal.kernel.task.Task;

/**
 * System calls that lock pages in memory (mlock(2)). Nothing is ever swapped out here, so that a lock only brings the pages in;
 * but how much a process may lock is limited by RLIMIT_MEMLOCK, and the program cannot have locked pages dropped.
 */
@About(Topic.MEMORY)
public final class MemoryLockCalls {
    /** Flags of mlock2(2). */
    public enum LockFlag implements Symbolic {
        MLOCK_ONFAULT;

        @Override
        public long value() {
            return 1;
        }
    }

    /** Flags of mlockall(2). */
    public enum LockAllFlag implements Symbolic {
        MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT;

        @Override
        public long value() {
            return 1L << ordinal();
        }
    }

    @Syscall(nr = 228, doc = "lock pages in memory")
    public long mlock(Task task, @Address long addr, long len) {
        return lock(task, addr, len, true);
    }

    @Syscall(nr = 284, doc = "lock pages in memory, now or when they are first used")
    public long mlock2(Task task, @Address long addr, long len, @Flags(LockFlag.class) int flags) {
        return (flags & ~1) != 0 ? EINVAL.result() : lock(task, addr, len, flags == 0);
    }

    private static long lock(Task task, long addr, long len, boolean now) {
        if (!mayLock(task)) {
            return EPERM.result();
        }
        long start = addr & -PAGE_SIZE;
        long length = roundUp(len + (addr - start));
        if (len < 0 || length < 0) {
            return EINVAL.result();
        }
        AddressSpace space = task.process().space();
        if (!mayLock(task, length) && (!isUserRange(start, length)
                || !mayLock(task, length - space.locks().bytes(start, start + length)))) {
            return ENOMEM.result();
        }
        long error = change(space, start, length, true);
        if (error == 0 && now) {
            MemoryCalls.populate(space, start, start + length);
        }
        return error;
    }

    @Syscall(nr = 229, doc = "unlock pages")
    public long munlock(Task task, @Address long addr, long len) {
        long start = addr & -PAGE_SIZE;
        long length = roundUp(len + (addr - start));
        return len < 0 || length < 0 ? EINVAL.result() : change(task.process().space(), start, length, false);
    }

    private static long change(AddressSpace space, long start, long length, boolean locked) {
        if (length == 0) {
            return 0;
        }
        long end = start + length;
        if (!isUserRange(start, length) || !space.isMapped(start, end) || !space.mayHold(space.splits(start, end))) {
            return ENOMEM.result();
        }
        space.locks().set(start, end, locked);
        return 0;
    }

    @Syscall(nr = 230, doc = "lock all pages in memory")
    public long mlockall(Task task, @Flags(LockAllFlag.class) int flags) {
        if (flags == 0 || (flags & ~7) != 0 || flags == LockAllFlag.MCL_ONFAULT.value()) {
            return EINVAL.result();
        }
        if (!mayLock(task)) {
            return EPERM.result();
        }
        AddressSpace space = task.process().space();
        boolean current = LockAllFlag.MCL_CURRENT.in(flags);
        if (current && !mayLock(task, space.size() - space.locks().bytes())) {
            return ENOMEM.result();
        }
        space.locks().setIncludeNew(LockAllFlag.MCL_FUTURE.in(flags));
        if (current) {
            space.locks().set(0, PageTable.USER_END, true);
        }
        if (current && !LockAllFlag.MCL_ONFAULT.in(flags)) {
            space.mappings().forEach(mapping -> MemoryCalls.populate(space, mapping.start(), mapping.end()));
        }
        return 0;
    }

    @Syscall(nr = 231, doc = "unlock all pages")
    public long munlockall(Task task) {
        AddressSpace space = task.process().space();
        space.locks().setIncludeNew(false);
        space.locks().set(0, PageTable.USER_END, false);
        return 0;
    }

    // ---- what may be locked --------------------------------------------------------------------------------------

    /** Why no mapping that is locked from the start may be made. @return 0 or an error */
    static long refusal(Task task, long bytes, boolean asksForLock) {
        if (asksForLock && !mayLock(task)) {
            return EPERM.result();
        }
        return mayLock(task, bytes) ? 0 : EAGAIN.result();
    }

    /** Whether the caller may lock anything at all. */
    private static boolean mayLock(Task task) {
        return task.process().limits().soft(Resource.RLIMIT_MEMLOCK) != 0 || isExempt(task);
    }

    /** Whether the caller may lock so many bytes more. */
    static boolean mayLock(Task task, long more) {
        long locked = task.process().space().locks().bytes() + more;
        return Long.compareUnsigned(locked, task.process().limits().soft(Resource.RLIMIT_MEMLOCK)) <= 0 || isExempt(task);
    }

    private static boolean isExempt(Task task) {
        return task.process().credentials().has(Capability.CAP_IPC_LOCK);
    }
}
