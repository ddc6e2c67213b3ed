package foal.kernel.trace;

import static foal.kernel.ElfBuilder.EXECUTE;
import static foal.kernel.ElfBuilder.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import foal.kernel.ElfBuilder;
import foal.kernel.Guest;
import foal.kernel.exec.ElfFile;
import foal.kernel.file.FileTree;
import foal.kernel.file.RegularFile;
import foal.kernel.memory.FrameTable;
import foal.kernel.time.VirtualClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Symbols of a program, which observers look up. */
class ElfSymbolsTest {
    private static final int HEADER = 64, SECTION = 64, SYMBOL = 24;

    /** A program with two symbols, whose tables follow the rest of it. */
    private static byte[] withSymbols() {
        byte[] program = new ElfBuilder().entry(0x1_1000).segment(READ | EXECUTE, 0x1_1000, new byte[100]).build();
        byte[] names = "\0lock\0main\0".getBytes(StandardCharsets.US_ASCII);
        int sections = (program.length + HEADER) & -8, symbols = sections + 2 * SECTION, strings = symbols + 2 * SYMBOL;
        ByteBuffer file = ByteBuffer.allocate(strings + names.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, program).putLong(40, sections).putShort(60, (short) 2);
        file.putInt(sections + 4, 2).putLong(sections + 24, symbols).putLong(sections + 32, 2 * SYMBOL).putInt(sections + 40, 1);
        file.putInt(sections + SECTION + 4, 3).putLong(sections + SECTION + 24, strings);
        file.putInt(symbols, 1).putShort(symbols + 6, (short) 1).putLong(symbols + 8, 0x1_1010);
        file.putInt(symbols + SYMBOL, 6).putShort(symbols + SYMBOL + 6, (short) 1).putLong(symbols + SYMBOL + 8, 0x1_1020);
        return file.put(strings, names).array();
    }

    @Test
    void symbolsAndHeadersAreReadWithoutAPageOfTheFileComingIntoMemory() {
        PhysicalMemory memory = new PhysicalMemory(4 << 20);
        FrameTable frames = new FrameTable(memory, 1);
        FileTree tree = new FileTree(frames, new VirtualClock(() -> 0), () -> null);
        RegularFile file = tree.addFile("/program", 0555, Guest.contentOf(withSymbols()));
        int used = frames.used();
        assertEquals(Map.of("lock", 0x1_1010L, "main", 0x1_1020L), ElfSymbols.of(file));
        assertTrue(ElfFile.peek(file) instanceof ElfFile.Parsed.Executable);
        assertEquals(used, frames.used());
        assertTrue(file.mustBeRead(0));
        tree.close();
        memory.close();
    }
}
