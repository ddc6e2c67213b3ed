package foal.kernel.task;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ESRCH;
import static foal.kernel.syscall.Order.RECEIVE;
import static foal.kernel.syscall.Order.SEND;
import static foal.kernel.syscall.Out.Written.IF_POSITIVE;

import foal.cpu.Hart;
import foal.kernel.machine.Processor;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.time.Clock;
import foal.kernel.time.Timespec;
import java.util.List;
import java.util.Optional;

/** System calls on signals. */
public final class SignalCalls {
    private static final int SIGSET_SIZE = 8;

    private final Processes processes;
    private final Processor processor;
    private final Clock clock;
    private final Struct set = new Struct(SIGSET_SIZE);
    private final Struct action = new Struct(24);
    private final Struct siginfo = new Struct(SignalInfo.SIZE);
    private final Struct timespec = new Struct(16);
    private final Struct stack = new Struct(SignalStack.STRUCT_SIZE);
    private final Struct oldStack = new Struct(SignalStack.STRUCT_SIZE);

    public SignalCalls(Processes processes, Processor processor, Clock clock) {
        this.processes = processes;
        this.processor = processor;
        this.clock = clock;
    }

    /** How rt_sigprocmask(2) changes the mask. */
    public enum MaskChange implements Symbolic {
        SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK;

        @Override
        public long value() {
            return ordinal();
        }
    }

    private static final ByNumber<MaskChange> MASK_CHANGES = ByNumber.of(MaskChange.class);

    @Syscall(nr = 129, doc = "send a signal to processes", orders = SEND, by = Signal.class, topics = Topic.SIGNAL)
    public long kill(Task task, int pid, @OneOf(value = Signal.class, rest = Rest.SIGNAL) int sig) {
        if (sig < 0 || sig > Signal.LAST) {
            return EINVAL.result();
        }
        List<Process> targets = targets(task, pid);
        if (targets.isEmpty()) {
            return ESRCH.result();
        }
        List<Process> permitted = targets.stream().filter(target -> maySend(task, target, sig)).toList();
        if (permitted.isEmpty() && pid != -1) {
            return EPERM.result();
        }
        if (sig != 0) {
            permitted.forEach(target -> processes.signals().send(target, SignalInfo.fromUser(sig, task.process())));
        }
        return 0;
    }

    private static boolean maySend(Task sender, Process target, int signal) {
        Process own = sender.process();
        boolean continuesOwnJob = signal == Signal.SIGCONT.number() && own.session() == target.session();
        return own == target || continuesOwnJob || own.credentials().mayKill(target.credentials());
    }

    private List<Process> targets(Task task, int pid) {
        if (pid > 0) {
            return processes.findOfTask(pid).stream().toList();
        }
        if (pid == -1) {
            return processes.all().stream()
                    .filter(process -> process.pid() != Processes.INIT_PID && process != task.process()).toList();
        }
        return pid == Integer.MIN_VALUE ? List.of() : processes.group(pid == 0 ? task.process().group() : -pid);
    }

    @Syscall(nr = 130, doc = "send a signal to a thread", orders = SEND, by = Signal.class, topics = Topic.SIGNAL)
    public long tkill(Task task, int tid, @OneOf(value = Signal.class, rest = Rest.SIGNAL) int sig) {
        return tid <= 0 ? EINVAL.result() : sendToTask(task, Optional.empty(), tid, sig);
    }

    @Syscall(nr = 131, doc = "send a signal to a thread of a process", orders = SEND, by = Signal.class, topics = Topic.SIGNAL)
    public long tgkill(Task task, int tgid, int tid, @OneOf(value = Signal.class, rest = Rest.SIGNAL) int sig) {
        return tgid <= 0 || tid <= 0 ? EINVAL.result() : sendToTask(task, Optional.of(tgid), tid, sig);
    }

    private long sendToTask(Task sender, Optional<Integer> pid, int tid, int sig) {
        if (sig < 0 || sig > Signal.LAST) {
            return EINVAL.result();
        }
        return sendToTask(sender, pid, tid, SignalInfo.fromThread(sig, sender.process()));
    }

