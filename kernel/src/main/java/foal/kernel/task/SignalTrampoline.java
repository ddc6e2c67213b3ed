package foal.kernel.task;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.memory.Protection.PROT_EXEC;
import static foal.kernel.memory.Protection.PROT_READ;

import foal.cpu.PageTable;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Backing;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Mapping;

/**
 * The two instructions that a signal handler returns to: they call rt_sigreturn. They lie in a page of the
 * kernel's that every program has, as the vDSO does on Linux.
 */
public final class SignalTrampoline implements Backing {
    /** Where programs find it: the last page that they can have. */
    public static final long ADDRESS = PageTable.USER_END - PAGE_SIZE;

    private static final int[] CODE = {
        0x08b0_0893, // li a7, 139 (rt_sigreturn)
        0x0000_0073, // ecall
    };

    private final FrameTable frames;
    private final long frame;

    public SignalTrampoline(FrameTable frames) {
        this.frames = frames;
        frame = frames.allocate();
        for (int i = 0; i < CODE.length; i++) {
            frames.memory().setInt(frame + 4L * i, CODE[i]);
        }
    }

    /** The mapping that each new program gets. */
    public Mapping mapping() {
        return Mapping.of(this, Mapping.Kind.PRIVATE, ADDRESS, ADDRESS + PAGE_SIZE,
                (int) (PROT_READ.value() | PROT_EXEC.value()), "[vdso]");
    }

    @Override
    public long frame(long page) {
        return frame;
    }

    @Override
    public void peek(long page, int inPage, byte[] into, int offset, int length) {
        frames.memory().read(frame + inPage, into, offset, length);
    }

    @Override
    public void mapped(AddressSpace space) {
        // It is there as long as the machine is.
    }

    @Override
    public void unmapped(AddressSpace space) {
        // It is there as long as the machine is.
    }

    /** Gives the page back. */
    public void close() {
        frames.free(frame);
    }
}
