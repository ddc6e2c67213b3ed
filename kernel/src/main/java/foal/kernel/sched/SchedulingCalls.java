package foal.kernel.sched;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Capability;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.SchedulingParameters;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** System calls on how tasks are scheduled (sched(7), setpriority(2)). There is one hart, number 0. */
public final class SchedulingCalls {
    /** Policies that Foal has not. */
    private static final int DEADLINE = 6, EXT = 7;
    private static final int LOWEST_REAL_TIME = 1, HIGHEST_REAL_TIME = 99, MOST_FAVOURABLE = -20, LEAST_FAVOURABLE = 19;
    private static final int MASK_SIZE = 8;
    private static final String DIFFERS =
            "SCHED_FIFO and SCHED_RR go before all others but with --sched random and pct; SCHED_BATCH and SCHED_IDLE are as SCHED_OTHER.";
    private static final String NICE_DIFFERS =
            "It matters with --sched fair (the default), priority, lottery and stride; with others all tasks are alike.";

    private final Processes processes;
    private final long allHarts;
    private final Struct parameter = new Struct(4);
    private final Struct word = new Struct(8);
    private final Struct interval = new Struct(16);

    /** @param harts how many there are */
    public SchedulingCalls(Processes processes, int harts) {
        this.processes = processes;
        allHarts = (1L << harts) - 1;
    }

    /** Policies of sched_setscheduler(2). */
    public enum Policy implements Symbolic {
        SCHED_OTHER(0), SCHED_FIFO(1), SCHED_RR(2), SCHED_BATCH(3), SCHED_IDLE(5);

        private final int value;

