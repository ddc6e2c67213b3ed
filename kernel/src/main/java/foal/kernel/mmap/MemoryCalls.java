package foal.kernel.mmap;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EEXIST;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENODEV;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.EOVERFLOW;
import static foal.kernel.syscall.Errno.EPERM;

import foal.cpu.Access;
import foal.cpu.PageTable;
import foal.kernel.file.DescriptorTable;
import foal.kernel.file.OpenFile;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Layout;
import foal.kernel.memory.FaultResult;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.MapFlag;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.Protection;
import foal.kernel.memory.SharedPages;
import foal.kernel.syscall.About;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.Hex;
import foal.kernel.syscall.Only;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Task;
import java.util.Optional;

/** System calls that say what is mapped where in the caller's own memory. */
@About(Topic.MEMORY)
public final class MemoryCalls {
    private final FrameTable frames;

    public MemoryCalls(FrameTable frames) {
        this.frames = frames;
    }

    /** Flags of mremap(2). */
    public enum RemapFlag implements Symbolic {
        MREMAP_MAYMOVE(1), MREMAP_FIXED(2), MREMAP_DONTUNMAP(4);

        private final int value;

        RemapFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    // ---- the heap ------------------------------------------------------------------------------------------------

    @Syscall(nr = 214, doc = "move the end of the heap", returns = Syscall.Returns.ADDRESS)
    public long brk(Task task, @Address long addr) {
        AddressSpace space = task.process().space();
        long before = roundUp(space.layout().heapEnd());
        if (addr < space.layout().heapStart() || addr > PageTable.USER_END) {
            return space.layout().heapEnd();
        }
        long after = roundUp(addr);
        if (after > before && (!space.isFree(before, after) || after - before > memorySize() || !space.mayGrow(after - before))) {
            return space.layout().heapEnd();
        }
        if (after > before && space.locks().includeNew() && !MemoryLockCalls.mayLock(task, after - before)) {
            return space.layout().heapEnd();
        }
        if (after > before) {
            int readWrite = (int) (Protection.PROT_READ.value() | Protection.PROT_WRITE.value());
            space.map(Mapping.anonymous(before, after, readWrite, "[heap]"));
        } else {
            space.unmap(after, before);
        }
        space.layout().setHeapEnd(addr);
        return addr;
    }

    // ---- mmap ----------------------------------------------------------------------------------------------------

    @Syscall(nr = 222, doc = "map memory or a file", returns = Syscall.Returns.ADDRESS,
            differs = "Memory is not overcommitted by a single call: what is larger than the machine's memory fails "
                    + "with ENOMEM, unless MAP_NORESERVE or PROT_NONE is given. Huge pages fail with EINVAL.")
    public long mmap(Task task, @Address long addr, long length, @Flags(Protection.class) int prot,
            @Flags(MapFlag.class) int flags, @Fd int fd, @Hex long offset) {
        if (offset % PAGE_SIZE != 0) {
            return EINVAL.result();
        }
        boolean anonymous = MapFlag.MAP_ANONYMOUS.in(flags);
        OpenFile file = anonymous ? null : DescriptorTable.of(task).get(fd).orElse(null);
        if (!anonymous && file == null) {
            return EBADF.result();
        }
        if (length == 0 || MapFlag.MAP_HUGETLB.in(flags)) {
            return EINVAL.result();
        }
        if (length < 0 || length > PageTable.USER_END) {
            return ENOMEM.result();
        }
        long size = roundUp(length);
        long mostBytes = anonymous ? -1L : Long.MAX_VALUE;
        if (offset >>> 12 > (mostBytes >>> 12) - (size >>> 12)) {
            return EOVERFLOW.result();
        }
        AddressSpace space = task.process().space();
        long start = choosePlace(space, addr, size, flags);
        if (Errno.isError(start)) {
            return start;
        }
        long error = anonymous ? checkAnonymous(size, prot, flags) : checkFile(file, prot, flags);
        if (error != 0) {
            return error;
        }
        if (!space.mayMap(size)) {
            return ENOMEM.result();
        }
        boolean locked = MapFlag.MAP_LOCKED.in(flags) || space.locks().includeNew();
        long refusal = locked ? MemoryLockCalls.refusal(task, size, MapFlag.MAP_LOCKED.in(flags)) : 0;
        if (refusal != 0) {
            return refusal;
        }
        int protection = prot & Protection.ALL;
        Mapping made = anonymous ? anonymous(start, size, protection, flags)
                : new Mapping(start, start + size, protection, kind(file, flags), file.backing(), offset, file.label());
        space.map(made.withLocked(locked));
        if (!anonymous) {
            file.noteMapped();
        }
        if (MapFlag.MAP_POPULATE.in(flags) || locked) {
            populate(space, start, start + size);
        }
        return start;
    }

