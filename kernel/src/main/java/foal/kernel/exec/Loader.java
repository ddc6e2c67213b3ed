package foal.kernel.exec;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.memory.Protection.PROT_EXEC;
import static foal.kernel.memory.Protection.PROT_READ;
import static foal.kernel.memory.Protection.PROT_WRITE;

import foal.cpu.PageTable;
import foal.kernel.file.Dentry;
import foal.kernel.file.RegularFile;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.UserMemory;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Credentials;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Resource;
import foal.kernel.task.SignalTrampoline;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes the address space of a program: finds the interpreter that it may need, maps the segments of both to the pages
 * of their files, and lays out heap and stack.
 *
 * <pre>
 *   0                                                                                             2^38
 *   | unmapped | text data heap →  …  | PIE text data heap →  …   ← mmap, ld.so | stack | unmapped | vdso |
 * </pre>
 *
 * <p>Nothing depends on chance here: a program finds everything at the same addresses whenever it is run, and so do
 * harts that remember its code.
 */
public final class Loader {
    private static final long STACK_TOP = PageTable.USER_END - (1L << 20);
    /** What is kept free for the stack below its top, whatever its limit. */
    private static final long LEAST_STACK_AREA = 128L << 20, MOST_STACK_AREA = PageTable.USER_END / 4;
    /** Bytes of the stack at first; it grows as it is used. */
    private static final long FIRST_STACK = 132 << 10;
    /** Where position-independent programs go: at two thirds of the user's part, as on Linux. */
    private static final long PIE_BASE = PageTable.USER_END / 3 * 2 & -PAGE_SIZE;
    /** A script may have an interpreter that is a script too, and so on: so many times. */
    private static final int MOST_SCRIPTS = 5;

    private final FrameTable frames;
    private final SignalTrampoline trampoline;
    private final RandomGenerator random;

    public Loader(FrameTable frames, SignalTrampoline trampoline, RandomGenerator random) {
        this.frames = frames;
        this.trampoline = trampoline;
        this.random = random;
    }

    /**
     * The process that a program is loaded for.
     *
     * @param stackLimit bytes that its stack may have (RLIMIT_STACK), unsigned
     */
    public record Owner(int pid, Credentials credentials, long stackLimit) {
        /** The owner of the first program. */
        public static final Owner FIRST = new Owner(Processes.FIRST_PID, new Credentials(), 8L << 20);

        /** A process that is to run another program. */
        public static Owner of(Process process) {
            return new Owner(process.pid(), process.credentials(), process.limits().soft(Resource.RLIMIT_STACK));
        }
    }

    /** Finds the files that a program needs to run, on behalf of whoever runs it. */
    public interface Finder {
        /** The executable file at a path, or why it cannot be run. */
        Executable find(String path);
    }

    /** A file that may be run as far as its permissions go. */
    public sealed interface Executable {
        /** @param entry of a regular file */
        record File(Dentry entry) implements Executable {
            RegularFile file() {
                return (RegularFile) entry.inode();
            }

            String path() {
                return entry.path();
            }
        }

        record Refused(Errno errno) implements Executable {}
    }

    /** What came of loading. */
    public sealed interface Loaded {
        /** A program that is ready to run from these values of pc and sp. */
        record Ready(AddressSpace space, Program program, long pc, long sp) implements Loaded {}

        /** It cannot run. @param why completes "FILE: …" */
        record Failed(Errno errno, String why) implements Loaded {}
    }

    /** Why a program cannot be loaded, on its way out. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Loaded.Failed failure;

        Refusal(Errno errno, String why) {
            super(why, null, false, false);
            failure = new Loaded.Failed(errno, why);
        }
    }

    /**
     * Loads a program for a process.
     *
     * @param program the program or script, and its arguments
     * @param finder finds the interpreters that it names
     */
    public Loaded load(Program program, Owner owner, Finder finder) {
        try {
            if (InitialStack.tooBig(program.arguments(), program.environment(), owner.stackLimit())) {
                throw new Refusal(Errno.E2BIG, "has too many arguments");
            }
            return start(resolveScripts(program, finder), owner, finder);
        } catch (Refusal refusal) {
            return refusal.failure;
        }
    }

    /** The program whose file is an ELF file, if it is anything. */
    private static Program resolveScripts(Program program, Finder finder) throws Refusal {
        Executable.File executable = new Executable.File(program.file());
        Program run = program;
        String script = program.name();
        for (int scripts = 0; ScriptLine.isScript(executable.file()); scripts++) {
            if (scripts == MOST_SCRIPTS) {
                throw new Refusal(Errno.ELOOP, "is a script whose interpreter is a script, and so on");
            }
            ScriptLine line = ScriptLine.parse(executable.file())
                    .orElseThrow(() -> new Refusal(Errno.ENOEXEC, "is a script that names no interpreter"));
            executable = find(finder, line.interpreter());
            run = new Program(executable.entry(), run.name(), line.arguments(script, run.arguments()), run.environment());
            script = line.interpreter();
        }
        return run;
    }

