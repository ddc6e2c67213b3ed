package foal.kernel.process;

import static foal.kernel.process.CloneFlag.CLONE_CHILD_CLEARTID;
import static foal.kernel.process.CloneFlag.CLONE_CHILD_SETTID;
import static foal.kernel.process.CloneFlag.CLONE_CLEAR_SIGHAND;
import static foal.kernel.process.CloneFlag.CLONE_DETACHED;
import static foal.kernel.process.CloneFlag.CLONE_FILES;
import static foal.kernel.process.CloneFlag.CLONE_FS;
import static foal.kernel.process.CloneFlag.CLONE_IO;
import static foal.kernel.process.CloneFlag.CLONE_PARENT;
import static foal.kernel.process.CloneFlag.CLONE_PARENT_SETTID;
import static foal.kernel.process.CloneFlag.CLONE_PIDFD;
import static foal.kernel.process.CloneFlag.CLONE_PTRACE;
import static foal.kernel.process.CloneFlag.CLONE_SETTLS;
import static foal.kernel.process.CloneFlag.CLONE_SIGHAND;
import static foal.kernel.process.CloneFlag.CLONE_SYSVSEM;
import static foal.kernel.process.CloneFlag.CLONE_THREAD;
import static foal.kernel.process.CloneFlag.CLONE_UNTRACED;
import static foal.kernel.process.CloneFlag.CLONE_VFORK;
import static foal.kernel.process.CloneFlag.CLONE_VM;
import static foal.kernel.syscall.Errno.E2BIG;
import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;

import foal.cpu.Hart;
import foal.cpu.PageTable;
import foal.cpu.TrapFrame;
import foal.kernel.file.DescriptorTable;
import foal.kernel.file.OpenFlag;
import foal.kernel.machine.Processor;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Only;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Kept;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.ResourceWatch;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalActions;
import foal.kernel.task.Task;
import foal.kernel.task.TaskFiles;
import java.util.Optional;

/** The system calls that make processes and threads (clone(2)). */
public final class CloneCalls {
    /** Flags that are unknown or not supported, such as those of namespaces and control groups. */
    private static final long UNSUPPORTED = ~CloneFlag.set(CLONE_VM, CLONE_FS, CLONE_FILES, CLONE_SIGHAND, CLONE_THREAD, CLONE_VFORK,
            CLONE_PIDFD, CLONE_PARENT, CLONE_SETTLS, CLONE_PARENT_SETTID, CLONE_CHILD_SETTID, CLONE_CHILD_CLEARTID,
            CLONE_CLEAR_SIGHAND, CLONE_SYSVSEM, CLONE_IO, CLONE_PTRACE, CLONE_UNTRACED, CLONE_DETACHED);

    private static final String DIFFERS = "New namespaces and control groups fail with EINVAL. Processes that share descriptors or "
            + "memory share the limits on them too (RLIMIT_NOFILE, RLIMIT_AS, RLIMIT_STACK).";

    // Sizes of struct clone_args: when it was new, and now.
    private static final int OLDEST_SIZE = 64, SIZE = 88;
    private static final int PAGE = 4096;

    private final Processes processes;
    private final ResourceWatch watch;
    private final Processor processor;
    private final Struct arguments = new Struct(SIZE);
    private final byte[] rest = new byte[PAGE];

    public CloneCalls(Processes processes, ResourceWatch watch, Processor processor) {
        this.processes = processes;
        this.watch = watch;
        this.processor = processor;
    }

    /** What is to be made. @param stack the initial stack pointer, or 0 for the caller's */
    private record Request(long flags, int exitSignal, long stack, long tls, long parentTid, long childTid, long pidFile) {
        boolean has(CloneFlag flag) {
            return flag.in(flags);
        }
    }

    /** The child that a call has made and waits for (vfork(2)). */
    private record VforkChild(Task task) implements Kept {}

