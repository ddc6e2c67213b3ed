package foal.kernel;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.Hart;
import foal.cpu.MemoryWatch;
import foal.cpu.TrapFrame;
import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;
import foal.kernel.core.CoreDumps;
import foal.kernel.deadlock.DeadlockWatch;
import foal.kernel.deadlock.Wait;
import foal.kernel.debug.DebugControl;
import foal.kernel.debug.Debugger;
import foal.kernel.device.DeviceFiles;
import foal.kernel.dispatch.SyscallTable;
import foal.kernel.exec.ExecCalls;
import foal.kernel.exec.Loader;
import foal.kernel.exec.Program;
import foal.kernel.file.AttributeCalls;
import foal.kernel.file.Dentry;
import foal.kernel.file.DescriptorCalls;
import foal.kernel.file.Directory;
import foal.kernel.file.DirectoryCalls;
import foal.kernel.file.ExtendedAttributeCalls;
import foal.kernel.file.FileSystem;
import foal.kernel.file.FileTree;
import foal.kernel.file.FilesOfTask;
import foal.kernel.file.LockCalls;
import foal.kernel.file.MemoryFileCalls;
import foal.kernel.file.NameCalls;
import foal.kernel.file.OpenCalls;
import foal.kernel.file.PositionalCalls;
import foal.kernel.file.RegularFile;
import foal.kernel.file.RenameCalls;
import foal.kernel.file.SizeCalls;
import foal.kernel.file.StatusCalls;
import foal.kernel.file.TransferCalls;
import foal.kernel.hostfs.HostFolders;
import foal.kernel.ipc.PipeCalls;
import foal.kernel.ipc.Pipes;
import foal.kernel.ipc.PosixQueueChapter;
import foal.kernel.ipc.SpliceCalls;
import foal.kernel.ipc.SystemVChapter;
import foal.kernel.lockorder.LockOrderWatch;
import foal.kernel.machine.Processor;
import foal.kernel.memory.FrameTable;
import foal.kernel.message.MessageChapter;
import foal.kernel.mmap.MemoryCalls;
import foal.kernel.mmap.MemoryLockCalls;
import foal.kernel.mmap.PagingCalls;
import foal.kernel.net.HostNetwork;
import foal.kernel.net.Network;
import foal.kernel.net.SocketChapter;
import foal.kernel.outside.Journal;
import foal.kernel.outside.JournaledClock;
import foal.kernel.outside.JournaledContent;
import foal.kernel.poll.PollChapter;
import foal.kernel.proc.ProcFileSystem;
import foal.kernel.proc.ProcessText;
import foal.kernel.proc.SystemFiles;
import foal.kernel.process.CloneCalls;
import foal.kernel.process.GroupCalls;
import foal.kernel.process.LimitCalls;
import foal.kernel.process.PidFileCalls;
import foal.kernel.process.ProcessCalls;
import foal.kernel.process.UnshareCalls;
import foal.kernel.process.WaitCalls;
import foal.kernel.race.RaceDetector;
import foal.kernel.sched.PriorityInheritance;
import foal.kernel.sched.SchedulingCalls;
import foal.kernel.syscall.Errno;
import foal.kernel.task.CapabilityCalls;
import foal.kernel.task.ControlCalls;
import foal.kernel.task.CredentialCalls;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.FutexCalls;
import foal.kernel.task.FutexVectorCalls;
import foal.kernel.task.Futexes;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.ResourceWatch;
import foal.kernel.task.Scheduler;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalCalls;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.SignalTrampoline;
import foal.kernel.task.Task;
import foal.kernel.task.Trace;
import foal.kernel.task.UsageCalls;
import foal.kernel.time.Clock;
import foal.kernel.time.CpuTimers;
import foal.kernel.time.HostClock;
import foal.kernel.time.SettableClock;
import foal.kernel.time.Timers;
import foal.kernel.time.VirtualClock;
import foal.kernel.timer.TimeCalls;
import foal.kernel.timer.TimerChapter;
import foal.kernel.trace.CallStack;
import foal.kernel.tty.Console;
import foal.kernel.tty.HostStreams;
import foal.kernel.tty.PseudoterminalChapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The machine and its kernel, put together: everything there is, made once, to be run by a {@link RunLoop}.
 *
 * <p>One host thread runs it all. Only {@link #requestStop()} may be called by another.
 */
public final class Kernel implements AutoCloseable {
    /** The names of Foal's own chapters, in the order in which to read them. */
    public static final List<String> CHAPTERS = List.of("sysv", "mqueue", "poll", "timer", "net", "pty", "message");

    private static final int UMASK = 022;

    private final Options options;
    private final Hardware hardware;
    private final Optional<Hardware> ownHardware;
    private final FrameTable frames;
    private final Processor processor;
    private final Journal journal;
    private final SettableClock clock;
    private final Clock observedClock;
    private final Timers timers = new Timers();
    private final CpuTimers cpuTimers = new CpuTimers();
    private final Trace trace = new Trace();
    private final Scheduler scheduler;
    private final HostFolders folders;
    private final FileTree tree;
    private final SignalTrampoline trampoline;
    private final Loader loader;
    private final Futexes futexes;
    private final Processes processes;
    private final ResourceWatch watch;
    private final CoreDumps cores;
    private final Network network;
    private final Chapters chapters;
    private final SystemCalls systemCalls;
    private final SyscallTable table;
    private final Dispatcher dispatcher;
    private final Console console;

    private final HostEvents events;
    private final RunLoop loop;

    private Optional<DebugControl> debug = Optional.empty();
    private Optional<Crash> crash = Optional.empty();

    /**
     * @param streams the host's side of the console
     * @param warnings takes what the kernel has to say to its user, a line each
     */
    public Kernel(Options options, HostStreams streams, Consumer<String> warnings) {
        this(options, streams, warnings, List.of());
    }

    /** A kernel with more system calls. @param moreCalls objects whose methods declare them */
    public Kernel(Options options, HostStreams streams, Consumer<String> warnings, List<?> moreCalls) {
        this(options, streams, warnings, moreCalls, new Hardware(options), true, Journal.NONE, new JournaledContent.Room());
    }

    /**
     * A kernel on hardware that was made with the same options, apart from the seed and the schedule. No other kernel
     * may be using it; {@link #close} leaves it alone.
     */
    public Kernel(Options options, HostStreams streams, Consumer<String> warnings, Hardware hardware) {
        this(options, streams, warnings, hardware, Journal.NONE, new JournaledContent.Room());
    }

    /**
     * A kernel whose run can be repeated: console and network must have the same journal.
     *
     * @param journal through which comes what enters the run from outside
     * @param room for what is kept of files
     */
    public Kernel(Options options, HostStreams streams, Consumer<String> warnings, Hardware hardware, Journal journal,
            JournaledContent.Room room) {
        this(options, streams, warnings, List.of(), hardware, false, journal, room);
    }

    private Kernel(Options options, HostStreams streams, Consumer<String> warnings, List<?> moreCalls, Hardware hardware,
            boolean owned, Journal journal, JournaledContent.Room room) {
        this.options = options;
        this.journal = journal;
        folders = new HostFolders(journal, room);
        this.hardware = hardware;
        ownHardware = owned ? Optional.of(hardware) : Optional.empty();
        SplittableRandom seeds = new SplittableRandom(options.seed());
        hardware.start((hart, trap) -> dispatcher().trap(hart, trap));
        frames = hardware.frames();
        processor = hardware.processor();
        boolean isVirtual = options.clock() == Options.ClockKind.VIRTUAL;
        if (!isVirtual && journal != Journal.NONE) {
            JournaledClock journaled = new JournaledClock(journal, new HostClock());
            clock = new SettableClock(journaled);
            observedClock = journaled.observed();
        } else {
            clock = new SettableClock(isVirtual ? new VirtualClock(() -> processor.hart().retired()) : new HostClock());
            observedClock = clock;
        }
        scheduler = scheduler(options, seeds.split().nextLong());
        trampoline = new SignalTrampoline(frames);
        loader = new Loader(frames, trampoline, seeds.split());
        futexes = new Futexes(frames.memory(), clock);
        processes = new Processes(frames, scheduler, timers, clock, trace, futexes, processor::forgetAddressSpace);
        processes.whenEnds(scheduler::ended);
        Pipes pipes = new Pipes(processes.signals(), frames.kernelMemory());
        tree = options.folders().root()
                .map(root -> new FileTree(frames, clock, pipes::make, tree -> folders.show(tree, root, HostFolders.Changes.IN_MEMORY)))
                .orElseGet(() -> new FileTree(frames, clock, pipes::make));
        tree.makeStandardDirectories();
        if (options.folders().root().isEmpty()) {
            tree.addStandardFiles();
        }
        for (Options.Bind bind : options.folders().binds()) {
            tree.mount(bind.guest(), folders.show(tree, bind.host(), bind.changes()));
        }
        console = new Console(streams, options.terminals(), tree, processes, clock);
        watch = new ResourceWatch(processes, clock);
        cores = new CoreDumps(tree, clock);
        processes.signals().dumpBy(this::noteAndDump);
        network = new Network(processes, clock, tree, frames.kernelMemory());
        events = new HostEvents(network);
        TimeSlice slice = new TimeSlice(isVirtual ? options.callCost() : 0, clock, timers);
        loop = new RunLoop(isVirtual, processor, clock, timers, cpuTimers, scheduler, processes, watch, console, network, journal,
                events, slice);
        systemCalls = new SystemCalls(frames, clock, processes, seeds.split());
        List<Object> calls = new ArrayList<>();
        calls.addAll(taskCalls());
        calls.addAll(fileCalls(pipes));
        calls.addAll(moreCalls);
        DeviceFiles.addTo(tree, frames, console, seeds.split());
        chapters = new Chapters(() -> new Core(frames, clock, timers, processes, tree), options.chapters().without(),
                processes::whenEnds, calls);
        chapters.open(ownChapters());
        chapters.openOthers(options.chapters().more(), warnings);
        table = new SyscallTable(chapters.calls());
        dispatcher = new Dispatcher(table, processor, scheduler, processes.signals(), watch, frames, clock, trace,
                new UnknownCalls(trace, warnings), new OutOfMemoryKiller(processes, frames.total(), warnings), slice, loop::isOver,
                loop::mayRunFreely);
        addProc(pipes);
    }

    private Scheduler scheduler(Options options, long seed) {
        Scheduler queues = options.policy().begin(options.harts(), options.quantum(), seed);
        return options.policy().inherits() ? new PriorityInheritance(queues, () -> Wait.forOneTask(processes.all())) : queues;
    }

    private void addProc(Pipes pipes) {
        FileSystem fileSystem = tree.newFileSystem(FileSystem.Kind.PROC, false);
        SystemFiles system = new SystemFiles(fileSystem, tree, frames, processes, clock, options.harts());
        tree.mount("/proc", new ProcFileSystem(fileSystem, processes, new ProcessText(tree, clock),
                system.all(() -> systemCalls.hostName() + "\n", chapters.procFiles(), pipes::setLargest, cores.pattern())));
    }

    private List<Object> taskCalls() {
        return List.of(new CloneCalls(processes, watch, processor), new UnshareCalls(), new ProcessCalls(processes), new WaitCalls(processes),
                new GroupCalls(processes), new FutexCalls(futexes, processes, clock), new FutexVectorCalls(futexes, clock),
                new UsageCalls(clock), new CredentialCalls(), new CapabilityCalls(processes), new ControlCalls(),
                new LimitCalls(processes, watch),
                new PidFileCalls(processes), new SchedulingCalls(processes, options.harts()), new HardwareCalls(options.harts()),
                new SignalCalls(processes, processor, clock), new ExecCalls(tree, loader, processes, processor),
                new MemoryCalls(frames), new PagingCalls(), new MemoryLockCalls(), new TimeCalls(clock, processes), systemCalls);
    }

    private List<Object> fileCalls(Pipes pipes) {
        LockCalls locks = new LockCalls(frames.kernelMemory());
        return List.of(new OpenCalls(tree), locks, new DescriptorCalls(locks, processes), new PositionalCalls(),
                new TransferCalls(frames), new NameCalls(tree), new RenameCalls(tree), new StatusCalls(tree),
                new AttributeCalls(tree), new ExtendedAttributeCalls(tree), new DirectoryCalls(tree), new SizeCalls(tree),
                new MemoryFileCalls(tree), new PipeCalls(pipes, tree), new SpliceCalls(frames.memory()));
    }

    /** In the order in which to read them. */
    List<Chapter> ownChapters() {
        return List.of(new SystemVChapter(), new PosixQueueChapter(), new PollChapter(), new TimerChapter(cpuTimers),
                new SocketChapter(network), new PseudoterminalChapter(console), new MessageChapter());
    }

    /** A process is about to die of a signal: where the first one was is kept for the user. @return whether a core was written */
    private boolean noteAndDump(Task task, SignalInfo signal) {
        if (task.process().pid() == Processes.FIRST_PID) {
            crash = Optional.of(new Crash(CallStack.of(task), signal));
        }
        return cores.dump(task, signal);
    }

    /** Where the first program was when a signal such as SIGSEGV killed it; empty if none did. */
    public Optional<Crash> crash() {
        return crash;
    }

    private Dispatcher dispatcher() {
        return dispatcher;
    }

    /** The tree of files, to be filled before {@link #boot}. */
    public FileTree files() {
        return tree;
    }

    /** The events of the run, to be watched from before {@link #boot}. */
    public Trace trace() {
        return trace;
    }

    /** Has deadlocks reported among some of the tasks; to be called before {@link #boot}. */
    public void watchDeadlocks(Consumer<List<Wait>> report) {
        trace.watch(new DeadlockWatch(processes::all, report)::accept);
    }

    /**
     * Has data races looked for; to be called before {@link #boot}.
     *
     * @throws IllegalStateException if accesses to the hardware's memory cannot be watched
     */
    public RaceDetector detectRaces() {
        RaceDetector detector = new RaceDetector(memoryWatch());
        frames.watch(detector);
        trace.watch(detector::accept);
        return detector;
    }

    /** Has circles in the order of locks looked for, under the same conditions. */
    public LockOrderWatch watchLockOrder() {
        LockOrderWatch order = new LockOrderWatch(memoryWatch(), processor::hart);
        trace.watch(order::accept);
        return order;
    }

    /** Has a debugger make the machine stand still; to be called before {@link #boot}. Instructions must be counted. */
    public DebugControl debug(Debugger debugger) {
        DebugControl control = new DebugControl(debugger, processor, processes, clock, dispatcher::current, events::requestHalt,
                events::isStopRequested);
        processor.attach(control);
        processes.signals().traceBy(control);
        trace.watch(control::accept);
        debug = Optional.of(control);
        return control;
    }

    private MemoryWatch memoryWatch() {
        return hardware.watch().orElseThrow(() -> new IllegalStateException("nothing watches the memory"));
    }

    /** Connects the machine with the host's network; to be called before {@link #boot}. */
    public void useNetwork(HostNetwork host) {
        network.use(host);
    }

    /** All system calls. */
    public SyscallTable systemCalls() {
        return table;
    }

    /** The machine's time, for those who watch. */
    public Clock clock() {
        return observedClock;
    }

    /** The console has input, or the terminal's window has changed: wakes the machine if it waits for that. May be called by any thread. */
    public void inputArrived() {
        events.inputArrived();
    }

    // ---- running -----------------------------------------------------------------------------------------------

    /**
     * Makes a program the first process.
     *
     * @param path where its file is in the tree
     * @return empty, or why it cannot run, to complete "PATH: …"
     */
    public Optional<String> boot(String path, List<String> arguments) {
        if (!(findExecutable(path) instanceof Loader.Executable.File(Dentry file))) {
            return Optional.of("is no file");
        }
        if (!(tree.walk(tree.root(), options.workingDirectory(), null, true) instanceof FileTree.Found.File(Dentry start)
                && start.inode() instanceof Directory)) {
            return Optional.of("cannot start in " + options.workingDirectory() + ": there is no such directory");
        }
        Program requested = new Program(file, path, arguments, options.environment());
        return switch (loader.load(requested, Loader.Owner.FIRST, this::findExecutable)) {
            case Loader.Loaded.Failed(_, String why) -> Optional.of(why);
            case Loader.Loaded.Ready(var space, Program program, long pc, long sp) -> {
                TrapFrame frame = processor.hart().newFrame();
                frame.setSatp(space.satp());
                frame.setPc(pc);
                frame.setX(Hart.SP, sp);
                Task task = processes.createFirst(frame, space,
                        new Processes.Beginning(program, FilesOfTask.without(frames.kernelMemory(), tree.root(), start, UMASK)),
                        new Processes.Beginning(Program.ofInit(tree.root()), FilesOfTask.without(frames.kernelMemory(), tree.root(), tree.root(), 0)));
                console.giveTo(task.process());
                loop.endWith(task.process());
                task.makeRunnable();
                yield Optional.empty();
            }
        };
    }

    private Loader.Executable findExecutable(String path) {
        return switch (tree.walk(tree.root(), path, null, true)) {
            case FileTree.Found.Error(Errno errno) -> new Loader.Executable.Refused(errno);
            case FileTree.Found.File found when found.inode() instanceof RegularFile ->
                    new Loader.Executable.File(found.entry());
            case FileTree.Found.File _ -> new Loader.Executable.Refused(Errno.EACCES);
        };
    }

    /** Has {@link #run} stop the machine when its clock has come so far, in nanoseconds since the boot. */
    public void limitTime(long nanoseconds) {
        loop.limitTime(nanoseconds);
    }

    /** Runs the machine until the first process has ended, nothing can happen any more, or it is stopped. */
    public Outcome run() {
        return loop.run(dispatcher, debug);
    }

    /** Ends {@link #run} soon. May be called by any thread, and again if the run does not end. */
    public void requestStop() {
        events.requestStop();
        processor.hart().stop();
    }

    /**
     * The system call that the machine is handling, as a clause; empty if it is not. May be asked by any thread, when the
     * machine does not stop though it was asked to.
     */
    public Optional<String> callInProgress() {
        return dispatcher.current().flatMap(task -> task.systemCall()
                .map(call -> "system call " + call.name() + " of pid " + task.process().pid()));
    }

    // ---- the end -----------------------------------------------------------------------------------------------

    /**
     * Kills what is left, gives everything back, and looks whether anything is missing.
     *
     * @return empty, or what was leaked: a bug of the kernel
     */
    public Optional<String> shutDown() {
        for (Process process : new ArrayList<>(processes.all())) {
            if (process.pid() != Processes.INIT_PID) {
                processes.exit(process, new ExitStatus.Killed(Signal.SIGKILL.number()));
            }
        }
        chapters.shutDown();
        tree.close();
        trampoline.close();
        if (network.sockets() != 0) {
            return Optional.of(network.sockets() + " sockets were never closed");
        }
        return frames.used() == 0 ? Optional.empty()
                : Optional.of(frames.used() + " frames (" + frames.used() * (long) PAGE_SIZE + " bytes) were never given back");
    }

    /** Gives the host's resources back. */
    @Override
    public void close() {
        folders.close();
        ownHardware.ifPresent(Hardware::close);
    }
}
