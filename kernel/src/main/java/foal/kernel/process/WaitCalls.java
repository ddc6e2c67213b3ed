package foal.kernel.process;

import static foal.kernel.process.WaitCalls.WaitOption.WCONTINUED;
import static foal.kernel.process.WaitCalls.WaitOption.WEXITED;
import static foal.kernel.process.WaitCalls.WaitOption.WNOHANG;
import static foal.kernel.process.WaitCalls.WaitOption.WNOWAIT;
import static foal.kernel.process.WaitCalls.WaitOption.WUNTRACED;
import static foal.kernel.process.WaitCalls.WaitOption.__WALL;
import static foal.kernel.process.WaitCalls.WaitOption.__WCLONE;
import static foal.kernel.process.WaitCalls.WaitOption.__WNOTHREAD;
import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.ECHILD;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ESRCH;
import static foal.kernel.syscall.Out.Written.IF_POSITIVE;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Task;
import foal.kernel.task.Usage;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The system calls that wait for children (wait(2), wait4(2)). */
public final class WaitCalls {
    private static final String DIFFERS = "__WNOTHREAD has no effect: the children of one thread are those of all.";

    private final Processes processes;
    private final Struct usage = new Struct(Usage.SIZE);
    private final Struct info = new Struct(28);

    public WaitCalls(Processes processes) {
        this.processes = processes;
    }

    /** Options of wait4(2) and waitid(2). */
    public enum WaitOption implements Symbolic {
        WNOHANG(1), WUNTRACED(2), WEXITED(4), WCONTINUED(8), WNOWAIT(0x100_0000), __WCLONE(0x8000_0000L),
        __WALL(0x4000_0000), __WNOTHREAD(0x2000_0000);

        private final long value;

        WaitOption(long value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }

        private static long set(WaitOption... options) {
            long set = 0;
            for (WaitOption option : options) {
                set |= option.value;
            }
            return set;
        }
    }

    /** What the number given to waitid(2) is. */
    public enum IdType implements Symbolic {
        P_ALL, P_PID, P_PGID, P_PIDFD;

        @Override
        public long value() {
            return ordinal();
        }
    }

    private static final ByNumber<IdType> ID_TYPES = ByNumber.of(IdType.class);
    private static final long WAIT4_OPTIONS = WaitOption.set(WNOHANG, WUNTRACED, WCONTINUED, __WCLONE, __WALL, __WNOTHREAD);
    private static final long CHANGES = WaitOption.set(WEXITED, WUNTRACED, WCONTINUED);
    private static final long WAITID_OPTIONS = CHANGES | WaitOption.set(WNOHANG, WNOWAIT, __WCLONE, __WALL, __WNOTHREAD);

    /** A child's change of state that is to be reported. */
    private record Change(Process child, ExitStatus status) {}

    @Syscall(nr = 260, doc = "wait for a child to change its state", topics = Topic.PROCESS, differs = DIFFERS)
    public long wait4(Task task, int pid, @Out(value = Data.WAIT_STATUS, written = IF_POSITIVE) long wstatus,
            @Flags(WaitOption.class) int options, @Out(value = Data.RUSAGE, written = IF_POSITIVE) long rusage) {
        if ((Integer.toUnsignedLong(options) & ~WAIT4_OPTIONS) != 0) {
            return EINVAL.result();
        }
        if (pid == Integer.MIN_VALUE) {
            return ESRCH.result();
        }
        Process waiter = task.process();
        int wanted = options | (int) WEXITED.value;
        Predicate<Process> meant = isMeant(chosen(waiter, pid), wanted);
        Collection<Process> children = pid > 0 ? child(waiter, pid) : waiter.children();
        Optional<Change> found = firstChange(children, meant, wanted);
        if (found.isEmpty()) {
            return nothingYet(children, meant, () -> WNOHANG.in(options) ? 0 : task.waitOn(waiter.childChange()));
        }
        Change change = found.get();
        Usage.put(usage, change.child.usage().cpuTime(0) + change.child.usage().childrenTime(),
                change.child.usage().systemTime() + change.child.usage().childrenSystemTime());
        Usage.putMemory(usage, change.child.usage().memory().plus(change.child.usage().childrenMemory()));
        processes.waited(task, change.child);
        consume(waiter, change.child);
        boolean written = (rusage == 0 || task.memory().write(rusage, usage))
                && (wstatus == 0 || task.memory().writeInt(wstatus, change.status.waitStatus()));
        return written ? change.child.pid() : EFAULT.result();
    }

    @Syscall(nr = 95, doc = "wait for a child to change its state", topics = Topic.PROCESS, differs = DIFFERS)
    public long waitid(Task task, @OneOf(IdType.class) int idtype, int id, @Out(Data.CHILD_INFO) long infop,
            @Flags(WaitOption.class) int options, @Out(Data.RUSAGE) long rusage) {
        info.clear();
        long result = waitid(task, idtype, id, options, rusage);
        if (!Result.isFinal(result)) {
            return result;
        }
        // Also if nothing was found: a signal number of 0 says so.
        return infop == 0 || task.memory().write(infop, info) ? result : EFAULT.result();
    }

