package foal.kernel.exec;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.memory.Protection.PROT_EXEC;
import static foal.kernel.memory.Protection.PROT_READ;
import static foal.kernel.memory.Protection.PROT_WRITE;

import foal.cpu.PageTable;
import foal.kernel.file.RegularFile;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.UserMemory;
import foal.kernel.syscall.Errno;
import foal.kernel.task.SignalTrampoline;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes the address space of a program: maps its segments to the pages of its file, and lays out heap and stack.
 *
 * <pre>
 *   0                                                                        2^38
 *   | unmapped | text data heap →      …      ← mmap | stack (8 MiB) | unmapped | vdso |
 * </pre>
 */
public final class Loader {
    private static final long STACK_TOP = PageTable.USER_END - (1L << 20);
    /** Bytes of the stack (RLIMIT_STACK). */
    public static final long STACK_SIZE = 8L << 20;

    private final FrameTable frames;
    private final SignalTrampoline trampoline;
    private final RandomGenerator random;

    public Loader(FrameTable frames, SignalTrampoline trampoline, RandomGenerator random) {
        this.frames = frames;
        this.trampoline = trampoline;
        this.random = random;
    }

    /** What came of loading. */
    public sealed interface Loaded {
        /** A program that is ready to run from these values of pc and sp. */
        record Ready(AddressSpace space, long pc, long sp) implements Loaded {}

        /** It cannot run. @param why completes "FILE: …" */
        record Failed(Errno errno, String why) implements Loaded {}
    }

    /** Loads a program for a process. */
    public Loaded load(RegularFile file, Program program, int pid) {
        return switch (ElfFile.parse(file)) {
            case ElfFile.Parsed.Rejected(String why) -> new Loaded.Failed(Errno.ENOEXEC, why);
            case ElfFile.Parsed.Executable(ElfFile elf) -> load(file, elf, program, pid);
        };
    }

    private Loaded load(RegularFile file, ElfFile elf, Program program, int pid) {
        long needed = elf.segments().stream().mapToLong(segment -> segment.pageEnd() - segment.firstPage()).sum();
        if (needed > (long) frames.total() * PAGE_SIZE) {
            return new Loaded.Failed(Errno.ENOMEM, "needs " + needed + " bytes, more than the machine's memory");
        }
        Optional<AddressSpace> created = AddressSpace.create(frames, pid);
        if (created.isEmpty()) {
            return new Loaded.Failed(Errno.ENOMEM, "does not fit into the machine's memory");
        }
        AddressSpace space = created.get();
        boolean fits = mapSegments(space, elf, file, program.path());
        space.map(Mapping.anonymous(STACK_TOP - STACK_SIZE, STACK_TOP, readWrite(), "[stack]"));
        space.map(trampoline.mapping());
        InitialStack stack = new InitialStack(new UserMemory(space, frames.memory()), STACK_TOP);
        if (!fits || !stack.push(elf, program, random)) {
            space.close();
            return stack.isTooBig(program)
                    ? new Loaded.Failed(Errno.E2BIG, "has too many arguments")
                    : new Loaded.Failed(Errno.ENOMEM, "does not fit into the machine's memory");
        }
        return new Loaded.Ready(space, elf.entry(), stack.pointer());
    }

    private boolean mapSegments(AddressSpace space, ElfFile elf, RegularFile file, String label) {
        boolean fits = true;
        long end = 0;
        for (ElfFile.Segment segment : elf.segments()) {
            int protection = protection(segment.flags());
            long fileEnd = segment.address() + segment.fileSize();
            long filePages = segment.fileSize() == 0 ? segment.firstPage() : fileEnd + PAGE_SIZE - 1 & -PAGE_SIZE;
            if (filePages > segment.firstPage()) {
                space.map(new Mapping(segment.firstPage(), filePages, protection, false, Optional.of(file),
                        segment.offset() & -PAGE_SIZE, label));
            }
            if (segment.pageEnd() > filePages) {
                space.map(Mapping.anonymous(filePages, segment.pageEnd(), protection, label));
            }
            if (segment.memorySize() > segment.fileSize()) {
                fits &= clearRest(space, fileEnd, filePages);
            }
            end = Math.max(end, segment.pageEnd());
        }
        space.setHeapStart(end);
        return fits;
    }

    /** Clears what follows the file's bytes in the last page of a segment: the beginning of its .bss. */
    private boolean clearRest(AddressSpace space, long from, long to) {
        if (from >= to || !PROT_WRITE.in(space.find(from).orElseThrow().protection())) {
            return true;
        }
        byte[] zeros = new byte[(int) (to - from)];
        return new UserMemory(space, frames.memory()).write(from, zeros, 0, zeros.length) == zeros.length;
    }

    private static int protection(int segmentFlags) {
        return (int) (((segmentFlags & 4) != 0 ? PROT_READ.value() : 0)
                | ((segmentFlags & 2) != 0 ? PROT_WRITE.value() : 0)
                | ((segmentFlags & 1) != 0 ? PROT_EXEC.value() : 0));
    }

    private static int readWrite() {
        return (int) (PROT_READ.value() | PROT_WRITE.value());
    }
}
