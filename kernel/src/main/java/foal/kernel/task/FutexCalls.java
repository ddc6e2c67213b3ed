package foal.kernel.task;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOSYS;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ESRCH;
import static foal.kernel.task.FutexCalls.Operation.FUTEX_LOCK_PI;
import static foal.kernel.task.FutexCalls.Operation.FUTEX_LOCK_PI2;
import static foal.kernel.task.FutexCalls.Operation.FUTEX_WAIT;
import static foal.kernel.task.FutexCalls.Operation.FUTEX_WAIT_BITSET;
import static foal.kernel.task.FutexCalls.Operation.FUTEX_WAIT_REQUEUE_PI;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Only;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.time.Clock;
import foal.kernel.time.Timespec;
import java.util.Optional;

/** System calls on futexes (futex(2)) and on the list of those that a thread holds (get_robust_list(2)). */
public final class FutexCalls {
    private static final int PRIVATE = 0x80, CLOCK_REALTIME = 0x100;

    private final Futexes futexes;
    private final PiConditions conditions;
    private final Processes processes;
    private final Clock clock;
    private final Struct timespec = new Struct(16);
    private final Struct word = new Struct(8);

    public FutexCalls(Futexes futexes, Processes processes, Clock clock) {
        this.futexes = futexes;
        conditions = new PiConditions(futexes);
        this.processes = processes;
        this.clock = clock;
    }

    /** The operations, each alone and with FUTEX_PRIVATE_FLAG, and the flag that goes with any of them. */
    public enum Operation implements Symbolic {
        FUTEX_WAIT(0), FUTEX_WAKE(1), FUTEX_REQUEUE(3), FUTEX_CMP_REQUEUE(4), FUTEX_WAKE_OP(5), FUTEX_LOCK_PI(6),
        FUTEX_UNLOCK_PI(7), FUTEX_TRYLOCK_PI(8), FUTEX_WAIT_BITSET(9), FUTEX_WAKE_BITSET(10), FUTEX_WAIT_REQUEUE_PI(11),
        FUTEX_CMP_REQUEUE_PI(12), FUTEX_LOCK_PI2(13),
        FUTEX_WAIT_PRIVATE(0x80), FUTEX_WAKE_PRIVATE(0x81), FUTEX_REQUEUE_PRIVATE(0x83), FUTEX_CMP_REQUEUE_PRIVATE(0x84),
        FUTEX_WAKE_OP_PRIVATE(0x85), FUTEX_LOCK_PI_PRIVATE(0x86), FUTEX_UNLOCK_PI_PRIVATE(0x87),
        FUTEX_TRYLOCK_PI_PRIVATE(0x88), FUTEX_WAIT_BITSET_PRIVATE(0x89), FUTEX_WAKE_BITSET_PRIVATE(0x8a),
        FUTEX_WAIT_REQUEUE_PI_PRIVATE(0x8b), FUTEX_CMP_REQUEUE_PI_PRIVATE(0x8c), FUTEX_LOCK_PI2_PRIVATE(0x8d),
        FUTEX_CLOCK_REALTIME(0x100);

        private final int value;

        Operation(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }

        @Override
        public long mask() {
            return this == FUTEX_CLOCK_REALTIME ? value : ~FUTEX_CLOCK_REALTIME.value;
        }
    }

    /** A bit set that has a name. */
    public enum BitSet implements Symbolic {
        FUTEX_BITSET_MATCH_ANY;

        @Override
        public long value() {
            return Integer.toUnsignedLong(Futexes.ALL_BITS);
        }
    }

    private static final ByNumber<Operation> OPERATIONS = ByNumber.of(Operation.class);

