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
            differs = "Only these options are known; others fail with EINVAL. The parent whose death PR_SET_PDEATHSIG "
                    + "reports is the process, not the thread.")
    public long prctl(Task task, @OneOf(PrctlOption.class) int option, @ByCommand("option") long arg2,
            @Only(with = "option") long arg3, @Only(with = "option") long arg4, @Only(with = "option") long arg5) {
        ProcessControls own = task.process().controls();
        boolean isFlag = arg2 == 0 || arg2 == 1;
        boolean noRest = arg3 == 0 && arg4 == 0 && arg5 == 0;
        switch (option) {
            case 1 -> {
                if (arg2 < 0 || arg2 > Signal.LAST) {
                    return EINVAL.result();
                }
                own.parentDeathSignal = (int) arg2;
                return 0;
            }
            case 2 -> {
                return put(task, arg2, own.parentDeathSignal);
            }
            case 3 -> {
                return own.dumpable ? 1 : 0;
            }
            case 4 -> {
                own.dumpable = isFlag ? arg2 == 1 : own.dumpable;
                return isFlag ? 0 : EINVAL.result();
            }
            case 7 -> {
                return own.keepsCapabilities ? 1 : 0;
            }
            case 8 -> {
                own.keepsCapabilities = isFlag ? arg2 == 1 : own.keepsCapabilities;
                return isFlag ? 0 : EINVAL.result();
            }
            case 15 -> {
                return setName(task, arg2);
            }
            case 16 -> {
                name.putString(0, task.name(), Task.NAME_SIZE);
                return task.memory().write(arg2, name) ? 0 : EFAULT.result();
            }
            case 23 -> {
                return arg2 >= 0 && arg2 <= CapabilityCalls.LAST ? 1 : EINVAL.result();
            }
            case 36 -> {
                own.isSubreaper = arg2 != 0;
                return 0;
            }
            case 37 -> {
                return put(task, arg2, own.isSubreaper ? 1 : 0);
            }
            case 38 -> {
                boolean isRight = arg2 == 1 && noRest;
                own.noNewPrivileges |= isRight;
                return isRight ? 0 : EINVAL.result();
            }
            case 39 -> {
                return arg2 != 0 || !noRest ? EINVAL.result() : own.noNewPrivileges ? 1 : 0;
            }
            default -> {
                return EINVAL.result();
            }
        }
    }

    private static long put(Task task, long address, int value) {
        return task.memory().writeInt(address, value) ? 0 : EFAULT.result();
    }

    private static long setName(Task task, long address) {
        Optional<String> given = task.memory().readString(address, Task.NAME_SIZE - 1);
        given.ifPresent(task::setName);
        return given.isPresent() ? 0 : EFAULT.result();
    }

    @Syscall(nr = 92, doc = "tell and set the execution domain", returns = Syscall.Returns.ADDRESS,
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

    @Syscall(nr = 283, doc = "have all threads see memory alike", differs = "There is nothing to do: only one thread runs at a time.")
    public long membarrier(Task task, @OneOf(value = Barrier.class, rest = Rest.HEXADECIMAL) int cmd,
            @Flags(BarrierFlag.class) int flags, @Only(with = "flags", in = "MEMBARRIER_CMD_FLAG_CPU") int cpu_id) {
        ProcessControls own = task.process().controls();
        if (flags != 0) {
            return EINVAL.result();
        }
        return switch (cmd) {
            case 0 -> Barrier.ALL;
            case 1, 2 -> 0;
            case 4, 16, 64 -> {
                own.barriers |= cmd;
                yield 0;
            }
            // Each needs the registration whose number is the next.
            case 8, 32 -> (own.barriers & cmd << 1) != 0 ? 0 : EPERM.result();
            default -> EINVAL.result();
        };
    }
}
