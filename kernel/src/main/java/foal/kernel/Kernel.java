package foal.kernel;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.TrapHandler;
import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;
import foal.kernel.core.FileChapter;
import foal.kernel.core.MemoryChapter;
import foal.kernel.core.PipeChapter;
import foal.kernel.core.ProcessChapter;
import foal.kernel.core.SystemChapter;
import foal.kernel.core.UtsNames;
import foal.kernel.coredump.CoreDumps;
import foal.kernel.deadlock.Wait;
import foal.kernel.deadlock.Whereabouts;
import foal.kernel.device.DeviceFiles;
import foal.kernel.dispatch.SyscallTable;
import foal.kernel.exec.Loader;
import foal.kernel.file.FileSystem;
import foal.kernel.file.FileTree;
import foal.kernel.ipc.PosixQueueChapter;
import foal.kernel.ipc.SystemVChapter;
import foal.kernel.memory.FrameTable;
import foal.kernel.message.MessageChapter;
import foal.kernel.net.HostNetwork;
import foal.kernel.net.Network;
import foal.kernel.net.SocketChapter;
import foal.kernel.poll.PollChapter;
import foal.kernel.proc.ProcFileSystem;
import foal.kernel.proc.ProcessText;
import foal.kernel.proc.SystemFiles;
import foal.kernel.sched.PriorityInheritance;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.ResourceWatch;
import foal.kernel.task.Scheduler;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.SignalTrampoline;
import foal.kernel.task.Task;
import foal.kernel.task.Trace;
import foal.kernel.time.Clock;
import foal.kernel.timer.TimerChapter;
import foal.kernel.trace.CallStack;
import foal.kernel.tty.Console;
import foal.kernel.tty.PseudoterminalChapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The machine and its kernel, put together: everything there is, made once, to be run by a {@link RunLoop}.
 *
 * <p>One host thread runs it all. Only {@link #requestStop()} may be called by another.
 */
public final class Kernel implements AutoCloseable {
    /** The names of Foal's own chapters that can be left out, in the order in which to read them. */
    public static final List<String> CHAPTERS = List.of("sysv", "mqueue", "poll", "timer", "net", "pty", "message");

    private final Options options;
    private final Hardware hardware;
    private final boolean ownsHardware;
    private final Timekeeping time;
    private final Processes processes;
    private final MachineFiles files;
    private final SignalTrampoline trampoline;
    private final Loader loader;
    private final ResourceWatch watch;
    private final Console console;
    private final Network network;
    private final CoreDumps cores;
    private final UtsNames names = new UtsNames();
    private final Chapters chapters;
    private final SyscallTable table;
    private final RunningTask running;
    private final HostEvents events;
    private final RunConditions conditions;
    private final OutOfMemoryKiller killer;
    private final Dispatcher dispatcher;
    private final TrapHandler handler;
    private final Instruments instruments;

    private Optional<Crash> crash = Optional.empty();

    /** A kernel on hardware of its own. */
    public Kernel(Options options, HostSide host) {
        this(options, host, new Hardware(options), true);
    }

    /**
     * A kernel on hardware that was made with the same options, apart from the seed and the schedule. No other kernel
     * may be using it; {@link #close} leaves it alone.
     */
    public Kernel(Options options, HostSide host, Hardware hardware) {
        this(options, host, hardware, false);
    }

    private Kernel(Options options, HostSide host, Hardware hardware, boolean owned) {
        this.options = options;
        this.hardware = hardware;
        ownsHardware = owned;
        SplittableRandom seeds = new SplittableRandom(options.seed());
        hardware.start((hart, trap) -> handler().trap(hart, trap));
        FrameTable frames = hardware.frames();
        time = new Timekeeping(options, hardware.processor(), host.journal());
        Clock clock = time.clock();
        Scheduler scheduler = scheduler(seeds.split().nextLong());
        trampoline = new SignalTrampoline(frames);
        loader = new Loader(frames, trampoline, seeds.split());
        processes = new Processes(frames, scheduler, time.timers(), clock, new Trace(), hardware.processor()::forgetAddressSpace);
        processes.whenEnds(scheduler::ended);
        watch = new ResourceWatch(processes, clock);
        files = new MachineFiles(options.folders(), host, frames, clock, processes.signals());
        console = new Console(host.streams(), options.terminals(), files.tree(), processes, clock);
        network = new Network(processes, clock, files.tree(), frames.kernelMemory());
        cores = new CoreDumps(files.tree(), clock);
        processes.signals().dumpBy(this::noteAndDump);

        chapters = new Chapters(() -> new Core(hardware.processor(), frames, time.clock(), time.timers(), processes, files.tree()));
        chapters.open(coreChapters(seeds.split()));
        DeviceFiles.addTo(files.tree(), frames, console, seeds.split());
        chapters.open(ownChapters().stream().filter(chapter -> !options.chapters().without().contains(chapter.name())).toList());
        chapters.openOthers(options.chapters().more(), host.warnings());
        table = new SyscallTable(chapters.calls());
        addProc();

        running = new RunningTask(hardware.processor(), time);
        events = new HostEvents(host.journal(), console, network);
        conditions = new RunConditions(time, watch, events);
        killer = new OutOfMemoryKiller(processes, frames.total(), host.warnings());
        UnknownCalls unknown = new UnknownCalls(processes.trace(), host.warnings());
        dispatcher = new Dispatcher(hardware, running, processes, conditions,
                new SystemCallPath(table, unknown, hardware, running, processes, killer),
                new ExceptionHandler(running, processes.signals(), clock, killer,
                        new StoresToOwnCode(frames.memory(), hardware.processor())));
        handler = Invariants.around(dispatcher, frames, processes);
        instruments = new Instruments(hardware, processes, clock, running, events);
    }

    private Scheduler scheduler(long seed) {
        Scheduler queues = options.policy().begin(options.harts(), options.quantum(), seed);
        return options.policy().inherits() ? new PriorityInheritance(queues, () -> Wait.forOneTask(processes().all())) : queues;
    }

    /** Those that are always there, in the order in which to read them. */
    private List<Chapter> coreChapters(SplittableRandom random) {
        return List.of(new ProcessChapter(loader, watch), new MemoryChapter(), new FileChapter(), new PipeChapter(files.pipes()),
                new SystemChapter(random, names));
    }

    /** Those that can be left out, in the order in which to read them. */
    List<Chapter> ownChapters() {
        return List.of(new SystemVChapter(), new PosixQueueChapter(), new PollChapter(), new TimerChapter(time.cpuTimers()),
                new SocketChapter(network), new PseudoterminalChapter(console), new MessageChapter());
    }

    private void addProc() {
        FileSystem fileSystem = files.tree().newFileSystem(FileSystem.Kind.PROC, false);
        SystemFiles system = new SystemFiles(fileSystem, files.tree(), hardware.frames(), processes, time.clock(), options.harts());
        files.tree().mount("/proc", new ProcFileSystem(fileSystem, processes, new ProcessText(files.tree(), time.clock()),
                system.all(() -> names.node() + "\n", chapters.procFiles(), files.pipes()::setLargest, cores.pattern())));
    }

    private TrapHandler handler() {
        return handler;
    }

    private Processes processes() {
        return processes;
    }

    // ---- what there is -----------------------------------------------------------------------------------------

    /** The tree of files, to be filled before {@link #boot}. */
    public FileTree files() {
        return files.tree();
    }

    /** The events of the run, to be watched from before {@link #boot}. */
    public Trace trace() {
        return processes.trace();
    }

    /** All system calls. */
    public SyscallTable systemCalls() {
        return table;
    }

    /** The machine's time, for those who watch. */
    public Clock clock() {
        return time.observedClock();
    }

    /** What watches the machine; to be called before {@link #boot}. */
    public Instruments instruments() {
        return instruments;
    }

    /** Connects the machine with the host's network; to be called before {@link #boot}. */
    public void useNetwork(HostNetwork host) {
        network.use(host);
    }

    // ---- running -----------------------------------------------------------------------------------------------

    /**
     * Makes a program the first process.
     *
     * @param path where its file is in the tree
     * @return empty, or why it cannot run, to complete "PATH: …"
     */
    public Optional<String> boot(String path, List<String> arguments) {
        Boot boot = new Boot(hardware, files.tree(), loader, processes);
        switch (boot.boot(new Boot.Request(path, arguments, options.environment(), options.workingDirectory()))) {
            case Boot.Booted.Failed(String why) -> {
                return Optional.of(why);
            }
            case Boot.Booted.First(Task task) -> {
                console.giveTo(task.process());
                conditions.endWith(task.process());
                task.makeRunnable();
                return Optional.empty();
            }
        }
    }

    /** Has {@link #run} stop the machine when its clock has come so far, in nanoseconds since the boot. */
    public void limitTime(long nanoseconds) {
        time.slice().limitTime(nanoseconds);
    }

    /** Runs the machine until the first process has ended, nothing can happen any more, or it is stopped. */
    public Outcome run() {
        Outcome outcome = new RunLoop(hardware.processor(), processes, events, conditions, dispatcher, running).run(instruments.debugger());
        killer.end();
        return outcome;
    }

    /** The console has input, or the terminal's window has changed: wakes the machine if it waits for that. May be called by any thread. */
    public void inputArrived() {
        events.inputArrived();
    }

    /** Where each task was when {@link #run} was ended from outside. */
    public List<Whereabouts> whereabouts() {
        running.find().ifPresent(task -> hardware.processor().hart().save(task.registers()));
        return processes.all().stream().filter(process -> process.pid() != Processes.INIT_PID)
                .flatMap(process -> process.tasks().stream()).map(Whereabouts::of).toList();
    }

    /** Ends {@link #run} soon. May be called by any thread, and again if the run does not end. */
    public void requestStop() {
        events.requestStop();
        hardware.processor().hart().stop();
    }

    /**
     * The system call that the machine is handling, as a clause; empty if it is not. May be asked by any thread, when the
     * machine does not stop though it was asked to.
     */
    public Optional<String> callInProgress() {
        return running.find().flatMap(task -> task.call().systemCall()
                .map(call -> "system call " + call.name() + " of pid " + task.process().pid()));
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
        files.tree().close();
        trampoline.close();
        if (network.sockets() != 0) {
            return Optional.of(network.sockets() + " sockets were never closed");
        }
        FrameTable frames = hardware.frames();
        return frames.used() == 0 ? Optional.empty()
                : Optional.of(frames.used() + " frames (" + frames.used() * (long) PAGE_SIZE + " bytes) were never given back");
    }

    /** Gives the host's resources back. */
    @Override
    public void close() {
        files.close();
        if (ownsHardware) {
            hardware.close();
        }
    }
}
