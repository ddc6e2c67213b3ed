package foal.cpu;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A machine of one hart with as much of a kernel as a test needs: address spaces, tasks, and a trap handler that
 * notes every trap and then does what {@link #onTrap} says. Unless told otherwise it stops the hart.
 */
final class TestMachine implements AutoCloseable {
    /** Where programs start, in each address space. */
    static final long CODE = 0x10000;
    /** A readable and writable page in each address space; {@code s0} points to it at first. */
    static final long DATA = 0x20000;
    /** The page behind it, where nothing is mapped. */
    static final long NOTHING = DATA + PAGE_SIZE;

    static final int READ_WRITE = PageTable.READ | PageTable.WRITE;
    static final int READ_EXECUTE = PageTable.READ | PageTable.EXECUTE;

    /** More instructions than any test executes. */
    static final long PLENTY = 1_000_000;

    final PhysicalMemory memory = new PhysicalMemory(16 << 20);
    final TestFrames frames = new TestFrames(memory);
    final List<Trap> traps = new ArrayList<>();
    final Hart hart;
    TrapHandler onTrap = (hart, trap) -> hart.stop();

    private final List<Hart> furtherHarts = new ArrayList<>();
    private final List<TrapFrame> tasks = new ArrayList<>();

    TestMachine() {
        this(true);
    }

    TestMachine(boolean counting) {
        this(counting ? Engine.Counting.FAST : Engine.Counting.NONE);
    }

    TestMachine(Engine.Counting counting) {
        hart = new Hart(memory, this::note, counting);
    }

    /** One whose accesses to memory are watched. @param watcher makes who does so, for that memory */
    TestMachine(Function<PhysicalMemory, MemoryWatch> watcher) {
        hart = new Hart(memory, this::note, watcher.apply(memory));
    }

    private void note(Hart on, Trap trap) {
        traps.add(trap);
        onTrap.trap(on, trap);
    }

    /** One more hart on the same memory. */
    Hart newHart() {
        Hart next = new Hart(memory, this::note, true);
        furtherHarts.add(next);
        return next;
    }

    /** An empty address space. */
    PageTable newSpace() {
        return new PageTable(memory, frames, frames.allocate());
    }

    /** Maps a new frame of zeros. @return the frame */
    long mapNew(PageTable space, long virtual, int flags) {
        long frame = frames.allocate();
        space.map(virtual, frame, flags);
        return frame;
    }

    /** An address space with that program at {@link #CODE} and a page at {@link #DATA}. */
    PageTable spaceFor(Assembler program) {
        PageTable space = newSpace();
        byte[] code = program.assemble();
        for (int offset = 0; offset < code.length; offset += PAGE_SIZE) {
            long frame = mapNew(space, CODE + offset, READ_EXECUTE);
            memory.write(frame, code, offset, Math.min(PAGE_SIZE, code.length - offset));
        }
        mapNew(space, DATA, READ_WRITE);
        return space;
    }

    /** A task at the start of the program of an address space. */
    TrapFrame taskIn(PageTable space) {
        return taskIn(space, hart);
    }

    TrapFrame taskIn(PageTable space, Hart on) {
        TrapFrame task = on.newFrame();
        tasks.add(task);
        task.setSatp(space.satp());
        task.setPc(CODE);
        task.setX(Assembler.S0, DATA);
        return task;
    }

    /** A task in an address space of its own, at the start of that program. */
    TrapFrame task(Assembler program) {
        return taskIn(spaceFor(program));
    }

    /** Loads a program into a new address space, sets its registers, and runs it. @return the address space */
    PageTable run(Assembler program, Consumer<TrapFrame> setUp) {
        PageTable space = spaceFor(program);
        TrapFrame task = taskIn(space);
        setUp.accept(task);
        hart.resume(task);
        hart.run(PLENTY);
        return space;
    }

    PageTable run(Assembler program) {
        return run(program, task -> { });
    }

    /** The physical address behind a virtual one, which must be mapped. */
    long physical(PageTable space, long virtual) {
        return PageTable.frameOf(space.entry(virtual)) + virtual % PAGE_SIZE;
    }

    long dataOf(PageTable space) {
        return memory.getLong(physical(space, DATA));
    }

    Trap lastTrap() {
        return traps.getLast();
    }

    @Override
    public void close() {
        tasks.forEach(TrapFrame::close);
        furtherHarts.forEach(Hart::close);
        hart.close();
        memory.close();
    }
}
