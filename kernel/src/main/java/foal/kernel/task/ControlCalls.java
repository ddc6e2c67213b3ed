package foal.kernel.task;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.ByCommand;
import foal.kernel.syscall.Hex;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Only;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Flags;
import java.util.Optional;

/** System calls by which a process or thread says how it wants to be treated. */
public final class ControlCalls {
    private static final int QUERY_PERSONALITY = -1;

    private final Struct name = new Struct(Task.NAME_SIZE);

    @Syscall(nr = 167, doc = "control the process or thread",
            differs = "Only these options are known; others fail with EINVAL. What concerns a thread on Linux concerns the "
                    + "whole process here, but for its name: the parent whose death PR_SET_PDEATHSIG reports, the timer slack, "
                    + "which is kept and changes nothing, and the capabilities.")
    public long prctl(Task task, PrctlOption option, @ByCommand("option") long arg2,
            @Only(with = "option") long arg3, @Only(with = "option") long arg4, @Only(with = "option") long arg5) {
        ProcessControls own = task.process().controls();
        Capabilities capabilities = task.process().credentials().capabilities();
        boolean noRest = arg3 == 0 && arg4 == 0 && arg5 == 0;
        return switch (option) {
            case PR_SET_PDEATHSIG -> setParentDeathSignal(own, arg2);
            case PR_GET_PDEATHSIG -> put(task, arg2, own.parentDeathSignal);
            case PR_GET_DUMPABLE -> own.dumpable ? 1 : 0;
            case PR_SET_DUMPABLE -> setDumpable(own, arg2);
            case PR_GET_KEEPCAPS -> capabilities.keepsOnUserChange() ? 1 : 0;
            case PR_SET_KEEPCAPS -> CapabilityControls.keep(capabilities, arg2);
            case PR_GET_TIMING, PR_GET_SECCOMP -> 0;
            case PR_SET_TIMING -> arg2 == 0 ? 0 : EINVAL.result();
            case PR_SET_NAME -> setName(task, arg2);
            case PR_GET_NAME -> getName(task, arg2);
            case PR_CAPBSET_READ -> CapabilityControls.readBounding(capabilities, arg2);
            case PR_CAPBSET_DROP -> CapabilityControls.dropBounding(capabilities, arg2);
            case PR_GET_SECUREBITS -> capabilities.secureBits();
            case PR_SET_SECUREBITS -> CapabilityControls.setSecureBits(capabilities, arg2);
            case PR_SET_TIMERSLACK -> own.setTimerSlack(arg2);
            case PR_GET_TIMERSLACK -> own.timerSlack;
            case PR_SET_CHILD_SUBREAPER -> own.adoptOrphans(arg2 != 0);
            case PR_GET_CHILD_SUBREAPER -> put(task, arg2, own.isSubreaper ? 1 : 0);
            case PR_SET_NO_NEW_PRIVS -> arg2 == 1 && noRest ? own.refuseNewPrivileges() : EINVAL.result();
            case PR_GET_NO_NEW_PRIVS -> arg2 != 0 || !noRest ? EINVAL.result() : own.noNewPrivileges ? 1 : 0;
            case PR_SET_THP_DISABLE -> noRest ? own.disableLargePages(arg2 != 0) : EINVAL.result();
            case PR_GET_THP_DISABLE -> arg2 != 0 || !noRest ? EINVAL.result() : own.noLargePages ? 1 : 0;
            case PR_CAP_AMBIENT -> CapabilityControls.ambient(capabilities, arg2, arg3, arg4 == 0 && arg5 == 0);
        };
    }

    private static long setParentDeathSignal(ProcessControls own, long signal) {
        if (signal < 0 || signal > Signal.LAST) {
            return EINVAL.result();
        }
        own.parentDeathSignal = (int) signal;
        return 0;
    }

    private static long setDumpable(ProcessControls own, long dumpable) {
        if (dumpable != 0 && dumpable != 1) {
            return EINVAL.result();
        }
        own.dumpable = dumpable == 1;
        return 0;
    }

    private static long put(Task task, long address, int value) {
        return task.memory().writeInt(address, value) ? 0 : EFAULT.result();
    }

    private static long setName(Task task, long address) {
        Optional<String> given = task.memory().readString(address, Task.NAME_SIZE - 1);
        given.ifPresent(task::setName);
        return given.isPresent() ? 0 : EFAULT.result();
    }

    private long getName(Task task, long address) {
        name.putString(0, task.name(), Task.NAME_SIZE);
        return task.memory().write(address, name) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 92, doc = "get and set the execution domain", returns = Syscall.Returns.ADDRESS,
            differs = "It is kept and reported, but changes nothing.")
    public long personality(Task task, @Hex int persona) {
        ProcessControls own = task.process().controls();
        int before = own.personality;
        own.personality = persona == QUERY_PERSONALITY ? before : persona;
        return Integer.toUnsignedLong(before);
    }

    /** Commands of membarrier(2). */
    public enum Barrier implements Symbolic {
        MEMBARRIER_CMD_QUERY(0), MEMBARRIER_CMD_GLOBAL(1), MEMBARRIER_CMD_GLOBAL_EXPEDITED(2),
        MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED(4), MEMBARRIER_CMD_PRIVATE_EXPEDITED(8),
        MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED(16), MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE(32),
        MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE(64);

        private static final int ALL = 127;
        private final int value;

        Barrier(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** Flags of membarrier(2). */
    public enum BarrierFlag implements Symbolic {
        MEMBARRIER_CMD_FLAG_CPU;

        @Override
        public long value() {
            return 1;
        }
    }

    @Syscall(nr = 283, doc = "make all threads see memory alike",
            differs = "There is nothing to do: only one thread runs at a time.")
    public long membarrier(Task task, @OneOf(rest = Rest.HEXADECIMAL) Barrier cmd,
            @Flags(BarrierFlag.class) int flags, @Only(with = "flags", in = "MEMBARRIER_CMD_FLAG_CPU") int cpu_id) {
        ProcessControls own = task.process().controls();
        if (flags != 0) {
            return EINVAL.result();
        }
        return switch (cmd) {
            case MEMBARRIER_CMD_QUERY -> Barrier.ALL;
            case MEMBARRIER_CMD_GLOBAL, MEMBARRIER_CMD_GLOBAL_EXPEDITED -> 0;
            case MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED,
                    MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE -> {
                own.barriers |= cmd.value;
                yield 0;
            }
            // Each needs the registration whose number is the next.
            case MEMBARRIER_CMD_PRIVATE_EXPEDITED, MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE ->
                    (own.barriers & cmd.value << 1) != 0 ? 0 : EPERM.result();
        };
    }
}
