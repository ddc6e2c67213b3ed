package foal.kernel.ipc;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.memory.Protection.PROT_EXEC;
import static foal.kernel.memory.Protection.PROT_READ;
import static foal.kernel.memory.Protection.PROT_WRITE;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;

import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Layout;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.About;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.ByCommand;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.List;
import java.util.Optional;

/** System V shared memory (shmget(2), shmop(2), shmctl(2)). */
@About(Topic.IPC)
public final class SharedMemoryCalls {
    private static final int MOST_SEGMENTS = 4096;

    private final IpcRegistry<SharedSegment> segments = new IpcRegistry<>(MOST_SEGMENTS);
    private final FrameTable frames;
    private final Clock clock;
    private final Struct status = new Struct(SharedSegment.STATUS_SIZE);

    public SharedMemoryCalls(FrameTable frames, Clock clock) {
        this.frames = frames;
        this.clock = clock;
    }

    /** Flags of shmat(2). */
    public enum AttachFlag implements Symbolic {
        SHM_RDONLY(010000), SHM_RND(020000), SHM_REMAP(040000), SHM_EXEC(0100000);

        private final int value;

        AttachFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    @Syscall(nr = 194, doc = "find or make a segment of shared memory")
    public long shmget(Task task, @OneOf(value = IpcKey.class, rest = Rest.HEXADECIMAL) int key, long size,
            @Flags(value = IpcFlag.class, rest = Rest.PERMISSIONS) int shmflg) {
        return segments.get(task.process().credentials(), key, shmflg,
                () -> new SharedSegment(key, shmflg, task.process(), size, frames, clock).whenGone(segments::remove),
                segment -> size < 0 || size > segment.size() ? EINVAL.result() : 0,
                () -> size <= 0 ? EINVAL.result() : size > (long) frames.total() * PAGE_SIZE ? ENOMEM.result() : 0);
    }

    @Syscall(nr = 196, doc = "attach a segment of shared memory", topics = Topic.MEMORY,
            returns = Syscall.Returns.ADDRESS)
    public long shmat(Task task, int shmid, @Address long shmaddr, @Flags(AttachFlag.class) int shmflg) {
        Optional<SharedSegment> found = segments.find(shmid);
        if (found.isEmpty()) {
            return EINVAL.result();
        }
        SharedSegment segment = found.get();
        AddressSpace space = task.process().space();
        long length = segment.size() + PAGE_SIZE - 1 & -PAGE_SIZE;
        long wanted = AttachFlag.SHM_RND.in(shmflg) ? shmaddr & -PAGE_SIZE : shmaddr;
        boolean isImpossible = shmaddr == 0 ? AttachFlag.SHM_REMAP.in(shmflg)
                : wanted % PAGE_SIZE != 0 || !Layout.isMappable(wanted, length);
        if (isImpossible) {
            return EINVAL.result();
        }
        Optional<Long> start = shmaddr == 0 ? space.findFree(length) : Optional.of(wanted);
        boolean readOnly = AttachFlag.SHM_RDONLY.in(shmflg);
        long refusal = segment.access(task, IpcObject.READ | (readOnly ? 0 : IpcObject.WRITE)
                | (AttachFlag.SHM_EXEC.in(shmflg) ? IpcObject.EXECUTE : 0));
        if (refusal != 0) {
            return refusal;
        }
        boolean isTaken = shmaddr != 0 && !AttachFlag.SHM_REMAP.in(shmflg) && !space.isFree(start.get(), start.get() + length);
        if (isTaken) {
            return EINVAL.result();
        }
        if (start.isEmpty() || !space.mayMap(length)) {
            return ENOMEM.result();
        }
        long protection = PROT_READ.value() | (readOnly ? 0 : PROT_WRITE.value())
                | (AttachFlag.SHM_EXEC.in(shmflg) ? PROT_EXEC.value() : 0);
        Mapping.Kind kind = readOnly ? Mapping.Kind.SHARED_READ_ONLY : Mapping.Kind.SHARED;
        space.map(Mapping.of(segment.backing(), kind, start.get(), start.get() + length, (int) protection,
                "/SYSV" + String.format("%08x", segment.key())));
        return start.get();
    }

