package foal.kernel.coredump;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.file.RegularFile;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.Protection;
import foal.kernel.memory.Struct;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A core, from its first byte to its last: an ELF file with a segment of notes and one for each mapping, of which as much is
 * in the file as no other file tells. That is memory without a file, and mappings of files in which the program has
 * changed something; of others the first page, if an ELF file begins there, so that a debugger can tell which.
 */
final class CoreImage {
    private static final int HEADER_SIZE = 64, ENTRY_SIZE = 56;
    private static final int ET_CORE = 4, EM_RISCV = 243, PT_LOAD = 1, PT_NOTE = 4;
    private static final int ELF_MAGIC = 0x464c_457f;
    /** Compressed instructions and doubles in registers: what any program here may use. */
    private static final int EF_RISCV_RVC_FLOAT_ABI_DOUBLE = 5;
    private static final int PF_X = 1, PF_W = 2, PF_R = 4;
    /** Pages that are looked for at a time. */
    private static final int BATCH = 512;

    private final Task task;
    private final AddressSpace space;
    private final List<Mapping> mappings;
    private final CoreNotes notes;
    private final byte[] page = new byte[PAGE_SIZE];
    private final long[] resident = new long[BATCH];

    CoreImage(Task task, SignalInfo info, Clock clock) {
        this.task = task;
        space = task.process().space();
        mappings = List.copyOf(space.mappings());
        notes = new CoreNotes(task, info, clock, mappings);
    }

    void write(CoreOutput output) {
        long notesAt = HEADER_SIZE + (long) ENTRY_SIZE * (1 + mappings.size());
        long notesEnd = notesAt + notes.size();
        long segment = notesEnd + PAGE_SIZE - 1 & -PAGE_SIZE;
        long[] lengths = mappings.stream().mapToLong(this::lengthInFile).toArray();
        writeHeader(output);
        writeEntry(output, PT_NOTE, 0, notesAt, 0, notes.size(), 0, 4);
        long offset = segment;
        for (int i = 0; i < lengths.length; i++) {
            Mapping mapping = mappings.get(i);
            writeEntry(output, PT_LOAD, flags(mapping.protection()), offset, mapping.start(), lengths[i], mapping.length(), PAGE_SIZE);
            offset += lengths[i];
        }
        notes.write(output);
        output.skip(segment - notesEnd);
        for (int i = 0; i < lengths.length && !output.isOver(); i++) {
            writePages(output, mappings.get(i), lengths[i]);
        }
    }

    private void writeHeader(CoreOutput output) {
        byte[] bytes = new byte[HEADER_SIZE];
        int version = 1, class64 = 2, littleEndian = 1;
        Struct.of(bytes).putInt(0, ELF_MAGIC).putByte(4, class64).putByte(5, littleEndian).putByte(6, version)
                .putShort(16, ET_CORE).putShort(18, EM_RISCV).putInt(20, version).putLong(32, HEADER_SIZE)
                .putInt(48, EF_RISCV_RVC_FLOAT_ABI_DOUBLE).putShort(52, HEADER_SIZE).putShort(54, ENTRY_SIZE)
                .putShort(56, 1 + mappings.size());
        output.write(bytes, bytes.length);
    }

    private static void writeEntry(CoreOutput output, int type, int flags, long offset, long address, long inFile, long inMemory,
            long alignment) {
        byte[] bytes = new byte[ENTRY_SIZE];
        Struct.of(bytes).putInt(0, type).putInt(4, flags).putLong(8, offset).putLong(16, address)
                .putLong(32, inFile).putLong(40, inMemory).putLong(48, alignment);
        output.write(bytes, bytes.length);
    }

    private static int flags(int protection) {
        return (Protection.PROT_READ.in(protection) ? PF_R : 0) | (Protection.PROT_WRITE.in(protection) ? PF_W : 0)
                | (Protection.PROT_EXEC.in(protection) ? PF_X : 0);
    }

    // ---- memory ------------------------------------------------------------------------------------------------

    /** The file that a mapping shows, if it shows one. */
    static Optional<RegularFile> file(Mapping mapping) {
        return mapping.backing().filter(RegularFile.class::isInstance).map(RegularFile.class::cast);
    }

    /** How much of a mapping is in the file. */
    private long lengthInFile(Mapping mapping) {
        Optional<RegularFile> file = file(mapping);
        if (file.isEmpty() || !mapping.shared() && hasOwnPages(mapping, file.get())) {
            return mapping.length();
        }
        boolean beginsFile = mapping.offset() == 0 && Protection.PROT_READ.in(mapping.protection());
        return beginsFile && task.memory().peek(mapping.start(), page, PAGE_SIZE) == PAGE_SIZE
                && Struct.of(page).getInt(0) == ELF_MAGIC ? PAGE_SIZE : 0;
    }

    /** Whether the process has copied a page of a file, to change it. */
    private boolean hasOwnPages(Mapping mapping, RegularFile file) {
        for (long from = mapping.start(); from < mapping.end(); from += (long) BATCH * PAGE_SIZE) {
            int count = space.residency().pages(from, end(mapping, from), resident);
            for (int i = 0; i < count; i++) {
                if (space.residency().physical(resident[i]) != file.residentFrame(mapping.pageOf(resident[i]))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long end(Mapping mapping, long from) {
        return Math.min(mapping.end(), from + (long) BATCH * PAGE_SIZE);
    }

    private void writePages(CoreOutput output, Mapping mapping, long length) {
        long end = mapping.start() + length;
        if (mapping.backing().isPresent()) {
            for (long at = mapping.start(); at < end && !output.isOver(); at += PAGE_SIZE) {
                task.memory().peek(at, page, PAGE_SIZE);
                output.write(page, PAGE_SIZE);
            }
            return;
        }
        long done = mapping.start();
        for (long from = mapping.start(); from < end && !output.isOver(); from += (long) BATCH * PAGE_SIZE) {
            int count = space.residency().pages(from, end(mapping, from), resident);
            for (int i = 0; i < count && !output.isOver(); i++) {
                output.skip(resident[i] - done);
                task.memory().peek(resident[i], page, PAGE_SIZE);
                output.write(page, PAGE_SIZE);
                done = resident[i] + PAGE_SIZE;
            }
        }
        output.skip(end - done);
    }
}
