package foal.kernel.sched;

import foal.cpu.PhysicalMemory;
import foal.kernel.exec.Program;
import foal.kernel.file.FileTree;
import foal.kernel.file.FilesOfTask;
import foal.kernel.memory.FrameTable;
import foal.kernel.task.Processes;
import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import foal.kernel.task.Trace;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import foal.kernel.time.VirtualClock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tasks without programs, for a policy to choose from. */
final class PolicyHarness implements AutoCloseable {
    private final Scheduler policy;
    private final Clock clock = new VirtualClock(() -> 0);
    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final FrameTable frames = new FrameTable(memory, 1);
    private final FileTree tree = new FileTree(frames, clock, () -> null);
    private final Program program = new Program(tree.root(), "/it", List.of(), List.of());
    private final Processes processes;

    PolicyHarness(Scheduler policy) {
        this.policy = policy;
        processes = new Processes(frames, policy, new Timers(), clock, new Trace(), () -> { });
    }

    Processes processes() {
        return processes;
    }

    private Processes.Beginning beginning(Program of) {
        return new Processes.Beginning(of, FilesOfTask.without(frames.kernelMemory(), tree.root(), tree.root(), 0));
    }

    /** A task that is not runnable yet. */
    Task task() {
        return processes.createFirst(null, null, beginning(program), beginning(Program.ofInit(tree.root())));
    }

    Task task(int nice) {
        Task task = task();
        task.scheduling().setNice(nice);
        return task;
    }

    Task realTimeTask(int policyNumber, int priority) {
        Task task = task();
        task.scheduling().set(policyNumber, priority);
        return task;
    }

    /** Lets tasks that never block run for so many turns. @return how long each has had the hart, by its number */
    Map<Integer, Long> runTurns(int turns, Task... tasks) {
        for (Task task : tasks) {
            policy.ready(task, Scheduler.Reason.WOKEN);
        }
        Map<Integer, Long> times = new TreeMap<>();
        for (int i = 0; i < turns; i++) {
            Task chosen = policy.next().orElseThrow();
            long time = policy.quantum(chosen);
            times.merge(chosen.tid(), time, Long::sum);
            policy.ran(chosen, time, 0);
            policy.ready(chosen, Scheduler.Reason.TIMER);
        }
        return times;
    }

    @Override
    public void close() {
        tree.close();
        memory.close();
    }
}
