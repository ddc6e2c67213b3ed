package foal.kernel;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.exec.Program;
import foal.kernel.memory.AddressSpace;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The last resort when a program uses memory that it has been promised and no frame is left: the process dies that
 * has the most pages, more or less by what its oom_score_adj says; among equals the youngest, which has the least to lose.
 */
final class OutOfMemoryKiller {
    /** Minus this, an adjustment keeps a process alive; it counts thousandths of the machine's frames. */
    private static final int SPARED = 1000;
    /** Victims that are named; of more it is said at the end how many there were. */
    private static final int MOST_NAMED = 5;

    private final Processes processes;
    private final int frames;
    private final Consumer<String> warnings;
    private long victims;

    /**
     * @param frames that the machine has
     * @param warnings is told who was killed
     */
    OutOfMemoryKiller(Processes processes, int frames, Consumer<String> warnings) {
        this.processes = processes;
        this.frames = frames;
        this.warnings = warnings;
    }

    /**
     * Kills a process, with all that share its memory.
     *
     * @param needy the process that needs a frame; it is left for the caller to kill
     * @return whether that is to be killed
     */
    boolean kill(Process needy) {
        Process victim = choose().orElse(needy);
        AddressSpace space = victim.space();
        if (victims++ < MOST_NAMED) {
            warnings.accept("out of memory: killed pid " + victim.pid() + " (" + Program.of(victim).command() + "), which had "
                    + space.residency().count() * PAGE_SIZE / 1024 + " KiB");
        }
        for (Process process : living()) {
            if (process != needy && process.space() == space) {
                processes.exit(process, new ExitStatus.Killed(Signal.SIGKILL.number()));
            }
        }
        return needy.space() == space;
    }

    /** The run is over: tells of those who were not named. */
    void end() {
        if (victims > MOST_NAMED) {
            warnings.accept("out of memory: killed " + (victims - MOST_NAMED) + " more times, " + victims + " in all");
        }
    }

    /** The process to kill; none if all have asked to be spared. */
    private Optional<Process> choose() {
        Process chosen = null;
        long most = Long.MIN_VALUE;
        for (Process process : living()) {
            int adjustment = process.oomScore().adjustment();
            long badness = process.space().residency().count() + (long) adjustment * frames / SPARED;
            if (adjustment != -SPARED && badness >= most) {
                chosen = process;
                most = badness;
            }
        }
        return Optional.ofNullable(chosen);
    }

    private List<Process> living() {
        List<Process> living = new ArrayList<>();
        for (Process process : processes.all()) {
            if (process.isAlive() && process.pid() != Processes.INIT_PID) {
                living.add(process);
            }
        }
        return living;
    }
}
