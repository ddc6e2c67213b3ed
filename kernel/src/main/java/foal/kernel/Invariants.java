package foal.kernel;

import foal.cpu.Hart;
import foal.cpu.Trap;
import foal.cpu.TrapHandler;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.SpaceInvariants;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.TaskInvariants;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Looks after traps whether the kernel's objects are as they must be: with {@code -Dfoal.check=on}, as in all tests. In a short run
 * of a small machine that is after every trap. In a large one, where a look takes longer, and in a long one, which does the same
 * things again and again, it is after every few, so that the looks stay a small part of the run.
 */
final class Invariants implements TrapHandler {
    /** Objects to look at that each trap pays for. */
    private static final int ALLOWANCE = 8;
    /** So many traps are looked after one by one, and about as many each time that there have been twice as many. */
    private static final int CLOSELY = 4096;

    private final TrapHandler kernel;
    private final FrameTable frames;
    private final Processes processes;
    private final TaskInvariants tasks;
    private int saved;
    private int cost;
    private long traps;
    private long next;

    private Invariants(TrapHandler kernel, FrameTable frames, Processes processes) {
        this.kernel = kernel;
        this.frames = frames;
        this.processes = processes;
        tasks = new TaskInvariants(processes);
    }

    /** The kernel's own handler, or one that looks after it if that is wanted. */
    static TrapHandler around(TrapHandler kernel, FrameTable frames, Processes processes) {
        return "on".equals(System.getProperty("foal.check")) ? new Invariants(kernel, frames, processes) : kernel;
    }

    @Override
    public void trap(Hart hart, Trap trap) {
        kernel.trap(hart, trap);
        saved = Math.min(saved + ALLOWANCE, cost);
        if (++traps > next && saved >= cost) {
            next = traps + traps / CLOSELY;
            saved = 0;
            cost = check(trap);
        }
    }

    private int check(Trap trap) {
        try {
            return tasks.check() + checkSpaces();
        } catch (IllegalStateException e) {
            throw new IllegalStateException("after " + trap + ": " + e.getMessage(), e);
        }
    }

    private int checkSpaces() {
        SpaceInvariants invariants = new SpaceInvariants(frames);
        Set<AddressSpace> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        int looked = 0;
        for (Process process : processes.all()) {
            if (process.isAlive() && process.pid() != Processes.INIT_PID && seen.add(process.space())) {
                looked += process.space().check(invariants);
            }
        }
        return looked;
    }
}
