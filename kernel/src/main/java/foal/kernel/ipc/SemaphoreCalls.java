package foal.kernel.ipc;

import static foal.kernel.memory.KernelMemory.Kind.SEMAPHORE;
import static foal.kernel.syscall.Errno.E2BIG;
import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EFBIG;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.ENOSPC;
import static foal.kernel.syscall.Errno.ERANGE;

import foal.kernel.memory.KernelMemory;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.About;
import foal.kernel.syscall.ByCommand;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Task;
import foal.kernel.task.Waiter;
import foal.kernel.time.Clock;
import foal.kernel.time.Timespec;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** System V semaphores (semget(2), semop(2), semctl(2)). */
@About(Topic.IPC)
public final class SemaphoreCalls {
    private static final int MOST_SETS = 32000;
    /** Semaphores of one set (SEMMSL). */
    private static final int MOST_IN_SET = 32000;
    /** What a set takes besides its semaphores, in semaphores. */
    private static final int SET = 32;
    /** Semaphores in all (SEMMNS), and adjustments in all. */
    private static final int MOST_IN_ALL = 4_000_000;

    private final IpcRegistry<SemaphoreSet> sets = new IpcRegistry<>(MOST_SETS);
    private final Clock clock;
    private final KernelMemory memory;
    private int semaphores;
    private int adjustments;
    private final SemaphoreOperations operations = new SemaphoreOperations();
    private final Struct timespec = new Struct(16);
    private final Struct status = new Struct(SemaphoreSet.STATUS_SIZE);

    public SemaphoreCalls(Clock clock, KernelMemory memory) {
        this.clock = clock;
        this.memory = memory;
    }

    @Syscall(nr = 190, doc = "find or make a set of semaphores",
            differs = "There can be 4,000,000 semaphores in all, and as many adjustments by SEM_UNDO.")
    public long semget(Task task, @OneOf(value = IpcKey.class, rest = Rest.HEXADECIMAL) int key, int nsems,
            @Flags(value = IpcFlag.class, rest = Rest.PERMISSIONS) int semflg) {
        if (nsems < 0 || nsems > MOST_IN_SET) {
            return EINVAL.result();
        }
        return sets.get(task.process().credentials(), key, semflg, () -> make(task, key, semflg, nsems),
                set -> nsems > set.count() ? EINVAL.result() : 0,
                () -> nsems == 0 ? EINVAL.result() : semaphores + nsems > MOST_IN_ALL ? ENOSPC.result()
                        : memory.hasRoom(SEMAPHORE, SET + nsems) ? 0 : ENOMEM.result());
    }

    private SemaphoreSet make(Task task, int key, int mode, int count) {
        semaphores += count;
        memory.take(SEMAPHORE, SET + count);
        return new SemaphoreSet(key, mode, task.process().credentials(), count, clock);
    }

    // ---- operations --------------------------------------------------------------------------------------------

    private static final String UNDO = "Adjustments by SEM_UNDO belong to the process, whether or not its threads "
            + "were made with CLONE_SYSVSEM.";

    @Syscall(nr = 193, doc = "operate on semaphores, all at once", by = SemaphoreSet.class, which = "semid", restarts = false,
            endsWhenStopped = true, differs = UNDO)
    public long semop(Task task, int semid, @In(value = Data.SEMBUFS, length = "nsops") long sops, int nsops) {
        return task.call().kept() instanceof Waiter waiter ? waited(task, waiter) : operate(task, semid, sops, nsops);
    }

    @Syscall(nr = 192, doc = "operate on semaphores, all at once, within a time", by = SemaphoreSet.class, which = "semid", restarts = false,
            endsWhenStopped = true, differs = UNDO)
    public long semtimedop(Task task, int semid, @In(value = Data.SEMBUFS, length = "nsops") long sops, int nsops,
            @In(Data.TIMESPEC) long timeout) {
        if (task.call().kept() instanceof Waiter waiter) {
            return waited(task, waiter);
        }
        if (timeout != 0 && !task.memory().read(timeout, timespec)) {
            return EFAULT.result();
        }
        long nanoseconds = timeout == 0 ? 0 : Timespec.nanoseconds(timespec);
        if (timeout != 0) {
            task.call().setDeadline(nanoseconds == Timespec.INVALID
                    ? Timespec.INVALID : Timespec.deadline(nanoseconds, clock.monotonic()));
        }
        return operate(task, semid, sops, nsops);
    }

    private long operate(Task task, int semid, long sops, int nsops) {
        if (Integer.compareUnsigned(nsops, SemaphoreOperations.MOST) > 0) {
            return E2BIG.result();
        }
        if (nsops == 0) {
            return EINVAL.result();
        }
        if (!operations.read(task.memory(), sops, nsops)) {
            return EFAULT.result();
        }
        Optional<SemaphoreSet> found = sets.find(semid);
        if (found.isEmpty() || task.call().deadline() == Timespec.INVALID) {
            return EINVAL.result();
        }
        SemaphoreSet set = found.get();
        if (operations.highest() >= set.count()) {
            return EFBIG.result();
        }
        long refusal = set.access(task, operations.isAnyChange() ? IpcObject.WRITE : IpcObject.READ);
        if (refusal != 0) {
            return refusal;
        }
        if (operations.isAnyUndone() && !set.hasAdjustments(task.pid())) {
            if (adjustments + set.count() > MOST_IN_ALL || !memory.take(SEMAPHORE, set.count())) {
                return ENOMEM.result();
            }
            adjustments += set.count();
            set.addAdjustments(task.pid());
        }
        long result = set.operate(operations, task.pid());
        if (result != SemaphoreSet.MUST_WAIT) {
            return result;
        }
        return set.await(task, operations.copy()).block();
    }

