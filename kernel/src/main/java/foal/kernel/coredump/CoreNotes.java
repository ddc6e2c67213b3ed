package foal.kernel.coredump;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.TrapFrame;
import foal.kernel.exec.Program;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.Struct;
import foal.kernel.task.Process;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The notes of a core: the process, the signal, the mapped files, and each thread with its registers, first the one that
 * took the signal. Layouts are those of linux/elfcore.h for riscv64.
 */
final class CoreNotes {
    private static final int NT_PRSTATUS = 1, NT_PRFPREG = 2, NT_PRPSINFO = 3, NT_AUXV = 6, NT_SIGINFO = 0x5349_4749, NT_FILE = 0x4649_4c45;
    /** Three words and the owner's name, "CORE", with room up to a word's end. */
    private static final int HEADER_SIZE = 20;
    private static final int STATUS_SIZE = 376, FLOATS_SIZE = 264, PROCESS_SIZE = 136;
    // Of struct elf_prstatus.
    private static final int TIMES = 48, REGISTERS = 112, FLOATS_VALID = 368;
    // Of struct elf_prpsinfo.
    private static final int NAME = 40, NAME_SIZE = 16, ARGUMENTS = 56, ARGUMENTS_SIZE = 80;
    /** A table of files that is longer is left out, as on Linux. */
    private static final long LONGEST_FILES = 4 << 20;

    private final Process process;
    private final SignalInfo info;
    private final Clock clock;
    private final List<Task> threads = new ArrayList<>();
    private final List<Mapping> files;
    private final long filesSize;

    CoreNotes(Task dying, SignalInfo info, Clock clock, List<Mapping> mappings) {
        process = dying.process();
        this.info = info;
        this.clock = clock;
        threads.add(dying);
        process.tasks().stream().filter(task -> task != dying).forEach(threads::add);
        List<Mapping> ofFiles = mappings.stream().filter(mapping -> CoreImage.file(mapping).isPresent()).toList();
        long size = 16 + ofFiles.stream().mapToLong(mapping -> 24 + path(mapping).length + 1).sum();
        files = size <= LONGEST_FILES ? ofFiles : List.of();
        filesSize = files.isEmpty() ? 0 : size;
    }

    private static byte[] path(Mapping mapping) {
        return mapping.label().toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The bytes of all notes. */
    long size() {
        long ofThreads = (long) threads.size() * (2 * HEADER_SIZE + STATUS_SIZE + FLOATS_SIZE);
        long ofFiles = files.isEmpty() ? 0 : HEADER_SIZE + (filesSize + 3 & -4);
        return ofThreads + HEADER_SIZE + PROCESS_SIZE + HEADER_SIZE + SignalInfo.SIZE
                + HEADER_SIZE + 8L * Program.of(process).auxiliary().size() + ofFiles;
    }

    void write(CoreOutput output) {
        writeStatus(output, threads.getFirst());
        writeProcess(output);
        byte[] signal = new byte[SignalInfo.SIZE];
        info.put(Struct.of(signal));
        writeNote(output, NT_SIGINFO, signal);
        writeAuxiliary(output);
        writeFiles(output);
        writeFloats(output, threads.getFirst());
        for (Task thread : threads.subList(1, threads.size())) {
            writeStatus(output, thread);
            writeFloats(output, thread);
        }
    }

    private static void writeHeader(CoreOutput output, int type, long size) {
        byte[] header = new byte[HEADER_SIZE];
        String owner = "CORE";
        Struct.of(header).putInt(0, owner.length() + 1).putInt(4, (int) size).putInt(8, type).putString(12, owner, 8);
        output.write(header, header.length);
    }

    private static void writeNote(CoreOutput output, int type, byte[] contents) {
        writeHeader(output, type, contents.length);
        output.write(contents, contents.length);
    }

    // ---- threads -----------------------------------------------------------------------------------------------

    private void writeStatus(CoreOutput output, Task thread) {
        byte[] bytes = new byte[STATUS_SIZE];
        Struct status = Struct.of(bytes);
        status.putInt(0, info.signal()).putShort(12, info.signal())
                .putLong(16, thread.signals().pending()).putLong(24, thread.signals().blocked())
                .putInt(32, thread.tid()).putInt(36, process.parent().pid()).putInt(40, process.group()).putInt(44, process.session());
        long time = thread.time().cpuTime(clock.monotonic()), children = process.usage().childrenTime();
        putTime(status, TIMES, time);
        putTime(status, TIMES + 32, children);
        TrapFrame registers = thread.registers();
        status.putLong(REGISTERS, registers.pc());
        for (int i = 1; i < 32; i++) {
            status.putLong(REGISTERS + 8 * i, registers.x(i));
        }
        status.putInt(FLOATS_VALID, 1);
        writeNote(output, NT_PRSTATUS, bytes);
    }

    private static void putTime(Struct status, int offset, long nanoseconds) {
        status.putLong(offset, nanoseconds / 1_000_000_000).putLong(offset + 8, nanoseconds / 1000 % 1_000_000);
    }

    private static void writeFloats(CoreOutput output, Task thread) {
        byte[] bytes = new byte[FLOATS_SIZE];
        Struct floats = Struct.of(bytes);
        for (int i = 0; i < 32; i++) {
            floats.putLong(8 * i, thread.registers().f(i));
        }
        floats.putInt(256, thread.registers().fcsr());
        writeNote(output, NT_PRFPREG, bytes);
    }

    // ---- the process -------------------------------------------------------------------------------------------

    private void writeProcess(CoreOutput output) {
        byte[] bytes = new byte[PROCESS_SIZE];
        Task leader = process.leader();
        String arguments = String.join(" ", Program.of(process).arguments());
        Struct.of(bytes).putByte(1, 'R').putByte(3, leader.scheduling().nice())
                .putInt(16, process.credentials().realUser()).putInt(20, process.credentials().realGroup())
                .putInt(24, process.pid()).putInt(28, process.parent().pid())
                .putInt(32, process.group()).putInt(36, process.session())
                .putString(NAME, leader.name(), NAME_SIZE)
                .putString(ARGUMENTS, arguments.substring(0, Math.min(arguments.length(), ARGUMENTS_SIZE - 1)), ARGUMENTS_SIZE);
        writeNote(output, NT_PRPSINFO, bytes);
    }

    private void writeAuxiliary(CoreOutput output) {
        List<Long> words = Program.of(process).auxiliary();
        byte[] bytes = new byte[8 * words.size()];
        for (int i = 0; i < words.size(); i++) {
            Struct.of(bytes).putLong(8 * i, words.get(i));
        }
        writeNote(output, NT_AUXV, bytes);
    }

    /** How many, the unit of offsets; then start, end and offset of each; then their names. */
    private void writeFiles(CoreOutput output) {
        if (files.isEmpty()) {
            return;
        }
        writeHeader(output, NT_FILE, filesSize);
        byte[] words = new byte[24];
        Struct.of(words).putLong(0, files.size()).putLong(8, PAGE_SIZE);
        output.write(words, 16);
        for (Mapping mapping : files) {
            Struct.of(words).putLong(0, mapping.start()).putLong(8, mapping.end()).putLong(16, mapping.offset() / PAGE_SIZE);
            output.write(words, words.length);
        }
        byte[] end = new byte[4];
        for (Mapping mapping : files) {
            output.write(path(mapping), path(mapping).length);
            output.write(end, 1);
        }
        output.write(end, (int) (-filesSize & 3));
    }
}
