package foal.cpu.engine;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import foal.cpu.host.HostHeap;
import foal.cpu.host.HostMemory;
import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The registers {@code x0} to {@code x31} of an engine, read and written where they stand in its memory: on the path of
 * a system call that saves two crossings of the native border.
 *
 * <p>libunicorn has no function that tells where they stand. So each is given a value of its own, and the blocks that
 * the engine's structure points to are searched for these, once per engine; the kernel of the host reads for us, which
 * unlike a read of our own survives a word that is no pointer. Where that cannot be done (it takes Linux's
 * {@code process_vm_readv}) they are read and written by {@code uc_reg_read} and {@code uc_reg_write}.
 */
public final class GeneralRegisters {
    private static final int COUNT = 32;
    private static final long BYTES = COUNT * 8L;
    private static final long MARK = 0x3a7e_c0de_0000_0000L;
    /** The CPU's state is searched this far behind a pointer. */
    private static final int SEARCHED = 1 << 17;

    private final Unicorn unicorn;
    private final Optional<MemorySegment> memory;
    /** Where that is; 0 if they were not found. */
    private final long live;

    private GeneralRegisters(Unicorn unicorn, Optional<MemorySegment> memory) {
        this.unicorn = unicorn;
        this.memory = memory;
        live = memory.map(MemorySegment::address).orElse(0L);
    }

    /** Finds the registers of an engine, whose values are used up. */
    public static GeneralRegisters find(Unicorn unicorn) {
        mark(unicorn);
        return new GeneralRegisters(unicorn, search(unicorn));
    }

    /** Whether they were found. */
    public boolean areLive() {
        return memory.isPresent();
    }

    /** Where {@code x0} stands in the engine's memory, and the others behind it; empty if they were not found. */
    public Optional<MemorySegment> memory() {
        return memory;
    }

    /** Eight bytes of the CPU's state, that far behind {@code x0}; empty if the registers were not found. */
    public Optional<MemorySegment> neighbour(long distance) {
        return memory.map(found -> MemorySegment.ofAddress(found.address() + distance).reinterpret(8));
    }

    /** The CPU's state around {@code x0}, with so many bytes before it; empty if the registers were not found. */
    public Optional<MemorySegment> around(long before, long bytes) {
        return memory.map(found -> MemorySegment.ofAddress(found.address() - before).reinterpret(bytes));
    }

    public long get(int register) {
        return live != 0 ? HostHeap.getLong(live + 8L * register) : unicorn.readRegister(Unicorn.X0 + register);
    }

    /** @param register from 1: x0 is not to be written */
    public void set(int register, long value) {
        if (live != 0) {
            HostHeap.setLong(live + 8L * register, value);
        } else {
            unicorn.writeRegister(Unicorn.X0 + register, value);
        }
    }

    private static void mark(Unicorn unicorn) {
        for (int i = 1; i < COUNT; i++) {
            unicorn.writeRegister(Unicorn.X0 + i, MARK + i);
        }
    }

    /** Whether what is written by the one way is read by the other: a mere copy of the registers is not what we want. */
    private static boolean isLive(Unicorn unicorn, MemorySegment found) {
        boolean isRead = true;
        for (int i = 1; i < COUNT; i++) {
            unicorn.writeRegister(Unicorn.X0 + i, ~(MARK + i));
            isRead &= found.get(JAVA_LONG, 8L * i) == ~(MARK + i);
        }
        if (!isRead) {
            return false; // whoever owns this memory, it is not to be written
        }
        found.set(JAVA_LONG, 8, MARK);
        return unicorn.readRegister(Unicorn.X0 + 1) == MARK;
    }

    private static Optional<MemorySegment> search(Unicorn unicorn) {
        if (!HostMemory.isReadable()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            HostMemory host = new HostMemory(arena, SEARCHED);
            for (long pointer : HostHeap.whole(unicorn.engine()).toArray(JAVA_LONG)) {
                int at = marked(host, host.read(pointer));
                if (at >= 0) {
                    MemorySegment registers = MemorySegment.ofAddress(pointer + (long) Long.BYTES * at).reinterpret(BYTES);
                    if (isLive(unicorn, registers)) {
                        return Optional.of(registers);
                    }
                    mark(unicorn);
                }
            }
        }
        return Optional.empty();
    }

    /** Which of the words read is the first of the marked registers, or -1. */
    private static int marked(HostMemory host, int count) {
        for (int at = 0; at + COUNT <= count; at++) {
            if (host.word(at + 1) == MARK + 1 && areMarked(host, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean areMarked(HostMemory host, int at) {
        for (int i = 1; i < COUNT; i++) {
            if (host.word(at + i) != MARK + i) {
                return false;
            }
        }
        return true;
    }
}