    /** Where a mapping goes: where it must, where the program would like it if that is free, or anywhere. @return or an error */
    private static long choosePlace(AddressSpace space, long addr, long size, int flags) {
        if (MapFlag.MAP_FIXED.in(flags) || MapFlag.MAP_FIXED_NOREPLACE.in(flags)) {
            if (addr % PAGE_SIZE != 0) {
                return EINVAL.result();
            }
            if (!Layout.isMappable(addr, size)) {
                return (addr >= 0 && addr < Layout.LOWEST ? EPERM : ENOMEM).result();
            }
            boolean taken = MapFlag.MAP_FIXED_NOREPLACE.in(flags) && !space.isFree(addr, addr + size);
            return taken ? EEXIST.result() : addr;
        }
        long hint = addr & -PAGE_SIZE;
        return hint != 0 && Layout.isMappable(hint, size) && space.isFree(hint, hint + size)
                ? hint : space.findFree(size).orElse(ENOMEM.result());
    }

    private long checkAnonymous(long size, int prot, int flags) {
        int type = flags & MapFlag.TYPE;
        if (type != MapFlag.MAP_SHARED.value() && type != MapFlag.MAP_PRIVATE.value()
                || type == MapFlag.MAP_SHARED.value() && MapFlag.MAP_GROWSDOWN.in(flags)) {
            return EINVAL.result();
        }
        // What could never be filled is refused at once, unless it is only meant to keep addresses free.
        boolean reserveOnly = type == MapFlag.MAP_PRIVATE.value() && (MapFlag.MAP_NORESERVE.in(flags) || prot == 0);
        return size > memorySize() && !reserveOnly ? ENOMEM.result() : 0;
    }

    private static long checkFile(OpenFile file, int prot, int flags) {
        int type = flags & MapFlag.TYPE;
        if (type == MapFlag.MAP_SHARED_VALIDATE.value() && (flags & ~MapFlag.KNOWN) != 0) {
            return EOPNOTSUPP.result();
        }
        if (type == 0 || type > MapFlag.MAP_SHARED_VALIDATE.value()) {
            return EINVAL.result();
        }
        if (type != MapFlag.MAP_PRIVATE.value() && Protection.PROT_WRITE.in(prot) && file.isWritable() && file.isSealedForWrites()) {
            return EPERM.result();
        }
        boolean mayNotWrite = type != MapFlag.MAP_PRIVATE.value() && Protection.PROT_WRITE.in(prot) && !file.isWritable();
        if (mayNotWrite || !file.isReadable()) {
            return EACCES.result();
        }
        if (file.backing().isEmpty()) {
            return ENODEV.result();
        }
        return MapFlag.MAP_GROWSDOWN.in(flags) ? EINVAL.result() : 0;
    }

    private static Mapping.Kind kind(OpenFile file, int flags) {
        if ((flags & MapFlag.TYPE) == MapFlag.MAP_PRIVATE.value()) {
            return Mapping.Kind.PRIVATE;
        }
        return file.isWritable() && !file.isSealedForWrites() ? Mapping.Kind.SHARED : Mapping.Kind.SHARED_READ_ONLY;
    }

    private Mapping anonymous(long start, long size, int protection, int flags) {
        if ((flags & MapFlag.TYPE) == MapFlag.MAP_SHARED.value()) {
            return Mapping.of(new SharedPages(frames, size / PAGE_SIZE), Mapping.Kind.SHARED, start, start + size, protection,
                    "/dev/zero (deleted)");
        }
        Mapping.Kind kind = MapFlag.MAP_GROWSDOWN.in(flags) ? Mapping.Kind.STACK : Mapping.Kind.PRIVATE;
        return new Mapping(start, start + size, protection, kind, Optional.empty(), 0, "");
    }

    /** Brings in all pages of a range that it can, for stores where they are allowed. */
    static void populate(AddressSpace space, long start, long end) {
        for (Mapping mapping : space.mappings(start, end)) {
            boolean store = Protection.PROT_WRITE.in(mapping.protection());
            for (long page = mapping.start(); page < mapping.end(); page += PAGE_SIZE) {
                if (!space.residency().isPresent(page)
                        && space.fault(page, store ? Access.STORE : Access.LOAD) != FaultResult.RESOLVED) {
                    return;
                }
            }
        }
    }

    // ---- changes of mappings -------------------------------------------------------------------------------------

    @Syscall(nr = 215, doc = "remove mappings")
    public long munmap(Task task, @Address long addr, long length) {
        if (addr % PAGE_SIZE != 0 || length <= 0 || !isUserRange(addr, length)) {
            return EINVAL.result();
        }
        AddressSpace space = task.process().space();
        long end = addr + roundUp(length);
        boolean cutsHole = space.find(addr).filter(mapping -> mapping.start() < addr && end < mapping.end()).isPresent();
        if (cutsHole && !space.mayHold(1)) {
            return ENOMEM.result();
        }
        space.unmap(addr, end);
        return 0;
    }