    private static Executable.File find(Finder finder, String path) throws Refusal {
        return switch (finder.find(path)) {
            case Executable.File file -> file;
            case Executable.Refused(Errno errno) ->
                    throw new Refusal(errno, "needs " + path + ": " + errno.text());
        };
    }

    private Loaded start(Program program, Owner owner, Finder finder) throws Refusal {
        ElfFile elf = parse(new Executable.File(program.file()).file(), Errno.ENOEXEC);
        Optional<Executable.File> interpreter = Optional.empty();
        Optional<ElfFile> linker = Optional.empty();
        if (elf.interpreter().isPresent()) {
            interpreter = Optional.of(find(finder, elf.interpreter().get()));
            linker = Optional.of(parse(interpreter.get().file(), Errno.ELIBBAD));
        }
        AddressSpace space = AddressSpace.create(frames, owner.pid()).orElseThrow(Loader::noMemory);
        try {
            space.layout().setStackLimit(owner.stackLimit());
            space.layout().setMmapTop(STACK_TOP - stackArea(owner.stackLimit()));
            UserMemory memory = new UserMemory(space, frames.memory());
            Image image = map(elf, elf.isRelocatable() ? PIE_BASE & -elf.alignment() : 0, space, memory, program.path());
            Image start = image;
            if (linker.isPresent()) {
                start = map(linker.get(), placeFor(linker.get(), space), space, memory, interpreter.get().path());
            }
            space.layout().setHeapStart(image.end());
            space.map(new Mapping(STACK_TOP - FIRST_STACK, STACK_TOP, stackProtection(elf), Mapping.Kind.STACK,
                    Optional.empty(), 0, "[stack]"));
            space.map(trampoline.mapping());
            InitialStack stack = new InitialStack(memory, STACK_TOP);
            if (!stack.push(image, linker.isPresent() ? start.base() : 0, program, owner.credentials(), random)) {
                throw noMemory();
            }
            return new Loaded.Ready(space, program.with(stack.auxiliary()), start.entry(), stack.pointer());
        } catch (Refusal refusal) {
            space.close();
            throw refusal;
        }
    }

    private static ElfFile parse(RegularFile file, Errno ifNone) throws Refusal {
        return switch (ElfFile.parse(file)) {
            case ElfFile.Parsed.Rejected(String why) -> throw new Refusal(ifNone, why);
            case ElfFile.Parsed.Executable(ElfFile elf) -> elf;
        };
    }

    private Image map(ElfFile elf, long base, AddressSpace space, UserMemory memory, String path) throws Refusal {
        long needed = elf.segments().stream().mapToLong(segment -> segment.pageEnd() - segment.firstPage()).sum();
        if (needed > (long) frames.total() * PAGE_SIZE) {
            throw new Refusal(Errno.ENOMEM, "needs " + needed + " bytes, more than the machine's memory");
        }
        Image image = new Image(elf, base);
        if (!image.fits(space)) {
            throw new Refusal(Errno.ENOMEM, "does not fit into the address space");
        }
        if (!image.map(space, memory, path)) {
            throw noMemory();
        }
        return image;
    }

    /** Where an interpreter goes: among the mappings, the highest first. */
    private static long placeFor(ElfFile elf, AddressSpace space) throws Refusal {
        if (!elf.isRelocatable()) {
            return 0;
        }
        long alignment = elf.alignment();
        long first = elf.start() & -alignment;
        long start = space.findFree(elf.end() - first + alignment - PAGE_SIZE)
                .orElseThrow(() -> new Refusal(Errno.ENOMEM, "needs an interpreter that does not fit into the address space"));
        return (start + alignment - 1 & -alignment) - first;
    }

    private static Refusal noMemory() {
        return new Refusal(Errno.ENOMEM, "does not fit into the machine's memory");
    }

    private static long stackArea(long limit) {
        long wanted = limit < 0 ? MOST_STACK_AREA : Math.min(limit, MOST_STACK_AREA);
        return Math.max(wanted, LEAST_STACK_AREA) + PAGE_SIZE - 1 & -PAGE_SIZE;
    }

    private static int stackProtection(ElfFile elf) {
        return (int) (PROT_READ.value() | PROT_WRITE.value() | (elf.hasExecutableStack() ? PROT_EXEC.value() : 0));
    }
}
