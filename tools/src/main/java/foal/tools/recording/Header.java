package foal.tools.recording;

import foal.kernel.Options;
import foal.kernel.Options.ClockKind;
import foal.kernel.explore.SchedulingPolicy;
import foal.kernel.hostfs.HostFolders;
import foal.kernel.machine.Processor;
import foal.kernel.tty.Terminals;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a recording begins with: all that the run is a function of besides what entered it.
 *
 * @param foal version of Foal
 * @param program what runs
 * @param machine its options
 * @param usesNetwork whether sockets were the host's
 */
public record Header(String foal, ProgramFile program, Machine machine, boolean usesNetwork) {
    /**
     * The program.
     *
     * @param name as the user called it
     * @param guestPath where it is in the guest
     * @param hash of its file; empty if the file came from a root of the user's
     * @param sources the files on the host that were named: an executable, or source files; none for a bundled program
     * @param arguments with its name
     * @param files that are put into the guest's tree, and their sizes
     */
    public record ProgramFile(String name, String guestPath, String hash, List<Source> sources, List<String> arguments,
            Map<String, Long> files) {
        boolean isWhole() {
            return Stream.of(name, guestPath, hash, sources, arguments, files).allMatch(Objects::nonNull)
                    && sources.stream().allMatch(source -> source != null && source.path() != null && source.hash() != null);
        }
    }

    /**
     * A file that the user has named.
     *
     * @param path absolute, on the host
     */
    public record Source(String path, String hash) {}

    /** The options in words. Which of the standard streams were terminals is in {@code terminals}, such as {@code 0,1}. */
    record Machine(long seed, long quantum, String sched, String clock, long memory, int harts, List<String> environment,
            String workingDirectory, String terminals, String root, List<Bind> binds, long callCost) {
        /** A folder of the host's. */
        record Bind(String host, String guest, HostFolders.Changes changes) {
            boolean isWhole() {
                return host != null && guest != null && changes != null;
            }
        }

        boolean isWhole() {
            return Stream.of(sched, clock, environment, workingDirectory, terminals, binds).allMatch(Objects::nonNull)
                    && binds.stream().allMatch(bind -> bind != null && bind.isWhole())
                    && quantum >= 1 && Options.isPossibleMemory(memory)
                    && harts >= 1 && harts <= Processor.MOST_HARTS && SchedulingPolicy.parse(sched).isPresent()
                    && callCost >= 0 && callCost <= Options.MOST_CALL_COST
                    && Stream.of(ClockKind.values()).anyMatch(kind -> kind.name().equals(clock));
        }
    }

    /** The header of a run that is about to begin. */
    public static Header of(String version, ProgramFile program, Options options, boolean usesNetwork) {
        Terminals terminals = options.terminals();
        Machine machine = new Machine(options.seed(), options.quantum(), options.policy().toString(), options.clock().name(),
                options.memory(), options.harts(), options.environment(), options.workingDirectory(),
                (terminals.input() ? "0" : "") + (terminals.output() ? "1" : "") + (terminals.error() ? "2" : ""),
                options.folders().root().map(Path::toString).orElse(null),
                options.folders().binds().stream().map(bind -> new Machine.Bind(bind.host().toString(), bind.guest(), bind.changes())).toList(),
                options.callCost());
        return new Header(version, program, machine, usesNetwork);
    }

    /** Whether nothing is missing. */
    boolean isWhole() {
        return foal != null && program != null && program.isWhole() && machine != null && machine.isWhole();
    }

    /** The options of the run. */
    public Options options() {
        Options.Folders folders = new Options.Folders(Optional.ofNullable(machine.root).map(Path::of),
                machine.binds.stream().map(bind -> new Options.Bind(Path.of(bind.host()), bind.guest(), bind.changes())).toList());
        return Options.DEFAULT.withSeed(machine.seed).withQuantum(machine.quantum)
                .withPolicy(SchedulingPolicy.parse(machine.sched).orElseThrow()).withClock(ClockKind.valueOf(machine.clock))
                .withMemory(machine.memory).withHarts(machine.harts).withCallCost(machine.callCost).withEnvironment(machine.environment)
                .withWorkingDirectory(machine.workingDirectory).withFolders(folders)
                .withTerminals(new Terminals(machine.terminals.contains("0"), machine.terminals.contains("1"),
                        machine.terminals.contains("2")));
    }
}