    @Syscall(nr = 226, doc = "change what may be done with pages",
            differs = "PROT_GROWSDOWN and PROT_GROWSUP fail with EINVAL.")
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
        if (!space.isMapped(addr, end) || !space.mayHold(space.splits(addr, end))) {
            return ENOMEM.result();
        }
        if (Protection.PROT_WRITE.in(prot)
                && !space.mappings(addr, end).stream().allMatch(Mapping::mayBeWritable)) {
            return EACCES.result();
        }
        space.protect(addr, end, prot);
        return 0;
    }

    @Syscall(nr = 216, doc = "resize a mapping, or move it", returns = Syscall.Returns.ADDRESS)
    public long mremap(Task task, @Address long old_address, long old_size, long new_size,
            @Flags(RemapFlag.class) int flags,
            @Address @Only(with = "flags", in = {"MREMAP_FIXED", "MREMAP_DONTUNMAP"}) long new_address) {
        boolean mayMove = RemapFlag.MREMAP_MAYMOVE.in(flags), fixed = RemapFlag.MREMAP_FIXED.in(flags);
        boolean leaveBehind = RemapFlag.MREMAP_DONTUNMAP.in(flags);
        if ((flags & ~7) != 0 || (fixed || leaveBehind) && !mayMove || leaveBehind && roundUp(old_size) != roundUp(new_size)
                || old_address % PAGE_SIZE != 0 || roundUp(new_size) == 0) {
            return EINVAL.result();
        }
        long oldSize = roundUp(old_size), newSize = roundUp(new_size);
        AddressSpace space = task.process().space();
        if (fixed) {
            boolean overlaps = old_address < new_address + newSize && new_address < old_address + oldSize;
            if (new_address % PAGE_SIZE != 0 || !isUserRange(new_address, newSize) || overlaps) {
                return EINVAL.result();
            }
            if (!Layout.isMappable(new_address, newSize)) {
                return EPERM.result();
            }
        }
        Mapping mapping = old_address < 0 ? null : space.find(old_address).orElse(null);
        if (mapping == null) {
            return EFAULT.result();
        }
        if (oldSize == 0 && (!mapping.shared() || leaveBehind)) {
            return EINVAL.result();
        }
        boolean shrinks = Long.compareUnsigned(oldSize, newSize) >= 0;
        if (shrinks && !isUserRange(old_address, oldSize)) {
            return EINVAL.result();
        }
        if (shrinks && !fixed && !leaveBehind) {
            space.unmap(old_address + newSize, old_address + oldSize);
            return old_address;
        }
        long kept = shrinks ? newSize : oldSize;
        if (kept > mapping.end() - old_address) {
            return EFAULT.result();
        }
        if (!isUserRange(0, newSize)) {
            return ENOMEM.result();
        }
        long added = leaveBehind ? newSize : newSize - kept;
        if (added > memorySize() && mapping.backing().isEmpty() || !space.mayGrow(added)
                || !space.mayHold(4)) {
            return ENOMEM.result();
        }
        if (mapping.locked() && !MemoryLockCalls.mayLock(task, newSize - kept)) {
            return EAGAIN.result();
        }
        boolean canGrow = !fixed && !leaveBehind && oldSize == mapping.end() - old_address && oldSize > 0
                && isUserRange(old_address, newSize) && space.isFree(mapping.end(), old_address + newSize);
        if (canGrow) {
            space.extend(mapping, old_address + newSize);
            return old_address;
        }
        return mayMove ? move(space, mapping, old_address, oldSize, newSize, fixed ? new_address : 0, leaveBehind)
                : ENOMEM.result();
    }

    private static long move(AddressSpace space, Mapping mapping, long from, long oldSize, long newSize, long fixed,
            boolean leaveBehind) {
        long to = fixed != 0 ? fixed : space.findFree(newSize).orElse(ENOMEM.result());
        if (to < 0) {
            return to;
        }
        space.unmap(to, to + newSize);
        if (oldSize == 0) {
            space.map(mapping.part(from, mapping.end()).movedTo(to).withEnd(to + newSize));
            return to;
        }
        if (oldSize > newSize) {
            space.unmap(from + newSize, from + oldSize);
        }
        Mapping part = mapping.part(from, from + Math.min(oldSize, newSize));
        return space.move(part, to, newSize, leaveBehind) ? to : ENOMEM.result();
    }

    // ---- ranges --------------------------------------------------------------------------------------------------

    static boolean isUserRange(long start, long length) {
        return start >= 0 && length >= 0 && length <= PageTable.USER_END && start <= PageTable.USER_END - roundUp(length);
    }

    private long memorySize() {
        return (long) frames.total() * PAGE_SIZE;
    }

    static long roundUp(long bytes) {
        return bytes + PAGE_SIZE - 1 & -PAGE_SIZE;
    }
}