    /** Goes on after a wait in which nobody has done what the task wants. */
    private long waited(Task task, Waiter waiter) {
        return clock.monotonic() >= task.call().deadline() ? EAGAIN.result() : waiter.block();
    }

    /** A thread has ended: if it was the last of its process, that one's adjustments are due. */
    public void ended(Task task) {
        if (adjustments > 0 && task.process().tasks().isEmpty()) {
            for (SemaphoreSet set : sets.all()) {
                if (set.hasAdjustments(task.pid())) {
                    adjustments -= set.count();
                    memory.giveBack(SEMAPHORE, set.count());
                    set.adjust(task.pid());
                }
            }
        }
    }

    // ---- control -----------------------------------------------------------------------------------------------

    @Syscall(nr = 191, doc = "get the status of, change or remove a set of semaphores", by = SemaphoreSet.class, which = "semid")
    public long semctl(Task task, int semid, int semnum, IpcCommand.Semaphore cmd, @ByCommand("cmd") long arg) {
        return semid < 0 ? EINVAL.result() : switch (cmd) {
            case IPC_RMID -> sets.withOwn(task, semid, this::remove);
            case IPC_SET -> task.memory().read(arg, status) ? sets.withOwn(task, semid, this::change) : EFAULT.result();
            case IPC_STAT -> sets.with(task, semid, IpcObject.READ, set -> stat(task, set, arg, 0));
            case IPC_INFO -> info(task, arg, false);
            case SEM_INFO -> info(task, arg, true);
            case GETVAL -> sets.with(task, semid, IpcObject.READ, set -> get(set, semnum, set::value));
            case GETPID -> sets.with(task, semid, IpcObject.READ, set -> get(set, semnum, set::lastPid));
            case GETNCNT, GETZCNT -> sets.with(task, semid, IpcObject.READ,
                    set -> get(set, semnum, one -> set.waiters(one, cmd == IpcCommand.Semaphore.GETZCNT)));
            case GETALL -> sets.with(task, semid, IpcObject.READ, set -> getAll(task, set, arg));
            case SETVAL -> setValue(task, semid, semnum, (int) arg);
            case SETALL -> sets.with(task, semid, IpcObject.WRITE, set -> setAll(task, set, arg));
            case SEM_STAT -> sets.withIndex(task, semid, IpcObject.READ, set -> stat(task, set, arg, set.id()));
            case SEM_STAT_ANY -> sets.withIndex(task, semid, 0, set -> stat(task, set, arg, set.id()));
        };
    }

    private long remove(SemaphoreSet set) {
        sets.remove(set);
        semaphores -= set.count();
        adjustments -= set.adjusters() * set.count();
        memory.giveBack(SEMAPHORE, SET + (1 + set.adjusters()) * set.count());
        set.dismiss();
        return 0;
    }

    private long change(SemaphoreSet set) {
        set.change(status);
        return 0;
    }

    private long stat(Task task, SemaphoreSet set, long buf, long result) {
        set.putStatus(status);
        return task.memory().write(buf, status) ? result : EFAULT.result();
    }

    private static long get(SemaphoreSet set, int semnum, IntToLongFunction property) {
        return semnum < 0 || semnum >= set.count() ? EINVAL.result() : property.applyAsLong(semnum);
    }

    private long setValue(Task task, int semid, int semnum, int value) {
        if (value < 0 || value > SemaphoreSet.MOST_VALUE) {
            return ERANGE.result();
        }
        Optional<SemaphoreSet> set = sets.find(semid);
        if (set.isEmpty() || semnum < 0 || semnum >= set.get().count()) {
            return EINVAL.result();
        }
        long refusal = set.get().access(task, IpcObject.WRITE);
        if (refusal == 0) {
            set.get().setValue(semnum, value, task.pid());
        }
        return refusal;
    }

    private static long getAll(Task task, SemaphoreSet set, long array) {
        Struct values = new Struct(2 * set.count());
        for (int i = 0; i < set.count(); i++) {
            values.putShort(2 * i, set.value(i));
        }
        return task.memory().write(array, values) ? 0 : EFAULT.result();
    }

    private static long setAll(Task task, SemaphoreSet set, long array) {
        Struct values = new Struct(2 * set.count());
        if (!task.memory().read(array, values)) {
            return EFAULT.result();
        }
        for (int i = 0; i < set.count(); i++) {
            if (values.getShort(2 * i) > SemaphoreSet.MOST_VALUE) {
                return ERANGE.result();
            }
        }
        set.setValues(values, task.pid());
        return 0;
    }

    /** {@code struct seminfo}, whose last fields mean limits to IPC_INFO and usage to SEM_INFO. */
    private long info(Task task, long buf, boolean usage) {
        int undoSize = 20;
        Struct info = new Struct(40).putInt(0, MOST_IN_ALL).putInt(4, MOST_SETS).putInt(8, MOST_IN_ALL).putInt(12, MOST_IN_ALL)
                .putInt(16, MOST_IN_SET).putInt(20, SemaphoreOperations.MOST).putInt(24, SemaphoreOperations.MOST)
                .putInt(28, usage ? sets.all().size() : undoSize).putInt(32, SemaphoreSet.MOST_VALUE)
                .putInt(36, usage ? semaphores : SemaphoreSet.MOST_VALUE);
        return task.memory().write(buf, info) ? sets.highestIndex() : EFAULT.result();
    }

    /** The text of /proc/sysvipc/sem. */
    public String table() {
        return sets.table("       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime");
    }
}
