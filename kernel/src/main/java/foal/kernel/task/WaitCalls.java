package foal.kernel.task;

import static foal.kernel.syscall.Errno.ECHILD;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ESRCH;
import static foal.kernel.syscall.Out.Written.IF_POSITIVE;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The system call that waits for children (wait4(2)). */
public final class WaitCalls {
    private static final int RUSAGE_SIZE = 144;

    private final Processes processes;
    private final Struct noUsage = new Struct(RUSAGE_SIZE);

    public WaitCalls(Processes processes) {
        this.processes = processes;
    }

    /** Options of wait4(2). */
    public enum WaitOption implements Symbolic {
        WNOHANG(1), WUNTRACED(2), WCONTINUED(8), __WCLONE(0x8000_0000L), __WALL(0x4000_0000), __WNOTHREAD(0x2000_0000);

        private final long value;

        WaitOption(long value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    private static final long ALL_OPTIONS = WaitOption.WNOHANG.value | WaitOption.WUNTRACED.value
            | WaitOption.WCONTINUED.value | WaitOption.__WCLONE.value | WaitOption.__WALL.value | WaitOption.__WNOTHREAD.value;

    @Syscall(nr = 260, doc = "wait for a child to change its state", topics = Topic.PROCESS)
    public long wait4(Task task, int pid, @Out(value = Data.WAIT_STATUS, written = IF_POSITIVE) long wstatus,
            @Flags(WaitOption.class) int options, @Out(value = Data.RUSAGE, written = IF_POSITIVE) long rusage) {
        if ((Integer.toUnsignedLong(options) & ~ALL_OPTIONS) != 0) {
            return EINVAL.result();
        }
        if (pid == Integer.MIN_VALUE) {
            return ESRCH.result();
        }
        Process waiter = task.process();
        List<Process> candidates = waiter.children().stream().filter(chosen(waiter, pid)).toList();
        if (candidates.isEmpty()) {
            return ECHILD.result();
        }
        for (Process child : candidates) {
            Optional<ExitStatus> change = reportable(child, options);
            if (change.isPresent()) {
                return report(task, child, change.get(), wstatus, rusage);
            }
        }
        return WaitOption.WNOHANG.in(options) ? 0 : task.waitOn(waiter.childChange());
    }

    /** Which children the pid argument means. */
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

    private static Optional<ExitStatus> reportable(Process child, int options) {
        if (!child.isAlive()) {
            return child.exitStatus();
        }
        return child.reportableChange().filter(change -> switch (change) {
            case ExitStatus.Stopped _ -> WaitOption.WUNTRACED.in(options);
            case ExitStatus.Continued _ -> WaitOption.WCONTINUED.in(options);
            default -> false;
        });
    }

    private long report(Task task, Process child, ExitStatus change, long wstatus, long rusage) {
        if (child.isAlive()) {
            child.clearReportableChange();
        } else {
            processes.reap(child);
        }
        boolean written = (wstatus == 0 || task.memory().writeInt(wstatus, change.waitStatus()))
                && (rusage == 0 || task.memory().write(rusage, noUsage));
        return written ? child.pid() : EFAULT.result();
    }
}