        Policy(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    private static final ByNumber<Policy> POLICIES = ByNumber.of(Policy.class);

    /** What the number given to setpriority(2) is. */
    public enum Which implements Symbolic {
        PRIO_PROCESS, PRIO_PGRP, PRIO_USER;

        @Override
        public long value() {
            return ordinal();
        }
    }

    private Optional<Task> find(Task task, int pid) {
        return pid == 0 ? Optional.of(task) : processes.findThread(pid);
    }

    // ---- policies ----------------------------------------------------------------------------------------------

    @Syscall(nr = 119, doc = "set a thread's scheduling policy", differs = DIFFERS)
    public long sched_setscheduler(Task task, int pid, @OneOf(Policy.class) int policy, @In(Data.SCHED_PARAM) long param) {
        return policy < 0 ? EINVAL.result() : set(task, pid, Optional.of(policy), param);
    }

    @Syscall(nr = 118, doc = "set a thread's priority within its policy", differs = DIFFERS)
    public long sched_setparam(Task task, int pid, @In(Data.SCHED_PARAM) long param) {
        return set(task, pid, Optional.empty(), param);
    }

    private long set(Task task, int pid, Optional<Integer> policy, long param) {
        if (param == 0 || pid < 0) {
            return EINVAL.result();
        }
        if (!task.memory().read(param, parameter)) {
            return EFAULT.result();
        }
        Optional<Task> found = find(task, pid);
        if (found.isEmpty()) {
            return ESRCH.result();
        }
        SchedulingParameters target = found.get().scheduling();
        int wanted = policy.orElse(target.policy());
        int priority = parameter.getInt(0);
        Range range = range(wanted & ~SchedulingParameters.RESET_ON_FORK);
        if (!range.holds(priority)) {
            return EINVAL.result();
        }
        boolean isRealTime = range.highest > 0;
        int idle = Policy.SCHED_IDLE.value;
        boolean leavesIdle = target.policy() == idle && wanted != idle; // counts as a better nice value
        var own = task.process().credentials();
        if ((isRealTime || leavesIdle) && !own.has(Capability.CAP_SYS_NICE) || !own.maySchedule(found.get().process().credentials())) {
            return EPERM.result();
        }
        found.get().changeScheduling(() -> target.set(wanted, priority));
        return 0;
    }

    /** The priorities of a policy. */
    private record Range(int lowest, int highest) {
        boolean holds(int priority) {
            return priority >= lowest && priority <= highest;
        }
    }

    private static Range range(int policy) {
        return POLICIES.find(policy).map(known -> switch (known) {
            case SCHED_FIFO, SCHED_RR -> new Range(LOWEST_REAL_TIME, HIGHEST_REAL_TIME);
            case SCHED_OTHER, SCHED_BATCH, SCHED_IDLE -> new Range(0, 0);
        }).orElse(new Range(0, -1));
    }

    @Syscall(nr = 120, doc = "get a thread's scheduling policy")
    public long sched_getscheduler(Task task, int pid) {
        return pid < 0 ? EINVAL.result()
                : find(task, pid).map(found -> (long) found.scheduling().policy()).orElse(ESRCH.result());
    }

    @Syscall(nr = 121, doc = "get a thread's priority within its policy")
    public long sched_getparam(Task task, int pid, @Out(Data.SCHED_PARAM) long param) {
        if (param == 0 || pid < 0) {
            return EINVAL.result();
        }
        Optional<Task> found = find(task, pid);
        if (found.isEmpty()) {
            return ESRCH.result();
        }
        return task.memory().writeInt(param, found.get().scheduling().priority()) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 125, doc = "get the highest priority of a policy")
    public long sched_get_priority_max(Task task, @OneOf(Policy.class) int policy) {
        return priority(policy, range(policy).highest);
    }

    @Syscall(nr = 126, doc = "get the lowest priority of a policy")
    public long sched_get_priority_min(Task task, @OneOf(Policy.class) int policy) {
        return priority(policy, range(policy).lowest);
    }

    /** Policies that Foal has not have a priority all the same, which is 0. */
    private static long priority(int policy, int ofPolicy) {
        boolean isKnown = range(policy).holds(ofPolicy);
        return isKnown ? ofPolicy : policy == DEADLINE || policy == EXT ? 0 : EINVAL.result();
    }

    @Syscall(nr = 127, doc = "find out how long a thread may run at a time",
            differs = "It is 0.1 s in SCHED_RR, and else 0.")
    public long sched_rr_get_interval(Task task, int pid, @Out(Data.TIMESPEC) long tp) {
        if (pid < 0) {
            return EINVAL.result();
        }
        Optional<Task> found = find(task, pid);
        if (found.isEmpty()) {
            return ESRCH.result();
        }
        int policy = found.get().scheduling().policy() & ~SchedulingParameters.RESET_ON_FORK;
        interval.clear().putLong(8, policy == SchedulingParameters.ROUND_ROBIN ? 100_000_000 : 0);
        return task.memory().write(tp, interval) ? 0 : EFAULT.result();
    }

    // ---- harts -------------------------------------------------------------------------------------------------

    @Syscall(nr = 122, doc = "choose the harts that a thread may run on")
    public long sched_setaffinity(Task task, int pid, int cpusetsize, @Address long mask) {
        word.clear();
        byte[] given = new byte[Math.min(Math.max(cpusetsize, 0), MASK_SIZE)];
        if (task.memory().read(mask, given, 0, given.length) < given.length) {
            return EFAULT.result();
        }
        Optional<Task> found = find(task, pid);
        if (found.isEmpty()) {
            return ESRCH.result();
        }
        if (!task.process().credentials().maySchedule(found.get().process().credentials())) {
            return EPERM.result();
        }
        long harts = 0;
        for (int i = 0; i < given.length; i++) {
            harts |= (given[i] & 0xffL) << 8 * i & allHarts;
        }
        if (harts == 0) {
            return EINVAL.result();
        }
        SchedulingParameters scheduling = found.get().scheduling();
        long chosen = harts;
        found.get().changeScheduling(() -> scheduling.setHarts(chosen));
        return 0;
    }

    @Syscall(nr = 123, doc = "get the harts that a thread may run on")
    public long sched_getaffinity(Task task, int pid, int cpusetsize, @Address long mask) {
        if (cpusetsize < MASK_SIZE || cpusetsize % MASK_SIZE != 0) {
            return EINVAL.result();
        }
        Optional<Task> found = find(task, pid);
        if (found.isEmpty()) {
            return ESRCH.result();
        }
        word.putLong(0, found.get().scheduling().harts() & allHarts);
        return task.memory().write(mask, word) ? MASK_SIZE : EFAULT.result();
    }

    @Syscall(nr = 168, doc = "find out which hart the thread runs on")
    public long getcpu(Task task, @Out(Data.INT) long cpu, @Out(Data.INT) long node, @Address long tcache) {
        boolean written = (cpu == 0 || task.memory().writeInt(cpu, task.scheduling().hart())) && (node == 0 || task.memory().writeInt(node, 0));
        return written ? 0 : EFAULT.result();
    }

    // ---- nice values -------------------------------------------------------------------------------------------

    @Syscall(nr = 140, doc = "set the nice value of threads", differs = NICE_DIFFERS)
    public long setpriority(Task task, Which which, int who, int prio) {
        int nice = Math.clamp(prio, MOST_FAVOURABLE, LEAST_FAVOURABLE);
        var own = task.process().credentials();
        long result = ESRCH.result();
        for (Task one : tasks(task, which, who)) {
            boolean mayFavour = own.has(Capability.CAP_SYS_NICE) || nice >= one.scheduling().nice();
            if (!own.maySchedule(one.process().credentials())) {
                result = EPERM.result();
            } else if (!mayFavour) {
                result = EACCES.result();
            } else {
                one.changeScheduling(() -> one.scheduling().setNice(nice));
                result = result == ESRCH.result() ? 0 : result;
            }
        }
        return result;
    }

    @Syscall(nr = 141, doc = "get the nice value of threads, subtracted from 20")
    public long getpriority(Task task, Which which, int who) {
        return tasks(task, which, who).stream().mapToLong(one -> 20 - one.scheduling().nice()).max().orElse(ESRCH.result());
    }

    private List<Task> tasks(Task task, Which which, int who) {
        if (which == Which.PRIO_PROCESS) {
            return find(task, who).stream().toList();
        }
        int group = who == 0 ? task.process().group() : who;
        int user = who == 0 ? task.process().credentials().realUser() : who;
        List<Task> tasks = new ArrayList<>();
        for (Process process : processes.all()) {
            boolean isMeant = which == Which.PRIO_PGRP ? process.group() == group
                    : process.credentials().realUser() == user;
            if (isMeant) {
                tasks.addAll(process.tasks().isEmpty() ? List.of(process.leader()) : process.tasks());
            }
        }
        return tasks;
    }
}
