package foal.kernel.exec;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.PageTable;
import foal.kernel.file.RegularFile;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Struct;
import java.util.ArrayList;
import java.util.List;

/**
 * The headers of an executable: a statically linked ELF file for 64-bit RISC-V.
 *
 * <p>Source: elf(5), System V ABI.
 *
 * @param entry address of the first instruction
 * @param segments what is to be loaded, in ascending order
 * @param headerAddress where the program headers will be in memory, or 0 if no segment holds them
 */
public record ElfFile(long entry, List<Segment> segments, long headerAddress, int headerCount) {
    /** Bytes of a program header. */
    public static final int PROGRAM_HEADER_SIZE = 56;

    private static final int FILE_HEADER_SIZE = 64;
    private static final int MOST_HEADERS = 256;
    private static final int MAGIC = 0x464c_457f;
    private static final int CLASS_64 = 2, LITTLE_ENDIAN = 1;
    private static final int TYPE_EXECUTABLE = 2, TYPE_SHARED = 3;
    private static final int MACHINE_RISCV = 243, MACHINE_X86_64 = 62, MACHINE_AARCH64 = 183;
    private static final int LOAD = 1, INTERPRETER = 3;

    /** A segment to load. @param flags 4 read, 2 write, 1 execute, as in the file */
    public record Segment(long offset, long address, long fileSize, long memorySize, int flags) {
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

    /** Reads the headers of a file. */
    public static Parsed parse(RegularFile file) {
        try {
            return new Parsed.Executable(read(file));
        } catch (Bad e) {
            return new Parsed.Rejected(e.getMessage());
        }
    }

    private static ElfFile read(RegularFile file) throws Bad {
        Struct header = readHeader(file);
        int count = header.getShort(56);
        long table = header.getLong(32);
        if (header.getShort(54) != PROGRAM_HEADER_SIZE || count == 0 || count > MOST_HEADERS) {
            throw new Bad("is a damaged ELF file: its program headers make no sense");
        }
        Struct headers = readAt(file, table, count * PROGRAM_HEADER_SIZE);
        List<Segment> segments = new ArrayList<>();
        long headerAddress = 0;
        for (int at = 0; at < headers.size(); at += PROGRAM_HEADER_SIZE) {
            int type = headers.getInt(at);
            if (type == INTERPRETER) {
                throw new Bad("is dynamically linked; link it with -static");
            }
            if (type == LOAD) {
                Segment segment = new Segment(headers.getLong(at + 8), headers.getLong(at + 16),
                        headers.getLong(at + 32), headers.getLong(at + 40), headers.getInt(at + 4));
                if (segment.memorySize() != 0) {
                    check(segment, segments, file.size());
                    segments.add(segment);
                }
                if (segment.offset() <= table && table < segment.offset() + segment.fileSize()) {
                    headerAddress = segment.address() + table - segment.offset();
                }
            }
        }
        if (segments.isEmpty()) {
            throw new Bad("is an ELF file with nothing to load");
        }
        return new ElfFile(header.getLong(24), List.copyOf(segments), headerAddress, count);
    }

    private static Struct readHeader(RegularFile file) throws Bad {
        if (file.size() < FILE_HEADER_SIZE) {
            throw new Bad(file.size() >= 4 && readAt(file, 0, 4).getInt(0) == MAGIC
                    ? "is a truncated ELF file" : "is not an ELF executable");
        }
        Struct header = readAt(file, 0, FILE_HEADER_SIZE);
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
        if (type != TYPE_EXECUTABLE) {
            throw new Bad(type == TYPE_SHARED ? "is a position-independent ELF file; link it with -static -no-pie"
                    : "is an ELF file, but not an executable");
        }
        return header;
    }

    private static void check(Segment segment, List<Segment> before, long fileSize) throws Bad {
        if (segment.fileSize() < 0 || segment.offset() < 0 || segment.offset() > fileSize - segment.fileSize()) {
            throw new Bad("is a truncated ELF file");
        }
        if (segment.memorySize() < segment.fileSize() || (segment.address() - segment.offset()) % PAGE_SIZE != 0) {
            throw new Bad("is a damaged ELF file: a segment's sizes or offsets make no sense");
        }
        if (!AddressSpace.isMappable(segment.firstPage(), segment.memorySize() + PAGE_SIZE)
                || segment.address() + segment.memorySize() > PageTable.USER_END / 2) {
            throw new Bad("is an ELF file with a segment outside of the user's part of memory");
        }
        for (Segment other : before) {
            if (segment.firstPage() < other.pageEnd() && other.firstPage() < segment.pageEnd()) {
                throw new Bad("is an ELF file with segments that overlap");
            }
        }
    }

    private static Struct readAt(RegularFile file, long offset, int length) throws Bad {
        byte[] bytes = new byte[length];
        if (offset < 0 || file.read(offset, bytes) < length) {
            throw new Bad("is a truncated ELF file");
        }
        return Struct.of(bytes);
    }
}