    private long sendToTask(Task sender, Optional<Integer> pid, int tid, SignalInfo info) {
        Optional<Task> target = processes.findTask(tid)
                .filter(task -> pid.map(wanted -> wanted == task.pid()).orElse(true));
        // The first thread of a process can be sent signals until that is gone, though they come to nothing when it has ended.
        Optional<Process> process = target.map(Task::process)
                .or(() -> processes.find(tid).filter(_ -> pid.isEmpty() || pid.get() == tid));
        if (process.isEmpty()) {
            return ESRCH.result();
        }
        if (!maySend(sender, process.get(), info.signal())) {
            return EPERM.result();
        }
        boolean kept = target.isEmpty() || info.signal() == 0 || processes.signals().send(target.get(), info);
        return kept ? 0 : EAGAIN.result();
    }

    @Syscall(nr = 138, doc = "send a signal with data to a process", orders = SEND, by = Signal.class, topics = Topic.SIGNAL)
    public long rt_sigqueueinfo(Task task, int tgid, @OneOf(value = Signal.class, rest = Rest.SIGNAL) int sig,
            @In(Data.SIGINFO) long uinfo) {
        if (!task.memory().read(uinfo, siginfo)) {
            return EFAULT.result();
        }
        if (SignalInfo.isForgery(siginfo) && tgid != task.pid()) {
            return EPERM.result();
        }
        if (sig < 0 || sig > Signal.LAST) {
            return EINVAL.result();
        }
        Optional<Process> target = processes.findOfTask(tgid);
        if (target.isEmpty()) {
            return ESRCH.result();
        }
        if (!maySend(task, target.get(), sig)) {
            return EPERM.result();
        }
        boolean kept = sig == 0 || processes.signals().send(target.get(), SignalInfo.read(sig, siginfo));
        return kept ? 0 : EAGAIN.result();
    }

    @Syscall(nr = 240, doc = "send a signal with data to a thread", orders = SEND, by = Signal.class, topics = Topic.SIGNAL)
    public long rt_tgsigqueueinfo(Task task, int tgid, int tid,
            @OneOf(value = Signal.class, rest = Rest.SIGNAL) int sig, @In(Data.SIGINFO) long uinfo) {
        if (!task.memory().read(uinfo, siginfo)) {
            return EFAULT.result();
        }
        if (tgid <= 0 || tid <= 0 || sig < 0 || sig > Signal.LAST) {
            return EINVAL.result();
        }
        if (SignalInfo.isForgery(siginfo) && tid != task.tid()) {
            return EPERM.result();
        }
        return sendToTask(task, Optional.of(tgid), tid, SignalInfo.read(sig, siginfo));
    }