    @Syscall(nr = 220, doc = "make a process, a copy of the caller, or a thread", topics = Topic.PROCESS,
            named = {"child_stack", "flags", "parent_tid", "tls", "child_tidptr"}, differs = DIFFERS)
    public long clone(Task task, @Flags(value = CloneFlag.class, rest = Rest.SIGNAL) long flags, @Address long child_stack,
            @Address @Only(with = "flags", in = {"CLONE_PARENT_SETTID", "CLONE_PIDFD"}) long parent_tid,
            @Address @Only(with = "flags", in = "CLONE_SETTLS") long tls,
            @Address @Only(with = "flags", in = {"CLONE_CHILD_SETTID", "CLONE_CHILD_CLEARTID"}) long child_tidptr) {
        if (task.call().kept() instanceof VforkChild(Task child)) {
            return awaitVforkChild(task, child);
        }
        long word = flags & 0xffff_ffffL & ~CloneFlag.SIGNAL_MASK;
        int signal = (int) flags & CloneFlag.SIGNAL_MASK;
        return make(task, new Request(word, signal, child_stack, tls, parent_tid, child_tidptr,
                parent_tid));
    }

    @Syscall(nr = 435, doc = "make a process, a copy of the caller, or a thread", topics = Topic.PROCESS,
            differs = DIFFERS + " So do chosen numbers (set_tid).")
    public long clone3(Task task, @In(value = Data.CLONE_ARGS, length = "size") long cl_args, long size) {
        if (task.call().kept() instanceof VforkChild(Task child)) {
            return awaitVforkChild(task, child);
        }
        if (Long.compareUnsigned(size, PAGE) > 0) {
            return E2BIG.result();
        }
        if (size < OLDEST_SIZE) {
            return EINVAL.result();
        }
        long error = readArguments(task, cl_args, (int) size);
        if (error != 0) {
            return error;
        }
        long flags = arguments.getLong(0);
        long signal = arguments.getLong(32);
        long stack = arguments.getLong(40);
        long stackSize = arguments.getLong(48);
        boolean isBadStack = stack == 0 ? stackSize != 0 : stackSize == 0 || stack < 0 || stackSize < 0
                || stack > PageTable.USER_END || stackSize > PageTable.USER_END - stack;
        boolean choosesTid = arguments.getLong(64) != 0 || arguments.getLong(72) != 0;
        boolean isSibling = CLONE_THREAD.in(flags) || CLONE_PARENT.in(flags);
        if (signal < 0 || signal > Signal.LAST || isSibling && signal != 0 || CLONE_DETACHED.in(flags)
                || (flags & CloneFlag.SIGNAL_MASK) != 0 || isBadStack || choosesTid) {
            return EINVAL.result();
        }
        return make(task, new Request(flags, (int) signal, stack + stackSize, arguments.getLong(56),
                arguments.getLong(24), arguments.getLong(16), arguments.getLong(8)));
    }

    /** Reads the struct; if the program knows a longer one, what is beyond must be 0. @return 0 or an error */
    private long readArguments(Task task, long address, int size) {
        int known = Math.min(size, SIZE);
        if (task.memory().read(address, rest, 0, size) < size) {
            return EFAULT.result();
        }
        for (int i = SIZE; i < size; i++) {
            if (rest[i] != 0) {
                return E2BIG.result();
            }
        }
        arguments.clear();
        for (int i = 0; i < known; i++) {
            arguments.putByte(i, rest[i]);
        }
        return 0;
    }

    private long make(Task task, Request request) {
        if (!isSupported(request)) {
            return EINVAL.result();
        }
        boolean isFull = watch.hasTooManyTasks(task.process()) || !processes.hasRoomForCopy(task);
        int number = isFull ? 0 : processes.nextPid();
        if (number == 0) {
            return EAGAIN.result();
        }
        return request.has(CLONE_THREAD) ? makeThread(task, number, request) : makeProcess(task, number, request);
    }

