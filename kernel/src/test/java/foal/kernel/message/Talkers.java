package foal.kernel.message;

import foal.cpu.PhysicalMemory;
import foal.cpu.TrapFrame;
import foal.kernel.exec.Program;
import foal.kernel.file.FileTree;
import foal.kernel.file.FilesOfTask;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.Protection;
import foal.kernel.memory.Struct;
import foal.kernel.sched.RoundRobin;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.task.Trace;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import foal.kernel.time.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tasks that talk to each other, each in an address space of its own with a page to write to. */
public final class Talkers implements AutoCloseable {
    public static final long PAGE = 0x10000, NOWHERE = 0x500000;

    private final Clock clock = new VirtualClock(() -> 0);
    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final FrameTable frames = new FrameTable(memory, 1);
    private final FileTree tree = new FileTree(frames, clock, () -> null);
    private final Program program = new Program(tree.root(), "/it", List.of(), List.of());
    private final List<AddressSpace> spaces = new ArrayList<>();
    private final Processes processes =
            new Processes(frames, new RoundRobin(1000, 0), new Timers(), clock, new Trace(), () -> { });

    public Processes processes() {
        return processes;
    }

    /** A task that has just made a system call. It has no registers, so it cannot end. */
    public Task task() {
        return task(null);
    }

    /** A task that has just made a system call, with its registers. */
    public Task task(TrapFrame frame) {
        AddressSpace space = AddressSpace.create(frames, spaces.size() + 1).orElseThrow();
        space.map(Mapping.anonymous(PAGE, PAGE + PhysicalMemory.PAGE_SIZE, Protection.ALL, ""));
        spaces.add(space);
        Task task = processes.createFirst(frame, space, beginning(program), beginning(Program.ofInit(tree.root())));
        task.call().begin(Optional.empty());
        return task;
    }

    private Processes.Beginning beginning(Program of) {
        return new Processes.Beginning(of, FilesOfTask.without(frames.kernelMemory(), tree.root(), tree.root(), 0));
    }

    /** Puts a text where a task can send it from. */
    public static Task with(Task task, String text) {
        task.memory().write(PAGE, Struct.of(text.getBytes(StandardCharsets.US_ASCII)));
        return task;
    }

    /** The first bytes of what a task has. */
    public static String text(Task task, int length) {
        byte[] bytes = new byte[length];
        task.memory().read(PAGE, bytes, 0, length);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        spaces.forEach(AddressSpace::close);
        tree.close();
        memory.close();
    }
}