    @Syscall(nr = 98, doc = "wait for a change of a word in memory, or wake those who do; take and give back locks with priority inheritance")
    public long futex(Task task, @Address long uaddr, @Flags(Operation.class) int futex_op, int val,
            @In(Data.TIMESPEC) @Only(with = "futex_op", in = {"FUTEX_WAIT", "FUTEX_WAIT_PRIVATE", "FUTEX_WAIT_BITSET",
                    "FUTEX_WAIT_BITSET_PRIVATE", "FUTEX_LOCK_PI", "FUTEX_LOCK_PI_PRIVATE", "FUTEX_LOCK_PI2",
                    "FUTEX_LOCK_PI2_PRIVATE", "FUTEX_WAIT_REQUEUE_PI", "FUTEX_WAIT_REQUEUE_PI_PRIVATE"}) long timeout,
            @Address @Only(with = "futex_op", in = {"FUTEX_REQUEUE", "FUTEX_REQUEUE_PRIVATE", "FUTEX_CMP_REQUEUE",
                    "FUTEX_CMP_REQUEUE_PRIVATE", "FUTEX_WAKE_OP", "FUTEX_WAKE_OP_PRIVATE", "FUTEX_WAIT_REQUEUE_PI",
                    "FUTEX_WAIT_REQUEUE_PI_PRIVATE", "FUTEX_CMP_REQUEUE_PI", "FUTEX_CMP_REQUEUE_PI_PRIVATE"}) long uaddr2,
            @OneOf(value = BitSet.class, rest = Rest.HEXADECIMAL) @Only(with = "futex_op",
                    in = {"FUTEX_WAIT_BITSET", "FUTEX_WAIT_BITSET_PRIVATE", "FUTEX_WAKE_BITSET",
                            "FUTEX_WAKE_BITSET_PRIVATE", "FUTEX_CMP_REQUEUE", "FUTEX_CMP_REQUEUE_PRIVATE",
                            "FUTEX_WAKE_OP", "FUTEX_WAKE_OP_PRIVATE", "FUTEX_CMP_REQUEUE_PI",
                            "FUTEX_CMP_REQUEUE_PI_PRIVATE"}) int val3) {
        Optional<Operation> known = OPERATIONS.find(futex_op & ~(PRIVATE | CLOCK_REALTIME));
        if (known.isEmpty()) {
            return ENOSYS.result();
        }
        Operation operation = known.get();
        boolean isPrivate = (futex_op & PRIVATE) != 0;
        boolean hasClock = operation == FUTEX_WAIT_BITSET || operation == FUTEX_WAIT_REQUEUE_PI || operation == FUTEX_LOCK_PI2;
        boolean byWallClock = operation == FUTEX_LOCK_PI || (futex_op & CLOCK_REALTIME) != 0;
        boolean waits = hasClock || operation == FUTEX_WAIT || operation == FUTEX_LOCK_PI;
        if (waits && timeout != 0 && !task.call().isRerun()) {
            long error = setDeadline(task, timeout, operation != FUTEX_WAIT, byWallClock);
            if (error != 0) {
                return error;
            }
        }
        if ((futex_op & CLOCK_REALTIME) != 0 && !hasClock) {
            return ENOSYS.result();
        }
        int val2 = (int) timeout; // those that wait have no use for one, and those that do not have none for a timeout
        return switch (operation) {
            case FUTEX_WAIT -> futexes.await(task, uaddr, isPrivate, val, Futexes.ALL_BITS);
            case FUTEX_WAIT_BITSET -> val3 == 0 ? EINVAL.result() : futexes.await(task, uaddr, isPrivate, val, val3);
            case FUTEX_WAKE -> futexes.wake(task, uaddr, isPrivate, val, Futexes.ALL_BITS);
            case FUTEX_WAKE_BITSET -> val3 == 0 ? EINVAL.result() : futexes.wake(task, uaddr, isPrivate, val, val3);
            case FUTEX_REQUEUE -> futexes.requeue(task, uaddr, isPrivate, val, val2, uaddr2, Optional.empty());
            case FUTEX_CMP_REQUEUE -> futexes.requeue(task, uaddr, isPrivate, val, val2, uaddr2, Optional.of(val3));
            case FUTEX_WAKE_OP -> futexes.wakeOp(task, uaddr, isPrivate, val, uaddr2, val2, new WakeOp(val3));
            case FUTEX_LOCK_PI, FUTEX_LOCK_PI2 -> futexes.locks().lock(task, uaddr, isPrivate);
            case FUTEX_TRYLOCK_PI -> futexes.locks().tryLock(task, uaddr, isPrivate);
            case FUTEX_UNLOCK_PI -> futexes.locks().unlock(task, uaddr, isPrivate);
            case FUTEX_WAIT_REQUEUE_PI -> conditions.await(task, uaddr, isPrivate, val, uaddr2);
            case FUTEX_CMP_REQUEUE_PI -> conditions.requeue(task, uaddr, isPrivate, val, val2, uaddr2, val3);
            default -> ENOSYS.result();
        };
    }

    private long setDeadline(Task task, long timeout, boolean absolute, boolean byWallClock) {
        if (!task.memory().read(timeout, timespec)) {
            return EFAULT.result();
        }
        long nanoseconds = Timespec.nanoseconds(timespec);
        if (nanoseconds == Timespec.INVALID) {
            return EINVAL.result();
        }
        if (absolute && byWallClock) {
            task.call().setWallClockDeadline(clock, nanoseconds);
        } else {
            task.call().setDeadline(Timespec.deadline(nanoseconds, absolute ? 0 : clock.monotonic()));
        }
        return 0;
    }

    @Syscall(nr = 99, doc = "name the list of robust futexes that the thread holds")
    public long set_robust_list(Task task, @Address long head, long len) {
        if (len != RobustList.HEAD_SIZE) {
            return EINVAL.result();
        }
        task.memoryRelease().setRobustList(head);
        return 0;
    }

    @Syscall(nr = 100, doc = "find out where a thread's list of robust futexes is")
    public long get_robust_list(Task task, int pid, @Out(Data.LONG) long head_ptr, @Out(Data.LONG) long len_ptr) {
        Optional<Task> asked = pid == 0 ? Optional.of(task) : processes.findThread(pid);
        if (asked.isEmpty()) {
            return ESRCH.result();
        }
        Process process = asked.get().process();
        if (process != task.process() && !task.process().credentials().mayLimit(process.credentials())) {
            return EPERM.result();
        }
        boolean written = task.memory().write(len_ptr, word.putLong(0, RobustList.HEAD_SIZE))
                && task.memory().write(head_ptr, word.putLong(0, asked.get().memoryRelease().robustList()));
        return written ? 0 : EFAULT.result();
    }
}
