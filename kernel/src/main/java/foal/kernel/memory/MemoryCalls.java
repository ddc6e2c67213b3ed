package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EEXIST;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;

import foal.cpu.PageTable;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.Hex;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;
import java.util.Optional;

/** System calls on the caller's own memory. */
public final class MemoryCalls {
    /** Mappings that a process may have (vm.max_map_count). */
    private static final int MOST_MAPPINGS = 65_530;

    private final FrameTable frames;

    public MemoryCalls(FrameTable frames) {
        this.frames = frames;
    }

    @Syscall(nr = 214, doc = "move the end of the heap", returns = Syscall.Returns.ADDRESS)
    public long brk(Task task, @Address long addr) {
        AddressSpace space = task.process().space();
        long before = roundUp(space.heapEnd());
        if (addr < space.heapStart() || addr > PageTable.USER_END) {
            return space.heapEnd();
        }
        long after = roundUp(addr);
        if (after > before && (!space.isFree(before, after) || after - before > memorySize())) {
            return space.heapEnd();
        }
        if (after > before) {
            int readWrite = (int) (Protection.PROT_READ.value() | Protection.PROT_WRITE.value());
            space.map(Mapping.anonymous(before, after, readWrite, "[heap]"));
        } else {
            space.unmap(after, before);
        }
        space.setHeapEnd(addr);
        return addr;
    }

    @Syscall(nr = 222, doc = "map memory", returns = Syscall.Returns.ADDRESS,
            differs = "Only anonymous memory can be mapped; a file fails with EACCES.")
    public long mmap(Task task, @Address long addr, long length, @Flags(Protection.class) int prot,
            @Flags(MapFlag.class) int flags, @Fd int fd, @Hex long offset) {
        boolean shared = MapFlag.MAP_SHARED.in(flags) || MapFlag.MAP_SHARED_VALIDATE.in(flags);
        if (!shared && !MapFlag.MAP_PRIVATE.in(flags) || (prot & ~Protection.ALL) != 0 || length == 0 || offset % PAGE_SIZE != 0) {
            return EINVAL.result();
        }
        if (!MapFlag.MAP_ANONYMOUS.in(flags)) {
            return task.process().descriptors().get(fd).isEmpty() ? EBADF.result() : EACCES.result();
        }
        if (length < 0 || length > PageTable.USER_END) {
            return ENOMEM.result();
        }
        long size = roundUp(length);
        // What could never be filled is refused at once, unless it is only meant to keep addresses free.
        boolean reserveOnly = MapFlag.MAP_NORESERVE.in(flags) || prot == 0;
        if (size > memorySize() && (!reserveOnly || shared)) {
            return ENOMEM.result();
        }
        AddressSpace space = task.process().space();
        boolean fixed = MapFlag.MAP_FIXED.in(flags) || MapFlag.MAP_FIXED_NOREPLACE.in(flags);
        if (fixed && addr % PAGE_SIZE != 0) {
            return EINVAL.result();
        }
        if (fixed && !AddressSpace.isMappable(addr, size)) {
            return addr >= 0 && addr < AddressSpace.LOWEST ? foal.kernel.syscall.Errno.EPERM.result() : ENOMEM.result();
        }
        if (MapFlag.MAP_FIXED_NOREPLACE.in(flags) && !space.isFree(addr, addr + size)) {
            return EEXIST.result();
        }
        Optional<Long> start = fixed ? Optional.of(addr) : place(space, addr & -PAGE_SIZE, size);
        if (start.isEmpty() || space.mappings().size() >= MOST_MAPPINGS) {
            return ENOMEM.result();
        }
        Optional<Backing> backing = shared ? Optional.of(new SharedPages(frames, size / PAGE_SIZE)) : Optional.empty();
        space.map(new Mapping(start.get(), start.get() + size, prot, shared, backing, 0, ""));
        return start.get();
    }

    /** Where a mapping goes: where the program would like it, if that is free. */
    private static Optional<Long> place(AddressSpace space, long hint, long size) {
        return hint != 0 && AddressSpace.isMappable(hint, size) && space.isFree(hint, hint + size)
                ? Optional.of(hint) : space.findFree(size);
    }

    @Syscall(nr = 215, doc = "remove mappings")
    public long munmap(Task task, @Address long addr, long length) {
        if (addr % PAGE_SIZE != 0 || length <= 0 || !isUserRange(addr, length)) {
            return EINVAL.result();
        }
        task.process().space().unmap(addr, addr + roundUp(length));
        return 0;
    }

    @Syscall(nr = 226, doc = "change what may be done with pages")
    public long mprotect(Task task, @Address long addr, long len, @Flags(Protection.class) int prot) {
        if (addr % PAGE_SIZE != 0 || (prot & ~Protection.ALL) != 0) {
            return EINVAL.result();
        }
        if (len == 0) {
            return 0;
        }
        if (len < 0 || !isUserRange(addr, len)) {
            return ENOMEM.result();
        }
        AddressSpace space = task.process().space();
        long end = addr + roundUp(len);
        if (!space.isMapped(addr, end) || space.mappings().size() >= MOST_MAPPINGS) {
            return ENOMEM.result();
        }
        boolean mayNotWrite = Protection.PROT_WRITE.in(prot) && space.mappings().stream().anyMatch(
                mapping -> mapping.start() < end && mapping.end() > addr && !mapping.mayBeWritable());
        if (mayNotWrite) {
            return EACCES.result();
        }
        space.protect(addr, end, prot);
        return 0;
    }

    private static boolean isUserRange(long start, long length) {
        return start >= 0 && length <= PageTable.USER_END && start <= PageTable.USER_END - roundUp(length);
    }

    private long memorySize() {
        return (long) frames.total() * PAGE_SIZE;
    }

    private static long roundUp(long bytes) {
        return bytes + PAGE_SIZE - 1 & -PAGE_SIZE;
    }
}
