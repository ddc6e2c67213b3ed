package foal.kernel.trace;

import foal.cpu.PhysicalMemory;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.Protection;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserMemory;
import java.nio.charset.StandardCharsets;

/** A program's memory, with what a test puts there. */
final class Prepared implements AutoCloseable {
    /** Where there are two pages to write to; around them there is nothing. */
    static final long START = 0x10000;
    static final long END = START + 2 * PhysicalMemory.PAGE_SIZE;
    static final long NOWHERE = 0x500000;

    private final PhysicalMemory physical = new PhysicalMemory(1 << 20);
    private final FrameTable frames = new FrameTable(physical, 1);
    private final AddressSpace space = AddressSpace.create(frames, 1).orElseThrow();
    private final UserMemory memory = new UserMemory(space, physical);

    Prepared() {
        space.map(Mapping.anonymous(START, END, Protection.ALL, ""));
    }

    Peek peek() {
        return new Peek(memory);
    }

    int framesUsed() {
        return frames.used();
    }

    Prepared put(long address, Struct struct) {
        if (!memory.write(address, struct)) {
            throw new AssertionError("nothing is mapped there");
        }
        return this;
    }

    /** Puts a string and a NUL. */
    Prepared put(long address, String text) {
        return put(address, Struct.of((text + "\0").getBytes(StandardCharsets.ISO_8859_1)));
    }

    Prepared putLongs(long address, long... values) {
        Struct struct = new Struct(8 * values.length);
        for (int i = 0; i < values.length; i++) {
            struct.putLong(8 * i, values[i]);
        }
        return put(address, struct);
    }

    @Override
    public void close() {
        space.close();
        physical.close();
    }
}
