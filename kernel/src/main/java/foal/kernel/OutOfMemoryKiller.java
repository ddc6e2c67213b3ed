package foal.kernel;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.memory.AddressSpace;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The last resort when a program uses memory that it has been promised and no frame is left: the process dies that
 * has the most pages; among equals the youngest, which has the least to lose.
 */
final class OutOfMemoryKiller {
    private final Processes processes;
    private final Consumer<String> warnings;

    /** @param warnings is told who was killed */
    OutOfMemoryKiller(Processes processes, Consumer<String> warnings) {
        this.processes = processes;
        this.warnings = warnings;
    }

    /**
     * Kills a process, with all that share its memory.
     *
     * @param needy the process that needs a frame; it is left for the caller to kill
     * @return whether that is to be killed
     */
    boolean kill(Process needy) {
        Process victim = choose();
        AddressSpace space = victim.space();
        warnings.accept("out of memory: killed pid " + victim.pid() + " (" + victim.program().command() + "), which had "
                + space.resident() * PAGE_SIZE / 1024 + " KiB");
        for (Process process : living()) {
            if (process != needy && process.space() == space) {
                processes.exit(process, new ExitStatus.Killed(Signal.SIGKILL.number()));
            }
        }
        return needy.space() == space;
    }

    private Process choose() {
        Process largest = null;
        long most = -1;
        for (Process process : living()) {
            long pages = process.space().resident();
            if (pages >= most) {
                largest = process;
                most = pages;
            }
        }
        return largest;
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
