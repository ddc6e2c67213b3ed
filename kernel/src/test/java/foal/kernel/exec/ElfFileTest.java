package foal.kernel.exec;

import static foal.kernel.ElfBuilder.EXECUTE;
import static foal.kernel.ElfBuilder.GNU_STACK;
import static foal.kernel.ElfBuilder.INTERPRETER;
import static foal.kernel.ElfBuilder.LOAD;
import static foal.kernel.ElfBuilder.READ;
import static foal.kernel.ElfBuilder.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import foal.kernel.ElfBuilder;
import foal.kernel.Guest;
import foal.kernel.file.FileTree;
import foal.kernel.memory.FrameTable;
import foal.kernel.time.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The headers of executables, sound and damaged. */
class ElfFileTest {
    private static final long TEXT = 0x1_1000, DATA = 0x2_0000;

    private final PhysicalMemory memory = new PhysicalMemory(4 << 20);
    private final FrameTable frames = new FrameTable(memory, 1);

    @AfterEach
    void giveMemoryBack() {
        memory.close();
    }

    private ElfFile.Parsed parse(byte[] bytes) {
        FileTree tree = new FileTree(frames, new VirtualClock(() -> 0), () -> null);
        ElfFile.Parsed parsed = ElfFile.parse(tree.addFile("/file", 0555, Guest.contentOf(bytes)));
        tree.close();
        assertEquals(0, frames.used());
        return parsed;
    }

    private void assertRejected(String why, byte[] bytes) {
        assertTrue(parse(bytes) instanceof ElfFile.Parsed.Rejected(String reason) && reason.contains(why),
                parse(bytes).toString());
    }

    private static ElfBuilder sound() {
        return new ElfBuilder().entry(TEXT).segment(READ | EXECUTE, TEXT, new byte[100]).zeros(READ | WRITE, DATA, 5000);
    }

    @Test
    void aSoundFileIsReadAsItIs() {
        ElfFile elf = ((ElfFile.Parsed.Executable) parse(sound().build())).elf();
        assertEquals(TEXT, elf.entry());
        assertEquals(2, elf.segments().size());
        assertEquals(new ElfFile.Segment(4096, TEXT, 100, 100, 4096, READ | EXECUTE), elf.segments().get(0));
        assertEquals(2, elf.headerCount());
        assertEquals(0, elf.headerAddress());
    }

    @Test
    void theHeadersAreFoundInTheSegmentThatHoldsThem() {
        byte[] file = sound().header(LOAD, READ, 0, 0x5_0000, 4096, 4096).build();
        assertEquals(0x5_0040, ((ElfFile.Parsed.Executable) parse(file)).elf().headerAddress());
    }

    @Test
    void whatIsNoElfFileIsRejected() {
        assertRejected("not an ELF", new byte[0]);
        assertRejected("not an ELF", "hello\n".getBytes(StandardCharsets.UTF_8));
        assertRejected("not an ELF", new byte[10_000]);
    }

    @Test
    void filesForOtherMachinesAreRejectedByTheirNames() {
        assertRejected("x86-64", sound().machine(62).build());
        assertRejected("AArch64", sound().machine(183).build());
        assertRejected("another machine", sound().machine(0).build());
        assertRejected("32-bit", sound().elfClass(1).build());
        assertRejected("RISC-V", sound().endianness(2).build());
    }

    @Test
    void filesOfOtherTypesAreRejected() {
        assertRejected("not an executable", sound().type(1).build());
        assertRejected("not an executable", sound().type(4).build());
    }

    private ElfFile read(byte[] bytes) {
        return ((ElfFile.Parsed.Executable) parse(bytes)).elf();
    }

    private static ElfBuilder withInterpreter(String name) {
        return sound().header(INTERPRETER, READ, 64 + 3 * 56, 0, name.length(), name.length()).text(64 + 3 * 56, name);
    }

    @Test
    void theInterpreterIsNamedByItsHeader() {
        assertEquals(Optional.empty(), read(sound().build()).interpreter());
        assertEquals(Optional.of("/lib/ld.so"), read(withInterpreter("/lib/ld.so\0").build()).interpreter());
        assertEquals(Optional.of("/lib"), read(withInterpreter("/lib\0/ld.so\0").build()).interpreter());
        assertRejected("does not end", withInterpreter("/lib/ld.so").build());
        assertRejected("makes no sense", withInterpreter("\0").build());
        assertRejected("makes no sense", sound().header(INTERPRETER, READ, 0, 0, 4097, 4097).build());
        assertRejected("makes no sense", sound().header(INTERPRETER, READ, 0, 0, -1, -1).build());
        assertRejected("truncated", sound().header(INTERPRETER, READ, Long.MAX_VALUE, 0, 100, 100).build());
        assertRejected("truncated", sound().header(INTERPRETER, READ, -1, 0, 100, 100).build());
    }

