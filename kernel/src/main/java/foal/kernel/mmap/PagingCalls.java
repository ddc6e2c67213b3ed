package foal.kernel.mmap;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.mmap.MemoryCalls.isUserRange;
import static foal.kernel.mmap.MemoryCalls.roundUp;
import static foal.kernel.syscall.Errno.EBUSY;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;

import foal.cpu.PageTable;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Backing;
import foal.kernel.memory.MapFlag;
import foal.kernel.memory.Mapping;
import foal.kernel.syscall.About;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.Hex;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Task;
import java.util.List;

/** System calls on whether pages are in memory: nothing is ever swapped out here, so most are mere advice, and one that turns pages. */
@About(Topic.MEMORY)
public final class PagingCalls {
    private static final int CHUNK = 4096;

    private final byte[] residency = new byte[CHUNK];

    /** What a program can say about its use of memory (madvise(2)). */
    public enum Advice implements Symbolic {
        MADV_NORMAL(0), MADV_RANDOM(1), MADV_SEQUENTIAL(2), MADV_WILLNEED(3), MADV_DONTNEED(4), MADV_FREE(8), MADV_REMOVE(9),
        MADV_DONTFORK(10), MADV_DOFORK(11), MADV_MERGEABLE(12), MADV_UNMERGEABLE(13), MADV_HUGEPAGE(14),
        MADV_NOHUGEPAGE(15), MADV_DONTDUMP(16), MADV_DODUMP(17), MADV_WIPEONFORK(18), MADV_KEEPONFORK(19), MADV_COLD(20),
        MADV_PAGEOUT(21), MADV_POPULATE_READ(22), MADV_POPULATE_WRITE(23), MADV_DONTNEED_LOCKED(24);

        private final int value;

        Advice(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** Flags of msync(2). */
    public enum SyncFlag implements Symbolic {
        MS_ASYNC(1), MS_INVALIDATE(2), MS_SYNC(4);

        private final int value;

        SyncFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    @Syscall(nr = 233, doc = "say how memory will be used",
            differs = "MADV_REMOVE, MADV_DONTFORK, MADV_WIPEONFORK and advice on merging and huge pages fail with EINVAL. "
                    + "MADV_FREE forgets pages at once, as MADV_DONTNEED does.")
    public long madvise(Task task, @Address long addr, long length, @OneOf(Advice.class) int advice) {
        boolean drops = advice == Advice.MADV_DONTNEED.value || advice == Advice.MADV_FREE.value
                || advice == Advice.MADV_DONTNEED_LOCKED.value;
        boolean populates = advice == Advice.MADV_WILLNEED.value || advice == Advice.MADV_POPULATE_READ.value
                || advice == Advice.MADV_POPULATE_WRITE.value;
        if (!drops && !populates && !isMereAdvice(advice) || addr % PAGE_SIZE != 0 || length < 0 || !isUserRange(addr, length)) {
            return EINVAL.result();
        }
        AddressSpace space = task.process().space();
        long end = addr + roundUp(length);
        for (Mapping mapping : space.mappings(addr, end)) {
            boolean isLockedIn = mapping.locked() && advice != Advice.MADV_DONTNEED_LOCKED.value;
            if (advice == Advice.MADV_FREE.value && mapping.backing().isPresent() || isLockedIn && (drops || isPageOut(advice))) {
                return EINVAL.result();
            }
            if (drops) {
                space.forgetPages(mapping.start(), mapping.end());
            } else if (populates && advice != Advice.MADV_WILLNEED.value) {
                MemoryCalls.populate(space, mapping.start(), mapping.end());
            }
        }
        return space.isMapped(addr, end) ? 0 : ENOMEM.result();
    }

    private static boolean isMereAdvice(int advice) {
        return advice >= 0 && advice <= Advice.MADV_SEQUENTIAL.value || advice == Advice.MADV_DOFORK.value
                || advice == Advice.MADV_DONTDUMP.value || advice == Advice.MADV_DODUMP.value
                || advice == Advice.MADV_KEEPONFORK.value || advice == Advice.MADV_COLD.value
                || advice == Advice.MADV_PAGEOUT.value;
    }

    private static boolean isPageOut(int advice) {
        return advice == Advice.MADV_COLD.value || advice == Advice.MADV_PAGEOUT.value;
    }

    @Syscall(nr = 227, doc = "write what was stored to a mapped file back to it")
    public long msync(Task task, @Address long addr, long length, @Flags(SyncFlag.class) int flags) {
        boolean contradiction = SyncFlag.MS_ASYNC.in(flags) && SyncFlag.MS_SYNC.in(flags);
        if ((flags & ~7) != 0 || contradiction || addr % PAGE_SIZE != 0) {
            return EINVAL.result();
        }
        if (!isMapped(task, addr, length)) {
            return ENOMEM.result();
        }
        for (Mapping mapping : task.process().space().mappings(addr, addr + roundUp(length))) {
            if (SyncFlag.MS_INVALIDATE.in(flags) && mapping.locked()) {
                return EBUSY.result();
            }
            long error = mapping.backing().map(Backing::sync).orElse(0L);
            if (error != 0) {
                return error;
            }
        }
        return 0;
    }

    @Syscall(nr = 232, doc = "find out which pages are in memory")
    public long mincore(Task task, @Address long addr, long length, @Out(value = Data.BINARY) long vec) {
        if (addr % PAGE_SIZE != 0) {
            return EINVAL.result();
        }
        if (!isMapped(task, addr, length)) {
            return ENOMEM.result();
        }
        AddressSpace space = task.process().space();
        long count = roundUp(length) / PAGE_SIZE;
        for (long done = 0; done < count; done += CHUNK) {
            int chunk = (int) Math.min(CHUNK, count - done);
            for (int i = 0; i < chunk; i++) {
                residency[i] = (byte) (space.residency().isInMemory(addr + (done + i) * PAGE_SIZE) ? 1 : 0);
            }
            if (task.memory().write(vec + done, residency, 0, chunk) < chunk) {
                return EFAULT.result();
            }
        }
        return 0;
    }

    @Syscall(nr = 234, doc = "show other pages of a shared mapping's file")
    public long remap_file_pages(Task task, @Address long addr, long size, int prot, @Hex long pgoff,
            @Flags(MapFlag.class) int flags) {
        long start = addr & -PAGE_SIZE, length = size & -PAGE_SIZE, end = start + length;
        boolean isRange = length > 0 && isUserRange(start, length) && pgoff >= 0 && pgoff < Long.MAX_VALUE / PAGE_SIZE - length / PAGE_SIZE;
        AddressSpace space = task.process().space();
        if (prot != 0 || !isRange || !space.isMapped(start, end) || !space.mayHold(2)) {
            return EINVAL.result();
        }
        List<Mapping> before = space.mappings(start, end);
        Mapping first = before.getFirst();
        if (first.kind() != Mapping.Kind.SHARED || !before.stream().allMatch(first::isLike)) {
            return EINVAL.result();
        }
        Backing backing = first.backing().orElseThrow();
        backing.mapped(space); // by this call, lest its pages go with what may be the last mapping
        space.map(first.part(start, first.end()).withEnd(end).withOffset(pgoff * PAGE_SIZE));
        backing.unmapped(space);
        if (!MapFlag.MAP_NONBLOCK.in(flags)) {
            MemoryCalls.populate(space, start, end);
        }
        return 0;
    }

    private static boolean isMapped(Task task, long start, long length) {
        return length == 0 || start >= 0 && length > 0 && length <= PageTable.USER_END && isUserRange(start, length)
                && task.process().space().isMapped(start, start + roundUp(length));
    }
}
