package foal.kernel.ipc;

import foal.cpu.PhysicalMemory;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Backing;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.SharedPages;
import foal.kernel.memory.Struct;
import foal.kernel.task.Process;
import foal.kernel.time.Clock;
import java.util.function.Consumer;

/**
 * A segment of System V shared memory. It stays when nobody has it attached, until IPC_RMID; and after IPC_RMID it
 * stays while somebody has.
 */
final class SharedSegment extends IpcObject {
    /** Bytes of {@code struct shmid64_ds}. */
    static final int STATUS_SIZE = 112;
    private static final int SHM_DEST = 01000;
    private static final int SHM_LOCKED = 02000;
    private static final long NANOS = 1_000_000_000L;

    private final Pages pages;
    private final long size;
    private final int creator;
    private final Clock clock;
    private Consumer<SharedSegment> gone = _ -> { };
    private int lastPid;
    private long attachTime;
    private long detachTime;
    private long changeTime;
    private boolean locked;

    SharedSegment(int key, int mode, Process maker, long size, FrameTable frames, Clock clock) {
        super(key, mode, maker.credentials());
        this.size = size;
        creator = maker.pid();
        this.clock = clock;
        pages = new Pages(frames, (size + PhysicalMemory.PAGE_SIZE - 1) / PhysicalMemory.PAGE_SIZE);
        changeTime = clock.realtime();
    }

    /** Is told when the segment has been destroyed. */
    SharedSegment whenGone(Consumer<SharedSegment> listener) {
        gone = listener;
        return this;
    }

    /** The memory, which counts its attachments. */
    private final class Pages extends SharedPages {
        Pages(FrameTable frames, long count) {
            super(frames, count);
        }

        @Override
        public void mapped(AddressSpace space) {
            super.mapped(space);
            lastPid = space.pid();
            attachTime = clock.realtime();
        }

        @Override
        public void unmapped(AddressSpace space) {
            lastPid = space.pid();
            detachTime = clock.realtime();
            super.unmapped(space);
        }

        @Override
        protected void unused() {
            if (isRemoved()) {
                destroy();
            }
        }

        void destroy() {
            free();
            gone.accept(SharedSegment.this);
        }
    }

    Backing backing() {
        return pages;
    }

    /** Whether a mapping is an attachment of this segment. */
    boolean backs(Mapping mapping) {
        return mapping.backing().isPresent() && mapping.backing().get() == pages;
    }

    long size() {
        return size;
    }

    long resident() {
        return pages.resident();
    }

    void setLocked(boolean isLocked) {
        locked = isLocked;
    }

    /** IPC_SET. */
    void change(Struct struct) {
        setPermissions(struct);
        changeTime = clock.realtime();
    }

    /** IPC_RMID: the segment is destroyed as soon as nobody has it attached. */
    void remove() {
        setRemoved();
        if (pages.mappings() == 0) {
            pages.destroy();
        }
    }

    private int extraMode() {
        return (isRemoved() ? SHM_DEST : 0) | (locked ? SHM_LOCKED : 0);
    }

    @Override
    String row() {
        return identity(extraMode()) + String.format("%21d %5d %5d  %5d", size, creator, lastPid, pages.mappings()) + owners()
                + String.format(" %10d %10d %10d %21d %21d\n", attachTime / NANOS, detachTime / NANOS, changeTime / NANOS,
                        resident() * PhysicalMemory.PAGE_SIZE, 0);
    }

    /** Fills in {@code struct shmid64_ds}. */
    void putStatus(Struct struct) {
        struct.clear();
        putPermissions(struct, extraMode());
        struct.putLong(48, size).putLong(56, attachTime / NANOS).putLong(64, detachTime / NANOS)
                .putLong(72, changeTime / NANOS).putInt(80, creator).putInt(84, lastPid).putLong(88, pages.mappings());
    }
}
