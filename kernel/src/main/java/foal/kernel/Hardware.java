package foal.kernel;

import foal.cpu.PhysicalMemory;
import foal.cpu.TrapHandler;
import foal.kernel.memory.FrameTable;
import foal.kernel.sched.Processor;

/**
 * The machine without its kernel: memory and harts. To make it takes longer than to run a short program, so one may
 * serve a kernel after another: what they see is the same as on a new one.
 */
public final class Hardware implements AutoCloseable {
    /** Frame 0 is the harts' firmware. */
    private static final int RESERVED_FRAMES = 1;
    private static final TrapHandler NO_KERNEL = (_, trap) -> {
        throw new IllegalStateException("no kernel is there for " + trap);
    };

    private final PhysicalMemory memory;
    private final FrameTable frames;
    private final Processor processor;
    private TrapHandler kernel = NO_KERNEL;

    /** The hardware that a kernel with these options needs. */
    public Hardware(Options options) {
        memory = new PhysicalMemory(options.memory());
        frames = new FrameTable(memory, RESERVED_FRAMES);
        processor = new Processor(memory, (hart, trap) -> kernel.trap(hart, trap),
                options.clock() == Options.ClockKind.HOST);
    }

    /** Makes the hardware as new, in a time that depends on how much of it was used. @param newKernel takes its traps */
    void start(TrapHandler newKernel) {
        kernel = newKernel;
        frames.reset();
        processor.forgetAddressSpace();
    }

    FrameTable frames() {
        return frames;
    }

    Processor processor() {
        return processor;
    }

    /** Gives the host's resources back. */
    @Override
    public void close() {
        processor.close();
        memory.close();
    }
}