    @Syscall(nr = 197, doc = "detach a segment of shared memory", topics = Topic.MEMORY)
    public long shmdt(Task task, @Address long shmaddr) {
        AddressSpace space = task.process().space();
        Optional<Mapping> attachment = space.find(shmaddr);
        if (attachment.isEmpty() || attachment.get().start() != shmaddr || attachment.get().offset() != 0) {
            return EINVAL.result();
        }
        Optional<SharedSegment> segment = segments.all().stream().filter(one -> one.backs(attachment.get())).findFirst();
        if (segment.isEmpty()) {
            return EINVAL.result();
        }
        long end = shmaddr + segment.get().size();
        List<Mapping> pieces = space.mappings().stream()
                .filter(piece -> piece.start() >= shmaddr && piece.start() < end && segment.get().backs(piece)).toList();
        pieces.forEach(piece -> space.unmap(piece.start(), piece.end()));
        return 0;
    }

    @Syscall(nr = 195, doc = "get the status of, change or remove a segment of shared memory")
    public long shmctl(Task task, int shmid, IpcCommand cmd, @ByCommand("cmd") long buf) {
        return shmid < 0 ? EINVAL.result() : switch (cmd) {
            case IPC_RMID -> segments.withOwn(task, shmid, SharedMemoryCalls::remove);
            case IPC_SET -> task.memory().read(buf, status)
                    ? segments.withOwn(task, shmid, this::change) : EFAULT.result();
            case IPC_STAT -> segments.with(task, shmid, IpcObject.READ, segment -> stat(task, segment, buf, 0));
            case IPC_INFO -> limits(task, buf);
            case SHM_LOCK, SHM_UNLOCK -> segments.withOwn(task, shmid, segment -> lock(segment, cmd == IpcCommand.SHM_LOCK));
            case SHM_STAT -> segments.withIndex(task, shmid, IpcObject.READ, segment -> stat(task, segment, buf, segment.id()));
            case SHM_STAT_ANY -> segments.withIndex(task, shmid, 0, segment -> stat(task, segment, buf, segment.id()));
            case SHM_INFO -> usage(task, buf);
        };
    }

    private static long remove(SharedSegment segment) {
        segment.remove();
        return 0;
    }

    private long change(SharedSegment segment) {
        segment.change(status);
        return 0;
    }

    private static long lock(SharedSegment segment, boolean locked) {
        segment.setLocked(locked);
        return 0;
    }

    private long stat(Task task, SharedSegment segment, long buf, long result) {
        segment.putStatus(status);
        return task.memory().write(buf, status) ? result : EFAULT.result();
    }

    /** IPC_INFO: {@code struct shminfo64}. */
    private long limits(Task task, long buf) {
        long pages = frames.total();
        Struct info = new Struct(72).putLong(0, pages * PAGE_SIZE).putLong(8, 1).putLong(16, MOST_SEGMENTS)
                .putLong(24, MOST_SEGMENTS).putLong(32, pages);
        return task.memory().write(buf, info) ? segments.highestIndex() : EFAULT.result();
    }

    /** SHM_INFO: {@code struct shm_info}. */
    private long usage(Task task, long buf) {
        long total = segments.all().stream().mapToLong(segment -> (segment.size() + PAGE_SIZE - 1) / PAGE_SIZE).sum();
        long resident = segments.all().stream().mapToLong(SharedSegment::resident).sum();
        Struct info = new Struct(48).putInt(0, segments.all().size()).putLong(8, total).putLong(16, resident);
        return task.memory().write(buf, info) ? segments.highestIndex() : EFAULT.result();
    }

    /** The text of /proc/sysvipc/shm. */
    public String table() {
        return segments.table("       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid"
                + "      atime      dtime      ctime                   rss                  swap");
    }

    /** Removes all segments: the machine is switched off. No process may be left. */
    public void close() {
        segments.all().forEach(SharedSegment::remove);
    }
}
