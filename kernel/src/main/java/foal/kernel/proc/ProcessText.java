package foal.kernel.proc;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.exec.Program;
import foal.kernel.file.DescriptorTable;
import foal.kernel.file.FileContext;
import foal.kernel.file.FileSystem;
import foal.kernel.file.FileTree;
import foal.kernel.file.GeneratedFile;
import foal.kernel.memory.AddressSpace;
import foal.kernel.syscall.SystemCall;
import foal.kernel.task.ControllingTerminal;
import foal.kernel.task.Credentials;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Process;
import foal.kernel.task.Resource;
import foal.kernel.task.ResourceLimits;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** The texts of a process's files in /proc, in the forms that proc(5) gives. */
public final class ProcessText {
    /** Clock ticks, in which times are shown (USER_HZ), are this many nanoseconds. */
    static final long TICK = 10_000_000;
    private static final int DEFAULT_PRIORITY = 20;

    private final FileTree tree;
    private final Clock clock;

    public ProcessText(FileTree tree, Clock clock) {
        this.tree = tree;
        this.clock = clock;
    }

    // ---- stat and status ---------------------------------------------------------------------------------------

    /** The letter that ps shows for what a process, or one thread of it, is doing. */
    static char state(Process process, Optional<Task> thread) {
        if (!process.isAlive()) {
            return 'Z';
        }
        return switch (thread.orElseGet(process::leader).state()) {
            case RUNNING, RUNNABLE -> 'R';
            case BLOCKED -> 'S';
            case STOPPED -> 'T';
            case DEAD -> 'Z'; // others go on
        };
    }

    private static String stateName(char state) {
        return switch (state) {
            case 'Z' -> "zombie";
            case 'T' -> "stopped";
            case 'R' -> "running";
            default -> "sleeping";
        };
    }

    private static String name(Process process, Optional<Task> thread) {
        return thread.orElseGet(process::leader).name();
    }

    /** One line of 52 numbers, with the name in parentheses. */
    String stat(Process process, Optional<Task> thread) {
        Optional<AddressSpace> space = space(process);
        long now = clock.monotonic();
        long userTime = thread.map(task -> task.time().userTime(now)).orElseGet(() -> process.usage().userTime(now));
        long systemTime = thread.map(task -> task.time().systemTime()).orElseGet(process.usage()::systemTime);
        long childrenUserTime = process.usage().childrenTime() - process.usage().childrenSystemTime();
        StringJoiner line = new StringJoiner(" ", "", "\n");
        line.add(String.valueOf(thread.map(Task::tid).orElse(process.pid()))).add("(" + name(process, thread) + ")")
                .add(String.valueOf(state(process, thread)));
        int nice = thread.orElseGet(process::leader).scheduling().nice();
        add(line, parent(process), process.group(), process.session(), process.terminal().map(ControllingTerminal::device).orElse(0L),
                process.terminal().map(ControllingTerminal::foregroundGroup).orElse(-1),
                0, process.usage().memory().minorFaults(), process.usage().childrenMemory().minorFaults(), // flags, faults
                process.usage().memory().majorFaults(), process.usage().childrenMemory().majorFaults(),
                userTime / TICK, systemTime / TICK,
                childrenUserTime / TICK, process.usage().childrenSystemTime() / TICK,
                DEFAULT_PRIORITY + nice, nice, threads(process), 0,
                process.usage().started() / TICK,
                space.map(AddressSpace::size).orElse(0L), space.map(it -> it.residency().count()).orElse(0L));
        line.add(Long.toUnsignedString(ResourceLimits.UNLIMITED));
        add(line, 0, 0, 0, 0, 0,                     // addresses, which are nobody's business
                pending(process, thread) & 0x7fff_ffff, blocked(process, thread) & 0x7fff_ffff,
                process.actions().ignored() & 0x7fff_ffff, process.actions().caught() & 0x7fff_ffff,
                0, 0, 0, process.exitSignal(), 0,    // wait channel, swap, exit signal, hart
                0, 0, 0, 0, 0,                       // real-time priority, policy, delays, guests
                0, 0, 0, 0, 0, 0, 0,                 // more addresses
                process.exitStatus().map(ExitStatus::waitStatus).orElse(0));
        return line.toString();
    }

    private static void add(StringJoiner line, long... numbers) {
        for (long number : numbers) {
            line.add(String.valueOf(number));
        }
    }

    /** How many there are; a first one that has ended counts until the process is gone. */
    private static int threads(Process process) {
        return process.tasks().size() + (process.tasks().contains(process.leader()) ? 0 : 1);
    }

    private static int parent(Process process) {
        return process.parent() == process ? 0 : process.parent().pid();
    }

    private static Optional<AddressSpace> space(Process process) {
        return process.isAlive() ? Optional.ofNullable(process.space()) : Optional.empty();
    }

    private static long pending(Process process, Optional<Task> thread) {
        return process.signals().pending() | thread.map(task -> task.signals().pending()).orElse(0L);
    }

    private static long blocked(Process process, Optional<Task> thread) {
        return thread.orElseGet(process::leader).signals().blocked();
    }

