package foal.kernel;

import foal.cpu.PhysicalMemory;
import foal.kernel.chapter.ChapterChoice;
import foal.kernel.explore.SchedulingPolicy;
import foal.kernel.hostfs.HostFolders;
import foal.kernel.tty.Terminals;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a run depends on, apart from its input: the same options give the same run.
 *
 * @param seed of the schedule and of all random numbers
 * @param quantum mean instructions between timer interrupts, at least 1
 * @param policy by which tasks are scheduled
 * @param clock whose time programs see
 * @param memory bytes of RAM, a multiple of the page size
 * @param environment of the first program, as {@code NAME=VALUE}
 * @param workingDirectory of the first program
 * @param terminals which of descriptors 0 to 2 are terminals
 * @param folders of the host's that programs see
 * @param harts that the machine has, from 1 to {@link foal.kernel.machine.Processor#MOST_HARTS}
 * @param callCost virtual nanoseconds that a system call or another trap takes the kernel, from 0 to {@link #MOST_CALL_COST}; its
 *     only effect is on the virtual clock
 * @param chapters of the kernel
 */
public record Options(long seed, long quantum, SchedulingPolicy policy, ClockKind clock, long memory, List<String> environment,
        String workingDirectory, Terminals terminals, Folders folders, int harts, long callCost, ChapterChoice chapters) {
    /** Bytes of RAM below which no program can be run. */
    public static final long LEAST_MEMORY = 1L << 20;
    /** Bytes of RAM above which the engine cannot go. */
    public static final long MOST_MEMORY = 64L << 30;

    /** A millisecond: more than any kernel takes. */
    public static final long MOST_CALL_COST = 1_000_000;

    /** Whether a machine can have so many bytes of RAM: whole pages, within the bounds. */
    public static boolean isPossibleMemory(long bytes) {
        return bytes >= LEAST_MEMORY && bytes <= MOST_MEMORY && bytes % PhysicalMemory.PAGE_SIZE == 0;
    }

    /** Which clock programs see. */
    public enum ClockKind {
        /** A function of the instructions executed; runs can be repeated. */
        VIRTUAL,
        /** The host's; instructions are not counted, which is faster. */
        HOST,
        /** The host's; instructions are counted all the same, so that its readings can be recorded and a run repeated. */
        HOST_COUNTED
    }

    /**
     * Folders of the host's in the guest's tree. What is in them is not part of the options, so a run that reads them
     * depends on it: on the files, their permissions and the times of their last changes.
     *
     * @param root that is the whole tree at first; what the guest changes stays in memory
     */
    public record Folders(Optional<Path> root, List<Bind> binds) {
        public static final Folders NONE = new Folders(Optional.empty(), List.of());
    }

    /**
     * A folder at a place of the guest's tree.
     *
     * @param guest the absolute path of that place
     * @param changes what becomes of those that the guest makes
     */
    public record Bind(Path host, String guest, HostFolders.Changes changes) {}

    /** The options of a run for which nothing was asked. */
    public static final Options DEFAULT = new Options(0, 10_000, SchedulingPolicy.DEFAULT, ClockKind.VIRTUAL, 256L << 20,
            environment(Map.of()), "/", Terminals.NONE, Folders.NONE, 1, 500, ChapterChoice.STANDARD);

    /** The environment of a program: these variables besides PATH, HOME and TERM. */
    public static List<String> environment(Map<String, String> more) {
        Map<String, String> all = new java.util.TreeMap<>(Map.of("PATH", "/bin", "HOME", "/", "TERM", "dumb"));
        all.putAll(more);
        return all.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
    }

    public Options withSeed(long newSeed) {
        return new Options(newSeed, quantum, policy, clock, memory, environment, workingDirectory, terminals, folders, harts, callCost, chapters);
    }

    public Options withQuantum(long newQuantum) {
        return new Options(seed, newQuantum, policy, clock, memory, environment, workingDirectory, terminals, folders, harts, callCost, chapters);
    }

    public Options withPolicy(SchedulingPolicy newPolicy) {
        return new Options(seed, quantum, newPolicy, clock, memory, environment, workingDirectory, terminals, folders, harts, callCost, chapters);
    }

    public Options withClock(ClockKind newClock) {
        return new Options(seed, quantum, policy, newClock, memory, environment, workingDirectory, terminals, folders, harts, callCost, chapters);
    }

    public Options withMemory(long newMemory) {
        return new Options(seed, quantum, policy, clock, newMemory, environment, workingDirectory, terminals, folders, harts, callCost, chapters);
    }

    public Options withEnvironment(List<String> newEnvironment) {
        return new Options(seed, quantum, policy, clock, memory, newEnvironment, workingDirectory, terminals, folders, harts, callCost, chapters);
    }

    public Options withWorkingDirectory(String directory) {
        return new Options(seed, quantum, policy, clock, memory, environment, directory, terminals, folders, harts, callCost, chapters);
    }

    public Options withTerminals(Terminals newTerminals) {
        return new Options(seed, quantum, policy, clock, memory, environment, workingDirectory, newTerminals, folders, harts, callCost, chapters);
    }

    public Options withFolders(Folders newFolders) {
        return new Options(seed, quantum, policy, clock, memory, environment, workingDirectory, terminals, newFolders, harts, callCost, chapters);
    }

    public Options withHarts(int newHarts) {
        return new Options(seed, quantum, policy, clock, memory, environment, workingDirectory, terminals, folders, newHarts, callCost, chapters);
    }

    public Options withCallCost(long nanoseconds) {
        return new Options(seed, quantum, policy, clock, memory, environment, workingDirectory, terminals, folders, harts, nanoseconds, chapters);
    }

    public Options withChapters(ChapterChoice newChapters) {
        return new Options(seed, quantum, policy, clock, memory, environment, workingDirectory, terminals, folders, harts, callCost, newChapters);
    }
}
