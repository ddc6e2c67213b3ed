package foal.kernel.task;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.ENOSYS;

import foal.cpu.Hart;
import foal.cpu.TrapFrame;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.UserMemory;
import foal.kernel.sched.Processor;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.Hex;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Only;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import java.util.Optional;

/** System calls that make and end tasks. */
public final class ProcessCalls {
    private final Processes processes;
    private final Futexes futexes;
    private final Processor processor;

    public ProcessCalls(Processes processes, Futexes futexes, Processor processor) {
        this.processes = processes;
        this.futexes = futexes;
        this.processor = processor;
    }

    @Syscall(nr = 220, doc = "make a copy of the calling process", topics = Topic.PROCESS,
            named = {"child_stack", "flags", "parent_tid", "tls", "child_tidptr"},
            differs = "Threads cannot be made: CLONE_VM without CLONE_VFORK, and CLONE_FS, CLONE_FILES, CLONE_SIGHAND, "
                    + "CLONE_THREAD, CLONE_PARENT and new namespaces fail with EINVAL.")
    public long clone(Task task, @Flags(value = CloneFlag.class, rest = Rest.SIGNAL) long flags, @Address long child_stack,
            @Address @Only(with = "flags", in = "CLONE_PARENT_SETTID") long parent_tid,
            @Address @Only(with = "flags", in = "CLONE_SETTLS") long tls,
            @Address @Only(with = "flags", in = {"CLONE_CHILD_SETTID", "CLONE_CHILD_CLEARTID"}) long child_tidptr) {
        if (task.isRerun()) {
            return task.process().isHeldByVfork()
                    ? task.waitUninterrupted(task.process().vforkDone()) : task.vforkChild();
        }
        boolean vfork = CloneFlag.CLONE_VFORK.in(flags);
        boolean borrow = CloneFlag.CLONE_VM.in(flags);
        if (!isSupported(flags) || borrow && !vfork) {
            return EINVAL.result();
        }
        int pid = processes.nextPid();
        if (pid == 0) {
            return EAGAIN.result();
        }
        AddressSpace own = task.process().space();
        Optional<AddressSpace> space = borrow ? Optional.of(own.share()) : own.fork(pid);
        if (space.isEmpty()) {
            return ENOMEM.result();
        }
        TrapFrame frame = processor.hart().saveNew();
        frame.setX(Hart.A0, 0);
        frame.setSatp(space.get().satp());
        if (child_stack != 0) {
            frame.setX(Hart.SP, child_stack);
        }
        if (CloneFlag.CLONE_SETTLS.in(flags)) {
            frame.setX(Hart.TP, tls);
        }
        int exitSignal = (int) flags & CloneFlag.SIGNAL_MASK;
        Task child = processes.fork(task, pid, frame, space.get(), vfork, exitSignal);
        writeTids(task.memory(), child, flags, parent_tid, child_tidptr);
        child.makeRunnable();
        if (vfork) {
            task.setVforkChild(pid);
            task.process().holdForVfork();
            return task.waitUninterrupted(task.process().vforkDone());
        }
        return pid;
    }

    /** Whether the flags ask for nothing but a process of its own. */
    private static boolean isSupported(long flags) {
        long known = CloneFlag.SIGNAL_MASK | CloneFlag.CLONE_VM.value() | CloneFlag.CLONE_VFORK.value()
                | CloneFlag.CLONE_SETTLS.value() | CloneFlag.CLONE_PARENT_SETTID.value() | CloneFlag.CLONE_SYSVSEM.value()
                | CloneFlag.CLONE_CHILD_CLEARTID.value() | CloneFlag.CLONE_CHILD_SETTID.value();
        return (flags & ~known) == 0 && (flags & CloneFlag.SIGNAL_MASK) <= Signal.LAST;
    }

    private static void writeTids(UserMemory parentMemory, Task child, long flags, long parentTid, long childTid) {
        // As on Linux, a bad address here is the program's own loss.
        if (CloneFlag.CLONE_PARENT_SETTID.in(flags)) {
            parentMemory.writeInt(parentTid, child.tid());
        }
        if (CloneFlag.CLONE_CHILD_SETTID.in(flags)) {
            child.memory().writeInt(childTid, child.tid());
        }
        if (CloneFlag.CLONE_CHILD_CLEARTID.in(flags)) {
            child.setClearChildTid(childTid);
        }
    }

    @Syscall(nr = 93, doc = "end the calling thread", topics = Topic.PROCESS)
    public long exit(Task task, int status) {
        return exit_group(task, status);
    }

    @Syscall(nr = 94, doc = "end the calling process", topics = Topic.PROCESS)
    public long exit_group(Task task, int status) {
        if (task.clearChildTid() != 0 && task.memory().writeInt(task.clearChildTid(), 0)) {
            futexes.wake(task, task.clearChildTid(), 1, Futexes.ALL_BITS);
        }
        processes.exit(task.process(), new ExitStatus.Exited(status & 0xff));
        return Result.NO_RETURN;
    }

    @Syscall(nr = 96, doc = "say where to write 0 when the calling thread ends")
    public long set_tid_address(Task task, @Address long tidptr) {
        task.setClearChildTid(tidptr);
        return task.tid();
    }

    @Syscall(nr = 99, doc = "name the list of robust futexes that the thread holds",
            differs = "The list is recorded but not walked when the thread ends.")
    public long set_robust_list(Task task, @Address long head, long len) {
        int headSize = 24;
        return len == headSize ? 0 : EINVAL.result();
    }

    @Syscall(nr = 124, doc = "let other tasks run")
    public long sched_yield(Task task) {
        task.makeRunnable();
        return 0;
    }

    @Syscall(nr = 172, doc = "tell the process's number")
    public long getpid(Task task) {
        return task.pid();
    }

    @Syscall(nr = 173, doc = "tell the parent's number")
    public long getppid(Task task) {
        return task.process().parent().pid();
    }

    @Syscall(nr = 178, doc = "tell the thread's number")
    public long gettid(Task task) {
        return task.tid();
    }

    @Syscall(nr = 98, doc = "wait for a change of a word in memory, or wake those who do", restarts = true,
            differs = "Operations: FUTEX_WAIT, FUTEX_WAKE and their BITSET forms; others fail with ENOSYS.")
    public long futex(Task task, @Address long uaddr, @Flags(Futexes.Operation.class) int futex_op, int val,
            @In(Data.TIMESPEC) @Only(with = "futex_op", in = {"FUTEX_WAIT", "FUTEX_WAIT_PRIVATE", "FUTEX_WAIT_BITSET",
                    "FUTEX_WAIT_BITSET_PRIVATE"}) long timeout,
            @Address @Only(with = "futex_op") long uaddr2,
            @OneOf(value = Futexes.BitSet.class, rest = Rest.HEXADECIMAL) @Only(with = "futex_op",
                    in = {"FUTEX_WAIT_BITSET", "FUTEX_WAIT_BITSET_PRIVATE", "FUTEX_WAKE_BITSET",
                            "FUTEX_WAKE_BITSET_PRIVATE"}) int val3) {
        return futexes.operate(task, uaddr, futex_op, val, timeout, val3);
    }

    @Syscall(nr = 293, doc = "register an area for restartable sequences",
            differs = "Fails with ENOSYS, which C libraries expect.")
    public long rseq(Task task, @Address long rseq, @Hex int rseq_len, @Hex int flags, @Hex int sig) {
        return ENOSYS.result();
    }
}
