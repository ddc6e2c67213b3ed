package foal.kernel;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the bytes of an ELF64 executable, and of files that are nearly one. */
public final class ElfBuilder {
    public static final int READ = 4, WRITE = 2, EXECUTE = 1;
    public static final int LOAD = 1, INTERPRETER = 3, GNU_STACK = 0x6474_e551;

    private static final int HEADER_SIZE = 64, PROGRAM_HEADER_SIZE = 56;

    private record Segment(int type, int flags, long offset, long address, long fileSize, long memorySize) {}

    private final List<Segment> segments = new ArrayList<>();
    private byte[] bytes = new byte[PAGE_SIZE];
    private long entry;
    private int type = 2;
    private int machine = 243;
    private int elfClass = 2;
    private int endianness = 1;
    private long alignment = PAGE_SIZE;

    /** The program that a test has assembled. */
    public static byte[] executable(Code code) {
        return new ElfBuilder().entry(Code.TEXT)
                .segment(READ | EXECUTE, Code.TEXT, code.assemble())
                .zeros(READ | WRITE, Code.DATA, Code.DATA_SIZE).build();
    }

    public ElfBuilder entry(long address) {
        entry = address;
        return this;
    }

    public ElfBuilder type(int newType) {
        type = newType;
        return this;
    }

    public ElfBuilder machine(int newMachine) {
        machine = newMachine;
        return this;
    }

    public ElfBuilder elfClass(int newClass) {
        elfClass = newClass;
        return this;
    }

    public ElfBuilder endianness(int newEndianness) {
        endianness = newEndianness;
        return this;
    }

    /** Of all segments. */
    public ElfBuilder alignment(long newAlignment) {
        alignment = newAlignment;
        return this;
    }

    /** A segment with content, which is put at the end of the file, at an offset that suits a page-aligned address. */
    public ElfBuilder segment(int flags, long address, byte[] content) {
        int offset = (bytes.length + PAGE_SIZE - 1 & -PAGE_SIZE) + (int) (address & PAGE_SIZE - 1);
        bytes = Arrays.copyOf(bytes, offset + content.length);
        System.arraycopy(content, 0, bytes, offset, content.length);
        return header(LOAD, flags, offset, address, content.length, content.length);
    }

    /** A segment of zeros, of which the file holds nothing. */
    public ElfBuilder zeros(int flags, long address, long size) {
        return header(LOAD, flags, address & PAGE_SIZE - 1, address, 0, size);
    }

    /** Any program header, sensible or not. */
    public ElfBuilder header(int headerType, int flags, long offset, long address, long fileSize, long memorySize) {
        segments.add(new Segment(headerType, flags, offset, address, fileSize, memorySize));
        return this;
    }

    /** Text at a place in the file that no segment has. */
    public ElfBuilder text(int offset, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(encoded, 0, bytes, offset, encoded.length);
        return this;
    }

    public byte[] build() {
        int headersEnd = HEADER_SIZE + segments.size() * PROGRAM_HEADER_SIZE;
        ByteBuffer file = ByteBuffer.wrap(Arrays.copyOf(bytes, Math.max(bytes.length, headersEnd))).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) elfClass, (byte) endianness, 1});
        file.putShort(16, (short) type).putShort(18, (short) machine).putInt(20, 1).putLong(24, entry);
        file.putLong(32, HEADER_SIZE).putShort(52, (short) HEADER_SIZE);
        file.putShort(54, (short) PROGRAM_HEADER_SIZE).putShort(56, (short) segments.size());
        int at = HEADER_SIZE;
        for (Segment segment : segments) {
            file.putInt(at, segment.type).putInt(at + 4, segment.flags).putLong(at + 8, segment.offset)
                    .putLong(at + 16, segment.address).putLong(at + 24, segment.address)
                    .putLong(at + 32, segment.fileSize).putLong(at + 40, segment.memorySize).putLong(at + 48, alignment);
            at += PROGRAM_HEADER_SIZE;
        }
        return file.array();
    }
}