    @Syscall(nr = 134, doc = "say what is to be done for a signal", topics = Topic.SIGNAL)
    public long rt_sigaction(Task task, @OneOf(value = Signal.class, rest = Rest.SIGNAL) int signum,
            @In(Data.SIGACTION) long act, @Out(Data.SIGACTION) long oldact, long sigsetsize) {
        if (sigsetsize != SIGSET_SIZE || signum < 1 || signum > Signal.LAST) {
            return EINVAL.result();
        }
        if (act != 0 && !task.memory().read(act, action)) {
            return EFAULT.result();
        }
        boolean fixed = signum == Signal.SIGKILL.number() || signum == Signal.SIGSTOP.number();
        if (fixed && act != 0) {
            return EINVAL.result();
        }
        SignalActions actions = task.process().actions();
        SignalActions.Action before = actions.get(signum);
        if (act != 0) {
            actions.set(signum, new SignalActions.Action(action.getLong(0), action.getLong(8) & SigactionFlag.ALL,
                    action.getLong(16) & ~SignalMask.UNBLOCKABLE));
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
            Optional<MaskChange> change = MASK_CHANGES.find(how);
            if (change.isEmpty()) {
                return EINVAL.result();
            }
            long given = set.getLong(0);
            task.signals().setBlocked(switch (change.get()) {
                case SIG_BLOCK -> before | given;
                case SIG_UNBLOCK -> before & ~given;
                case SIG_SETMASK -> given;
            });
        }
        return oset == 0 || task.memory().write(oset, set.putLong(0, before)) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 136, doc = "get the pending signals", topics = Topic.SIGNAL)
    public long rt_sigpending(Task task, @Out(Data.SIGSET) long uset, long sigsetsize) {
        if (sigsetsize > SIGSET_SIZE || sigsetsize < 0) {
            return EINVAL.result();
        }
        long pending = (task.signals().pending() | task.process().signals().pending()) & task.signals().blocked();
        return task.memory().write(uset, set.putLong(0, pending), (int) sigsetsize) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 133, doc = "block other signals and wait until a handler has run",
            orders = RECEIVE, by = Signal.class, topics = Topic.SIGNAL, restarts = false)
    public long rt_sigsuspend(Task task, @In(Data.SIGSET) long unewset, long sigsetsize) {
        if (!task.call().isRerun()) {
            if (sigsetsize != SIGSET_SIZE) {
                return EINVAL.result();
            }
            if (!task.memory().read(unewset, set)) {
                return EFAULT.result();
            }
            task.signals().blockMeanwhile(set.getLong(0));
        }
        return task.waitForDeadline();
    }

    @Syscall(nr = 137, doc = "wait for a signal and take it",
            orders = RECEIVE, by = Signal.class, topics = Topic.SIGNAL, restarts = false, endsWhenStopped = true)
    public long rt_sigtimedwait(Task task, @In(Data.SIGSET) long uthese,
            @Out(value = Data.SIGINFO, written = IF_POSITIVE) long uinfo, @In(Data.TIMESPEC) long uts, long sigsetsize) {
        if (sigsetsize != SIGSET_SIZE) {
            return EINVAL.result();
        }
        if (!task.memory().read(uthese, set) || uts != 0 && !task.memory().read(uts, timespec)) {
            return EFAULT.result();
        }
        if (!task.call().isRerun() && uts != 0) {
            long nanoseconds = Timespec.nanoseconds(timespec);
            if (nanoseconds == Timespec.INVALID) {
                return EINVAL.result();
            }
            task.call().setDeadline(Timespec.deadline(nanoseconds, clock.monotonic()));
        }
        long wanted = set.getLong(0);
        task.signals().await(0);
        Optional<SignalInfo> taken = processes.signals().take(task, wanted & ~SignalMask.UNBLOCKABLE);
        if (taken.isPresent()) {
            taken.get().put(siginfo.clear());
            return uinfo == 0 || task.memory().write(uinfo, siginfo) ? taken.get().signal() : EFAULT.result();
        }
        if (clock.monotonic() >= task.call().deadline()) {
            return EAGAIN.result();
        }
        if (!task.call().isInterrupted()) {
            task.signals().await(wanted);
        }
        return task.waitForDeadline();
    }

    @Syscall(nr = 132, doc = "read and change the stack for signal handlers", topics = Topic.SIGNAL)
    public long sigaltstack(Task task, @In(Data.STACK) long uss, @Out(Data.STACK) long uoss) {
        if (uss != 0 && !task.memory().read(uss, stack)) {
            return EFAULT.result();
        }
        long sp = processor.hart().x(Hart.SP);
        task.signalStack().report(oldStack, sp);
        long error = uss == 0 ? 0 : task.signalStack().set(stack, 0, sp);
        return error != 0 || uoss == 0 || task.memory().write(uoss, oldStack) ? error : EFAULT.result();
    }

    @Syscall(nr = 139, doc = "return from a signal handler", topics = Topic.SIGNAL)
    public long rt_sigreturn(Task task) {
        processor.hart().save(task.registers());
        if (!SignalFrame.leaveHandler(task)) {
            processes.signals().fault(task, SignalInfo.fromKernel(Signal.SIGSEGV));
        }
        return Result.NO_RETURN;
    }
}
