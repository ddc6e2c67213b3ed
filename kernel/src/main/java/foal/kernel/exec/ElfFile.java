package foal.kernel.exec;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.PageTable;
import foal.kernel.file.RegularFile;
import foal.kernel.memory.Layout;
import foal.kernel.memory.Struct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The headers of an executable or of its interpreter: an ELF file for 64-bit RISC-V.
 *
 * <p>Source: elf(5), System V ABI.
 *
 * @param file where it was read
 * @param isRelocatable whether it can be loaded anywhere; then all addresses here count from where that is
 * @param entry address of the first instruction
 * @param segments what is to be loaded, in ascending order
 * @param headerAddress where the program headers will be in memory, or 0 if no segment holds them
 * @param interpreter path of the program that links this one to its libraries, if it has any
 * @param hasExecutableStack whether it wants to run code on its stack
 */
public record ElfFile(RegularFile file, boolean isRelocatable, long entry, List<Segment> segments, long headerAddress,
        int headerCount, Optional<String> interpreter, boolean hasExecutableStack) {
    /** Bytes of a program header. */
    public static final int PROGRAM_HEADER_SIZE = 56;

    private static final int FILE_HEADER_SIZE = 64;
    /** As many as fit into 64 KiB, as on Linux. */
    private static final int MOST_HEADERS = 65_536 / PROGRAM_HEADER_SIZE;
    private static final int LONGEST_INTERPRETER = 4096;
    private static final int MAGIC = 0x464c_457f;
    private static final int CLASS_64 = 2, LITTLE_ENDIAN = 1;
    private static final int TYPE_EXECUTABLE = 2, TYPE_SHARED = 3;
    private static final int MACHINE_RISCV = 243, MACHINE_X86_64 = 62, MACHINE_AARCH64 = 183;
    private static final int LOAD = 1, INTERPRETER = 3, GNU_STACK = 0x6474_e551;
    private static final int EXECUTABLE = 1;

    /** A segment to load. @param flags 4 read, 2 write, 1 execute, as in the file */
    public record Segment(long offset, long address, long fileSize, long memorySize, long alignment, int flags) {
        long firstPage() {
            return address & -PAGE_SIZE;
        }

        long pageEnd() {
            return address + memorySize + PAGE_SIZE - 1 & -PAGE_SIZE;
        }
    }

    /** What came of reading a file. */
    public sealed interface Parsed {
        record Executable(ElfFile elf) implements Parsed {}

        /** Not an executable for this machine. @param why completes "FILE: …" */
        record Rejected(String why) implements Parsed {}
    }

    /** Why a file is rejected, on its way out of the parser. */
    private static final class Bad extends Exception {
        private static final long serialVersionUID = 1;

        Bad(String why) {
            super(why, null, false, false);
        }
    }

    /** Reads the headers of a file that is to be run: their pages come into memory. */
    static Parsed parse(RegularFile file) {
        return parse(file, file::read);
    }

    /** Reads them for an observer, who must change nothing. */
    public static Parsed peek(RegularFile file) {
        return parse(file, file::peek);
    }

    /** Reads bytes of a file from a position on. */
    private interface Reader {
        int read(long position, byte[] into);
    }

    private static Parsed parse(RegularFile file, Reader reader) {
        try {
            return new Parsed.Executable(read(file, reader));
        } catch (Bad e) {
            return new Parsed.Rejected(e.getMessage());
        }
    }

    /** The address of the first page. */
    long start() {
        return segments.getFirst().firstPage();
    }

    /** The address behind the last page. */
    long end() {
        return segments.getLast().pageEnd();
    }

    /** What the address that it is loaded to must be a multiple of: the most that a segment asks for. */
    long alignment() {
        return segments.stream().mapToLong(Segment::alignment).filter(alignment -> Long.bitCount(alignment) == 1)
                .filter(alignment -> alignment > PAGE_SIZE).max().orElse(PAGE_SIZE);
    }

    private static ElfFile read(RegularFile file, Reader reader) throws Bad {
        Struct header = readHeader(file, reader);
        int count = header.getShort(56);
        long table = header.getLong(32);
        if (header.getShort(54) != PROGRAM_HEADER_SIZE || count == 0 || count > MOST_HEADERS) {
            throw new Bad("is a damaged ELF file: its program headers make no sense");
        }
        boolean isRelocatable = header.getShort(16) == TYPE_SHARED;
        Struct headers = readAt(reader, table, count * PROGRAM_HEADER_SIZE);
        List<Segment> segments = new ArrayList<>();
        Optional<String> interpreter = Optional.empty();
        boolean hasExecutableStack = false;
        long headerAddress = 0;
        for (int at = 0; at < headers.size(); at += PROGRAM_HEADER_SIZE) {
            Segment segment = new Segment(headers.getLong(at + 8), headers.getLong(at + 16), headers.getLong(at + 32),
                    headers.getLong(at + 40), headers.getLong(at + 48), headers.getInt(at + 4));
            switch (headers.getInt(at)) {
                case INTERPRETER -> interpreter = interpreter.isPresent() ? interpreter : Optional.of(readInterpreter(reader, segment));
                case GNU_STACK -> hasExecutableStack = (segment.flags() & EXECUTABLE) != 0;
                case LOAD -> {
                    check(segment, isRelocatable, file.size());
                    if (segment.memorySize() != 0) {
                        segments.add(segment);
                    }
                    if (segment.offset() <= table && table - segment.offset() < segment.fileSize()) {
                        headerAddress = segment.address() + table - segment.offset();
                    }
                }
                default -> { } // of no concern to the kernel
            }
        }
        checkTogether(segments);
        return new ElfFile(file, isRelocatable, header.getLong(24), List.copyOf(segments), headerAddress, count,
                interpreter, hasExecutableStack);
    }

    private static Struct readHeader(RegularFile file, Reader reader) throws Bad {
        if (file.size() < FILE_HEADER_SIZE) {
            throw new Bad(file.size() >= 4 && readAt(reader, 0, 4).getInt(0) == MAGIC
                    ? "is a truncated ELF file" : "is not an ELF executable");
        }
        Struct header = readAt(reader, 0, FILE_HEADER_SIZE);
        if (header.getInt(0) != MAGIC) {
            throw new Bad("is not an ELF executable");
        }
        int machine = header.getShort(18);
        if (machine != MACHINE_RISCV) {
            throw new Bad("is an ELF file for " + switch (machine) {
                case MACHINE_X86_64 -> "x86-64";
                case MACHINE_AARCH64 -> "AArch64";
                default -> "another machine (" + machine + ")";
            } + ", not for RISC-V");
        }
        if (header.getByte(4) != CLASS_64 || header.getByte(5) != LITTLE_ENDIAN) {
            throw new Bad("is an ELF file for 32-bit RISC-V; Foal runs 64-bit programs");
        }
        int type = header.getShort(16);
        if (type != TYPE_EXECUTABLE && type != TYPE_SHARED) {
            throw new Bad("is an ELF file, but not an executable");
        }
        return header;
    }

    private static String readInterpreter(Reader reader, Segment segment) throws Bad {
        if (segment.fileSize() < 2 || segment.fileSize() > LONGEST_INTERPRETER) {
            throw new Bad("is a damaged ELF file: its interpreter's name makes no sense");
        }
        Struct name = readAt(reader, segment.offset(), (int) segment.fileSize());
        if (name.getByte(name.size() - 1) != 0) {
            throw new Bad("is a damaged ELF file: its interpreter's name does not end");
        }
        return name.getString(0, name.size());
    }

    private static void check(Segment segment, boolean isRelocatable, long fileSize) throws Bad {
        if (segment.fileSize() < 0 || segment.offset() < 0 || segment.offset() > fileSize - segment.fileSize()) {
            throw new Bad("is a truncated ELF file");
        }
        if (Long.compareUnsigned(segment.memorySize(), segment.fileSize()) < 0
                || (segment.address() - segment.offset()) % PAGE_SIZE != 0) {
            throw new Bad("is a damaged ELF file: a segment's sizes or offsets make no sense");
        }
        // Half of the user's part is enough for a program, wherever the other half begins.
        long lowest = isRelocatable ? 0 : Layout.LOWEST, most = PageTable.USER_END / 2 - PAGE_SIZE;
        if (segment.firstPage() < lowest || segment.memorySize() < 0 || segment.memorySize() > most
                || segment.address() > most - segment.memorySize()) {
            throw new Bad("is an ELF file with a segment outside of the user's part of memory");
        }
    }

    private static void checkTogether(List<Segment> segments) throws Bad {
        if (segments.isEmpty()) {
            throw new Bad("is an ELF file with nothing to load");
        }
        segments.sort(Comparator.comparingLong(Segment::address));
        for (int i = 1; i < segments.size(); i++) {
            if (segments.get(i).firstPage() < segments.get(i - 1).pageEnd()) {
                throw new Bad("is an ELF file with segments that overlap");
            }
        }
    }

    private static Struct readAt(Reader reader, long offset, int length) throws Bad {
        byte[] bytes = new byte[length];
        if (offset < 0 || reader.read(offset, bytes) < length) {
            throw new Bad("is a truncated ELF file");
        }
        return Struct.of(bytes);
    }
}