    @Test
    void aRelocatableProgramMayBeginAtAddressZero() {
        ElfFile elf = read(new ElfBuilder().type(3).entry(0x40).segment(READ | EXECUTE, 0, new byte[100])
                .zeros(READ | WRITE, 0x2000, 10).build());
        assertTrue(elf.isRelocatable());
        assertEquals(0, elf.start());
        assertEquals(0x3000, elf.end());
    }

    @Test
    void theStrictestAlignmentOfASegmentCounts() {
        assertEquals(4096, read(sound().build()).alignment());
        assertEquals(0x20_0000, read(sound().alignment(0x20_0000).build()).alignment());
        assertEquals(4096, read(sound().alignment(0).build()).alignment());
        assertEquals(4096, read(sound().alignment(-1).build()).alignment());
    }

    @Test
    void aStackIsExecutableOnRequestOnly() {
        assertFalse(read(sound().build()).hasExecutableStack());
        assertFalse(read(sound().header(GNU_STACK, READ | WRITE, 0, 0, 0, 0).build()).hasExecutableStack());
        assertTrue(read(sound().header(GNU_STACK, READ | WRITE | EXECUTE, 0, 0, 0, 0).build()).hasExecutableStack());
    }

    @Test
    void segmentsMayStandInAnyOrder() {
        ElfFile elf = read(new ElfBuilder().entry(TEXT).zeros(READ | WRITE, DATA, 5000)
                .segment(READ | EXECUTE, TEXT, new byte[100]).build());
        assertEquals(TEXT & -4096, elf.start());
        assertEquals(DATA + 8192, elf.end());
    }

    @Test
    void aFileWithTooManyHeadersIsRejected() {
        ElfBuilder builder = sound();
        for (int i = 2; i < 1171; i++) {
            builder.header(0, 0, 0, 0, 0, 0);
        }
        assertRejected("make no sense", builder.build());
    }

    @Test
    void everyTruncationIsRejected() {
        byte[] whole = sound().build();
        for (int length = 0; length < 4096 + 100; length += length < 256 ? 1 : 61) {
            assertTrue(parse(Arrays.copyOf(whole, length)) instanceof ElfFile.Parsed.Rejected, "length " + length);
        }
    }

    @Test
    void segmentsThatMakeNoSenseAreRejected() {
        assertRejected("nothing to load", new ElfBuilder().entry(TEXT).header(LOAD, READ, 0, TEXT, 0, 0).build());
        assertRejected("overlap", sound().zeros(READ, DATA + 4096, 10).build());
        assertRejected("overlap", sound().zeros(READ, TEXT + 200, 10).build());
        assertRejected("make no sense", sound().header(LOAD, READ, 0, 0x5_0000, 100, 50).build());
        assertRejected("make no sense", sound().header(LOAD, READ, 1, 0x5_0000, 100, 100).build());
        assertRejected("truncated", sound().header(LOAD, READ, 0, 0x5_0000, 1 << 20, 1 << 20).build());
        assertRejected("truncated", sound().header(LOAD, READ, Long.MAX_VALUE & -4096, 0x5_0000, 4096, 4096).build());
        assertRejected("truncated", sound().header(LOAD, READ, 0, 0x5_0000, -4096, 4096).build());
        assertRejected("truncated", sound().header(LOAD, READ, -4096, 0x5_0000, 4096, 4096).build());
    }

    @Test
    void segmentsOutsideOfTheUsersPartAreRejected() {
        long[] addresses = {0, 4096, 1L << 38, (1L << 38) - 4096, 0x8000_0000_0000_0000L, 0xffff_ffff_ffff_f000L,
            0xffff_ffc0_0000_0000L, 0x7fff_ffff_ffff_f000L};
        for (long address : addresses) {
            assertRejected("outside", sound().zeros(READ, address, 8192).build());
        }
        for (long size : new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 38, 1L << 62}) {
            assertTrue(parse(sound().zeros(READ, 0x5_0000, size).build()) instanceof ElfFile.Parsed.Rejected, "size " + size);
        }
    }

    @Test
    void noDamageOfTheHeadersIsTooStrange() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] whole = sound().build();
        byte[] extremes = {0, 1, -1, 0x7f, -128};
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                damaged[random.nextInt(64 + 2 * 56)] = extremes[random.nextInt(extremes.length)];
            }
            assertNotNull(parse(damaged));
        }
    }
}
