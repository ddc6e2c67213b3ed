package foal.kernel.task;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.memory.Struct;
import foal.kernel.sched.Processor;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import java.util.List;
import java.util.Optional;

/** System calls on signals. */
public final class SignalCalls {
    private static final int SIGSET_SIZE = 8;

    private final Processes processes;
    private final Processor processor;
    private final Struct set = new Struct(SIGSET_SIZE);
    private final Struct action = new Struct(24);

    public SignalCalls(Processes processes, Processor processor) {
        this.processes = processes;
        this.processor = processor;
    }

    /** How rt_sigprocmask(2) changes the mask. */
    public enum MaskChange implements Symbolic {
        SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK;

        @Override
        public long value() {
            return ordinal();
        }
    }

    @Syscall(nr = 129, doc = "send a signal to processes", topics = Topic.SIGNAL)
    public long kill(Task task, int pid, @OneOf(value = Signal.class, rest = Rest.SIGNAL) int sig) {
        if (sig < 0 || sig > Signal.LAST) {
            return EINVAL.result();
        }
        List<Process> targets = targets(task, pid);
        if (targets.isEmpty()) {
            return ESRCH.result();
        }
        if (sig != 0) {
            targets.forEach(target -> processes.signals().send(target, SignalInfo.fromUser(sig, task.pid())));
        }
        return 0;
    }

    private List<Process> targets(Task task, int pid) {
        if (pid > 0) {
            return processes.find(pid).stream().toList();
        }
        if (pid == -1) {
            return processes.all().stream()
                    .filter(process -> process.pid() != Processes.INIT_PID && process != task.process()).toList();
        }
        return pid == Integer.MIN_VALUE ? List.of() : processes.group(pid == 0 ? task.process().group() : -pid);
    }

    @Syscall(nr = 130, doc = "send a signal to a thread", topics = Topic.SIGNAL)
    public long tkill(Task task, int tid, @OneOf(value = Signal.class, rest = Rest.SIGNAL) int sig) {
        return tid <= 0 ? EINVAL.result() : sendToTask(task, Optional.empty(), tid, sig);
    }

    @Syscall(nr = 131, doc = "send a signal to a thread of a process", topics = Topic.SIGNAL)
    public long tgkill(Task task, int tgid, int tid, @OneOf(value = Signal.class, rest = Rest.SIGNAL) int sig) {
        return tgid <= 0 || tid <= 0 ? EINVAL.result() : sendToTask(task, Optional.of(tgid), tid, sig);
    }

    private long sendToTask(Task sender, Optional<Integer> pid, int tid, int sig) {
        if (sig < 0 || sig > Signal.LAST) {
            return EINVAL.result();
        }
        Optional<Task> target = processes.all().stream().flatMap(process -> process.tasks().stream())
                .filter(task -> task.tid() == tid && pid.map(wanted -> wanted == task.pid()).orElse(true)).findFirst();
        if (target.isEmpty()) {
            return ESRCH.result();
        }
        if (sig != 0) {
            processes.signals().send(target.get(), new SignalInfo(sig, SignalInfo.SI_TKILL, sender.pid(), 0, 0, 0));
        }
        return 0;
    }

    @Syscall(nr = 134, doc = "say what is to be done for a signal", topics = Topic.SIGNAL)
    public long rt_sigaction(Task task, @OneOf(value = Signal.class, rest = Rest.SIGNAL) int signum,
            @In(Data.SIGACTION) long act, @Out(Data.SIGACTION) long oldact, long sigsetsize) {
        if (sigsetsize != SIGSET_SIZE || signum < 1 || signum > Signal.LAST) {
            return EINVAL.result();
        }
        boolean fixed = signum == Signal.SIGKILL.number() || signum == Signal.SIGSTOP.number();
        if (fixed && act != 0) {
            return EINVAL.result();
        }
        SignalActions actions = task.process().actions();
        SignalActions.Action before = actions.get(signum);
        if (act != 0) {
            if (!task.memory().read(act, action)) {
                return EFAULT.result();
            }
            actions.set(signum, new SignalActions.Action(action.getLong(0), action.getLong(8), action.getLong(16)));
            if (actions.ignores(signum)) {
                task.process().signals().discard(Signal.bit(signum));
                task.process().tasks().forEach(one -> one.signals().discard(Signal.bit(signum)));
            }
        }
        action.putLong(0, before.handler()).putLong(8, before.flags()).putLong(16, before.mask());
        return oldact == 0 || task.memory().write(oldact, action) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 135, doc = "read and change the signals that the thread blocks", topics = Topic.SIGNAL)
    public long rt_sigprocmask(Task task, @OneOf(MaskChange.class) int how, @In(Data.SIGSET) long nset,
            @Out(Data.SIGSET) long oset, long sigsetsize) {
        if (sigsetsize != SIGSET_SIZE) {
            return EINVAL.result();
        }
        long before = task.signals().blocked();
        if (nset != 0) {
            if (!task.memory().read(nset, set)) {
                return EFAULT.result();
            }
            long given = set.getLong(0);
            switch (how) {
                case 0 -> task.signals().setBlocked(before | given);
                case 1 -> task.signals().setBlocked(before & ~given);
                case 2 -> task.signals().setBlocked(given);
                default -> {
                    return EINVAL.result();
                }
            }
        }
        return oset == 0 || task.memory().write(oset, set.putLong(0, before)) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 136, doc = "tell which signals are pending", topics = Topic.SIGNAL)
    public long rt_sigpending(Task task, @Out(Data.SIGSET) long uset, long sigsetsize) {
        if (sigsetsize > SIGSET_SIZE || sigsetsize < 0) {
            return EINVAL.result();
        }
        long pending = (task.signals().pending() | task.process().signals().pending()) & task.signals().blocked();
        return task.memory().write(uset, set.putLong(0, pending), (int) sigsetsize) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 139, doc = "return from a signal handler", topics = Topic.SIGNAL)
    public long rt_sigreturn(Task task) {
        processor.hart().save(task.frame());
        if (!SignalFrame.leaveHandler(task)) {
            processes.signals().fault(task, SignalInfo.fromKernel(Signal.SIGSEGV));
        }
        return Result.NO_RETURN;
    }
}