    private static boolean isSupported(Request request) {
        boolean isIncomplete = request.has(CLONE_THREAD) && !request.has(CLONE_SIGHAND) || request.has(CLONE_SIGHAND) && !request.has(CLONE_VM);
        boolean contradicts = request.has(CLONE_SIGHAND) && request.has(CLONE_CLEAR_SIGHAND);
        boolean isPidFileSound = !request.has(CLONE_PIDFD) || !request.has(CLONE_THREAD) && !request.has(CLONE_DETACHED)
                && !(request.has(CLONE_PARENT_SETTID) && request.pidFile == request.parentTid);
        return (request.flags & UNSUPPORTED) == 0 && !isIncomplete && !contradicts && isPidFileSound;
    }

    private long makeThread(Task task, int tid, Request request) {
        TrapFrame frame = childFrame(request, task.process().space());
        return start(task, processes.addThread(task, tid, frame, files(task, request)), request);
    }

    private static TaskFiles files(Task task, Request request) {
        return task.files().forChild(request.has(CLONE_FILES), request.has(CLONE_FS));
    }

    private long makeProcess(Task task, int pid, Request request) {
        if (request.has(CLONE_PIDFD)) {
            int free = DescriptorTable.of(task).lowestFree(0);
            if (free < 0) {
                return free;
            }
            if (!task.memory().writeInt(request.pidFile, 0)) {
                return EFAULT.result();
            }
        }
        AddressSpace own = task.process().space();
        Optional<AddressSpace> space = request.has(CLONE_VM) ? Optional.of(own.share()) : own.fork(pid);
        if (space.isEmpty()) {
            return ENOMEM.result();
        }
        TrapFrame frame = childFrame(request, space.get());
        boolean isSibling = request.has(CLONE_PARENT);
        Process parent = isSibling ? task.process().parent() : task.process();
        int exitSignal = isSibling ? task.process().exitSignal() : request.exitSignal;
        SignalActions actions = task.process().actions();
        Task child = processes.fork(task, parent, pid, frame, new Processes.Heritage(space.get(), files(task, request),
                request.has(CLONE_SIGHAND) ? actions.share() : actions.copy()), exitSignal);
        if (request.has(CLONE_PIDFD)) {
            int fd = DescriptorTable.of(task).add(new PidFile(child.process(), (int) OpenFlag.O_RDWR.value()), true);
            task.memory().writeInt(request.pidFile, fd);
        }
        if (request.has(CLONE_CLEAR_SIGHAND)) {
            child.process().actions().resetCaught();
        }
        if (request.has(CLONE_VM) && !request.has(CLONE_VFORK)) {
            child.signalStack().disable(); // or both would run handlers on it at once
        }
        return start(task, child, request);
    }

    private static long awaitVforkChild(Task task, Task child) {
        return child.memoryRelease().maker().map(task::waitUninterrupted).orElse((long) child.tid());
    }

    /** The registers that the child starts with: the caller's, as far as the request does not say otherwise. */
    private TrapFrame childFrame(Request request, AddressSpace space) {
        TrapFrame frame = processor.hart().saveNew();
        frame.setX(Hart.A0, 0);
        frame.setSatp(space.satp());
        if (request.stack != 0) {
            frame.setX(Hart.SP, request.stack);
        }
        if (request.has(CLONE_SETTLS)) {
            frame.setX(Hart.TP, request.tls);
        }
        return frame;
    }

    /** Writes the child's number where the request says, and lets the child run. @return what the caller is to return */
    private static long start(Task task, Task child, Request request) {
        // As on Linux, a bad address here is no error.
        if (request.has(CLONE_PARENT_SETTID)) {
            task.memory().writeInt(request.parentTid, child.tid());
        }
        if (request.has(CLONE_CHILD_SETTID)) {
            child.memory().writeInt(request.childTid, child.tid());
        }
        if (request.has(CLONE_CHILD_CLEARTID)) {
            child.memoryRelease().setClearChildTid(request.childTid);
        }
        child.makeRunnable();
        if (!request.has(CLONE_VFORK)) {
            return child.tid();
        }
        child.memoryRelease().expectMaker();
        task.call().keep(new VforkChild(child));
        return awaitVforkChild(task, child);
    }
}