    /** The same in words, a line each. */
    String status(Process process, Optional<Task> thread) {
        char state = state(process, thread);
        Credentials who = process.credentials();
        StringBuilder text = new StringBuilder();
        line(text, "Name", name(process, thread));
        line(text, "Umask", String.format("%04o", FileContext.of(process.leader()).umask()));
        line(text, "State", state + " (" + stateName(state) + ")");
        line(text, "Tgid", process.pid());
        line(text, "Ngid", 0);
        line(text, "Pid", thread.map(Task::tid).orElse(process.pid()));
        line(text, "PPid", parent(process));
        line(text, "TracerPid", 0);
        line(text, "Uid", who.usersText());
        line(text, "Gid", who.groupsText());
        line(text, "FDSize", DescriptorTable.of(process).size());
        line(text, "Groups", who.supplementaryText());
        space(process).ifPresent(space -> {
            line(text, "VmSize", kilobytes(space.size()));
            line(text, "VmLck", kilobytes(space.locks().bytes()));
            line(text, "VmHWM", kilobytes(space.residency().usage().peakPages() * PAGE_SIZE));
            line(text, "VmRSS", kilobytes(space.residency().count() * PAGE_SIZE));
            line(text, "VmSwap", kilobytes(0)); // nothing is ever swapped out
        });
        line(text, "Threads", threads(process));
        line(text, "SigPnd", bits(thread.map(task -> task.signals().pending()).orElse(0L)));
        line(text, "ShdPnd", bits(process.signals().pending()));
        line(text, "SigBlk", bits(blocked(process, thread)));
        line(text, "SigIgn", bits(process.actions().ignored()));
        line(text, "SigCgt", bits(process.actions().caught()));
        line(text, "CapInh", bits(who.capabilities().inheritable()));
        line(text, "CapPrm", bits(who.capabilities().permitted()));
        line(text, "CapEff", bits(who.capabilities().effective()));
        line(text, "CapBnd", bits(who.capabilities().bounding()));
        line(text, "CapAmb", bits(who.capabilities().ambient()));
        line(text, "Cpus_allowed", "1");
        line(text, "Cpus_allowed_list", "0");
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(":\t").append(value).append('\n');
    }

    private static String kilobytes(long bytes) {
        return String.format("%8d kB", bytes / 1024);
    }

    private static String bits(long set) {
        return String.format("%016x", set);
    }

    /** Sizes in pages. */
    String statm(Process process) {
        long size = space(process).map(AddressSpace::size).orElse(0L) / PAGE_SIZE;
        long resident = space(process).map(space -> space.residency().count()).orElse(0L);
        return size + " " + resident + " 0 0 0 " + size + " 0\n";
    }

    // ---- what it was given -------------------------------------------------------------------------------------

    String commandLine(Process process) {
        return process.isAlive() ? strings(Program.of(process).arguments()) : "";
    }

    String environment(Process process) {
        return process.isAlive() ? strings(Program.of(process).environment()) : "";
    }

    /** The bytes of the auxiliary vector. */
    String auxiliaryVector(Process process) {
        if (!process.isAlive()) {
            return "";
        }
        List<Long> words = Program.of(process).auxiliary();
        ByteBuffer bytes = ByteBuffer.allocate(8 * words.size()).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(bytes::putLong);
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    private static String strings(List<String> strings) {
        StringBuilder text = new StringBuilder();
        strings.forEach(string -> text.append(string).append('\0'));
        return text.toString();
    }

    // ---- memory ------------------------------------------------------------------------------------------------

    String maps(Process process) {
        return space(process).map(MemoryMapText::maps).orElse("");
    }

    String smaps(Process process) {
        return space(process).map(MemoryMapText::smaps).orElse("");
    }

    // ---- the rest ----------------------------------------------------------------------------------------------

    /** The call that a thread sleeps in, or 0. */
    String waitChannel(Process process, Optional<Task> thread) {
        return Optional.of(thread.orElseGet(process::leader)).filter(task -> task.state() == Task.State.BLOCKED)
                .flatMap(task -> task.call().systemCall()).map(SystemCall::name).orElse("0");
    }

    String limits(Process process) {
        String row = "%-25s %-20s %-20s %-10s%n";
        StringBuilder text = new StringBuilder(String.format(row, "Limit", "Soft Limit", "Hard Limit", "Units").replace("\r", ""));
        for (Resource resource : Resource.values()) {
            text.append(String.format(row, resource.title(), amount(process.limits().soft(resource)),
                    amount(process.limits().hard(resource)), resource.unit()).replace("\r", ""));
        }
        return text.toString();
    }

    private static String amount(long limit) {
        return limit == ResourceLimits.UNLIMITED ? "unlimited" : Long.toUnsignedString(limit);
    }

    /** A line for each file system: what, where, kind, options. */
    String mounts() {
        StringBuilder text = new StringBuilder();
        for (FileTree.Mount mount : tree.mounts()) {
            FileSystem fileSystem = mount.fileSystem();
            text.append(fileSystem.kind().title()).append(' ').append(mount.path()).append(' ').append(fileSystem.kind().title())
                    .append(fileSystem.isReadOnly() ? " ro" : " rw").append(",relatime 0 0\n");
        }
        return text.toString();
    }

    GeneratedFile.Changes mountChanges() {
        return tree.mountChanges();
    }

    String mountInfo() {
        List<String> lines = new ArrayList<>();
        for (FileTree.Mount mount : tree.mounts()) {
            FileSystem fileSystem = mount.fileSystem();
            String kind = fileSystem.kind().title();
            String mode = fileSystem.isReadOnly() ? "ro" : "rw";
            int id = fileSystem.device();
            lines.add(id + " 1 0:" + id + " / " + mount.path() + " " + mode + ",relatime - " + kind + " " + kind + " " + mode + "\n");
        }
        return String.join("", lines);
    }
}