    private long waitid(Task task, int idtype, int id, int options, long rusage) {
        boolean isKnown = (Integer.toUnsignedLong(options) & ~WAITID_OPTIONS) == 0 && (options & CHANGES) != 0;
        Optional<IdType> found = ID_TYPES.find(idtype);
        if (!isKnown || found.isEmpty() || !isNumber(found.get(), id)) {
            return EINVAL.result();
        }
        return waitid(task, found.get(), id, options, rusage);
    }

    private static boolean isNumber(IdType type, int id) {
        return switch (type) {
            case P_ALL -> true;
            case P_PID -> id > 0;
            case P_PGID, P_PIDFD -> id >= 0;
        };
    }

    private long waitid(Task task, IdType type, int id, int options, long rusage) {
        Process waiter = task.process();
        Optional<PidFile> file = type == IdType.P_PIDFD ? PidFile.of(task, id) : Optional.empty();
        if (type == IdType.P_PIDFD && file.isEmpty()) {
            return EBADF.result();
        }
        Predicate<Process> chosen = switch (type) {
            case P_ALL -> any -> true;
            case P_PID -> child -> child.pid() == id;
            case P_PGID -> chosen(waiter, -id);
            case P_PIDFD -> child -> child == file.get().process();
        };
        Predicate<Process> meant = isMeant(chosen, options);
        Collection<Process> children = type == IdType.P_PID ? child(waiter, id) : waiter.children();
        Optional<Change> found = firstChange(children, meant, options);
        if (found.isEmpty()) {
            boolean mayNotBlock = file.isPresent() && file.get().isNonBlocking();
            return nothingYet(children, meant, () -> WNOHANG.in(options) ? 0
                    : mayNotBlock ? EAGAIN.result() : task.waitOn(waiter.childChange()));
        }
        return report(task, found.get(), options, rusage);
    }

    /** Fills in what waitid(2) tells of a child. */
    private long report(Task task, Change change, int options, long rusage) {
        SignalInfo told = SignalInfo.ofChild(change.child, Signal.SIGCHLD.number(), change.status);
        info.putInt(0, told.signal()).putInt(8, told.code()).putInt(16, told.pid())
                .putInt(20, told.uid()).putInt(24, told.status());
        Usage.put(usage, change.child.usage().cpuTime(0) + change.child.usage().childrenTime(),
                change.child.usage().systemTime() + change.child.usage().childrenSystemTime());
        Usage.putMemory(usage, change.child.usage().memory().plus(change.child.usage().childrenMemory()));
        processes.waited(task, change.child);
        if (!WNOWAIT.in(options)) {
            consume(task.process(), change.child);
        }
        return rusage == 0 || task.memory().write(rusage, usage) ? 0 : EFAULT.result();
    }

    /** Which children the pid argument of wait4(2) means: one, a group, the caller's own group, or all. */
    private static Predicate<Process> chosen(Process waiter, int pid) {
        if (pid == -1) {
            return any -> true;
        }
        if (pid > 0) {
            return child -> child.pid() == pid;
        }
        int group = pid == 0 ? waiter.group() : -pid;
        return child -> child.group() == group;
    }

    /** The child of that number, if there is one. It is found by its number: a process may have ten thousand children. */
    private Collection<Process> child(Process waiter, int pid) {
        return processes.find(pid).filter(process -> process.parent() == waiter).map(Set::of).orElse(Set.of());
    }

    /**
     * Whether the call is about a child. One that ends with another signal than SIGCHLD, or none, is a "clone child".
     * Once it is dead, only its end can be reported.
     */
    private static Predicate<Process> isMeant(Predicate<Process> chosen, int options) {
        return child -> chosen.test(child) && (child.isAlive() || WEXITED.in(options))
                && (__WALL.in(options) || (child.exitSignal() != Signal.SIGCHLD.number()) == __WCLONE.in(options));
    }

    private static Optional<Change> firstChange(Collection<Process> children, Predicate<Process> meant, int options) {
        for (Process child : children) {
            Optional<ExitStatus> status = meant.test(child) ? reportable(child, options) : Optional.empty();
            if (status.isPresent()) {
                return Optional.of(new Change(child, status.get()));
            }
        }
        return Optional.empty();
    }

    /** The result where no child has changed. @param ifSome the result if one may */
    private static long nothingYet(Collection<Process> children, Predicate<Process> meant, LongSupplier ifSome) {
        for (Process child : children) {
            if (meant.test(child)) {
                return ifSome.getAsLong();
            }
        }
        return ECHILD.result();
    }

    private static Optional<ExitStatus> reportable(Process child, int options) {
        if (!child.isAlive()) {
            return child.exitStatus();
        }
        return child.reportableChange().filter(change -> switch (change) {
            case ExitStatus.Stopped _ -> WUNTRACED.in(options);
            case ExitStatus.Continued _ -> WCONTINUED.in(options);
            default -> false;
        });
    }

    /** A change has been reported, and is not reported again. */
    private void consume(Process waiter, Process child) {
        if (child.isAlive()) {
            child.clearReportableChange();
        } else {
            waiter.usage().add(child);
            processes.reap(child);
        }
    }
}
