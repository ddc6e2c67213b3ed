package foal.kernel.chapter;

import foal.kernel.file.FileTree;
import foal.kernel.machine.Processor;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.KernelMemory;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.time.SettableClock;
import foal.kernel.time.Timers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the core of the kernel offers a chapter, and where the chapter leaves what it adds. Each chapter is given one of its own, so
 * that nothing remains of one that could not be opened.
 */
public final class Core {
    private final Processor processor;
    private final FrameTable frames;
    private final SettableClock clock;
    private final Timers timers;
    private final Processes processes;
    private final FileTree files;

    private final List<Object> calls = new ArrayList<>();
    private final List<Consumer<Task>> whenTaskEnds = new ArrayList<>();
    private final Map<String, Supplier<String>> procFiles = new LinkedHashMap<>();
    private final List<Runnable> atShutDown = new ArrayList<>();

    public Core(Processor processor, FrameTable frames, SettableClock clock, Timers timers, Processes processes, FileTree files) {
        this.processor = processor;
        this.frames = frames;
        this.clock = clock;
        this.timers = timers;
        this.processes = processes;
        this.files = files;
    }

    // ---- what there is -----------------------------------------------------------------------------------------

    /** The harts, for calls that read or write registers of their own accord. */
    public Processor processor() {
        return processor;
    }

    /** The frames of RAM. */
    public FrameTable frames() {
        return frames;
    }

    /** What the kernel's own objects are charged to. */
    public KernelMemory memory() {
        return frames.kernelMemory();
    }

    public SettableClock clock() {
        return clock;
    }

    public Timers timers() {
        return timers;
    }

    public Processes processes() {
        return processes;
    }

    /** The tree of files, for devices and mounts. */
    public FileTree files() {
        return files;
    }

    // ---- what a chapter adds -----------------------------------------------------------------------------------

    /** Objects whose public methods are system calls where they say so ({@link foal.kernel.syscall.Syscall}). */
    public void addCalls(Object... handlers) {
        calls.addAll(List.of(handlers));
    }

    /** Is told of the end of every thread, just after its process has lost it. */
    public void whenTaskEnds(Consumer<Task> listener) {
        whenTaskEnds.add(listener);
    }

    /** A file below /proc that only shows something. @param path such as {@code sysvipc/msg} */
    public void addProcFile(String path, Supplier<String> text) {
        procFiles.put(path, text);
    }

    /** Gives back what the chapter holds when all processes have ended. */
    public void atShutDown(Runnable giveBack) {
        atShutDown.add(giveBack);
    }

    // ---- what the kernel takes over ----------------------------------------------------------------------------

    public List<Object> calls() {
        return calls;
    }

    public List<Consumer<Task>> taskEndListeners() {
        return whenTaskEnds;
    }

    public Map<String, Supplier<String>> procFiles() {
        return procFiles;
    }

    public List<Runnable> shutDownActions() {
        return atShutDown;
    }
}
