package foal.kernel;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.MemoryWatch;
import foal.cpu.PhysicalMemory;
import foal.cpu.TrapHandler;
import foal.kernel.machine.Processor;
import foal.kernel.memory.FrameTable;
import java.util.Optional;

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
    private final Optional<MemoryWatch> watch;
    private TrapHandler kernel = NO_KERNEL;

    /** The hardware that a kernel with these options needs. */
    public Hardware(Options options) {
        this(options, false);
    }

    /** @param watched whether accesses to memory can be watched; that needs the virtual clock */
    public Hardware(Options options, boolean watched) {
        memory = new PhysicalMemory(options.memory());
        frames = new FrameTable(memory, RESERVED_FRAMES);
        watch = watched ? Optional.of(new MemoryWatch(memory)) : Optional.empty();
        processor = new Processor(memory, (hart, trap) -> kernel.trap(hart, trap), options.harts(),
                options.clock() == Options.ClockKind.HOST && options.harts() == 1, watch);
    }

    /** Makes the hardware as new, in a time that depends on how much of it was used. @param newKernel takes its traps */
    void start(TrapHandler newKernel) {
        kernel = newKernel;
        frames.reset();
        processor.forgetAddressSpace();
        watch.ifPresent(MemoryWatch::start);
    }

    FrameTable frames() {
        return frames;
    }

    Processor processor() {
        return processor;
    }

    /** Frames whose code the harts may have translated now hold other code. */
    boolean hasStaleCode() {
        return frames.hasStaleCode();
    }

    /** Has the harts forget that code; {@link Processor#resume} must follow. */
    void forgetStaleCode() {
        for (long frame : frames.takeStaleCode()) {
            processor.invalidateCode(frame, PAGE_SIZE);
        }
    }

    /** What tells of accesses to memory. */
    Optional<MemoryWatch> watch() {
        return watch;
    }

    /** Gives the host's resources back. */
    @Override
    public void close() {
        processor.close();
        watch.ifPresent(MemoryWatch::close);
        memory.close();
    }
}
