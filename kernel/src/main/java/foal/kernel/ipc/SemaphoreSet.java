package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EIDRM;
import static foal.kernel.syscall.Errno.ERANGE;

import foal.kernel.memory.Struct;
import foal.kernel.task.Credentials;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Waiter;
import foal.kernel.task.Wakers;
import foal.kernel.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of System V semaphores (semop(2)).
 *
 * <p>Whoever changes a value carries out, there and then, the operations of those that waited for it, in the order
 * in which they came: {@link #settle()}. So nobody can take away between wake-up and run what a waiter was woken
 * for. Invariant: between calls no waiter's operations could be carried out.
 */
final class SemaphoreSet extends IpcObject {
    /** Bytes of {@code struct semid64_ds}. */
    static final int STATUS_SIZE = 88;
    /** The highest value of a semaphore (SEMVMX), and the furthest that an adjustment goes (SEMAEM). */
    static final int MOST_VALUE = 32767;
    /** Not a result: the operations cannot be carried out now. */
    static final long MUST_WAIT = 1;
    private static final long NANOS = 1_000_000_000L;

    private final short[] values;
    private final int[] lastPids;
    private final Map<Integer, short[]> adjustments = new TreeMap<>();
    private final List<Pending> waitingForZero = new ArrayList<>();
    private final List<Pending> waitingToChange = new ArrayList<>();
    private final WaitQueue sleepers = new WaitQueue("System V semaphores", this::findHolders);
    private final Clock clock;
    private long operationTime;
    private long changeTime;
    private int obstacle;

    SemaphoreSet(int key, int mode, Credentials maker, int count, Clock clock) {
        super(key, mode, maker);
        values = new short[count];
        lastPids = new int[count];
        this.clock = clock;
        changeTime = clock.realtime();
    }

    /** A task that waits until its operations can be carried out. */
    private final class Pending extends Waiter {
        private final SemaphoreOperations operations;
        private int obstacle;

        Pending(Task task, SemaphoreOperations operations) {
            super(task, sleepers);
            this.operations = operations;
            obstacle = SemaphoreSet.this.obstacle;
        }

        /** @return the outcome, or {@link #MUST_WAIT}; else the task waits no longer, and the caller takes it out of its line */
        private long tryAgain() {
            long outcome = attempt(operations, task().pid());
            obstacle = SemaphoreSet.this.obstacle;
            if (outcome != MUST_WAIT) {
                task().complete(outcome);
            }
            return outcome;
        }

        private boolean waitsAt(int semaphore, boolean forZero) {
            return operations.semaphore(obstacle) == semaphore && operations.change(obstacle) == 0 == forZero;
        }
    }

    // ---- operations --------------------------------------------------------------------------------------------

    /** Carries out all operations or none. @return 0, an error, or {@link #MUST_WAIT} */
    long operate(SemaphoreOperations operations, int pid) {
        long outcome = attempt(operations, pid);
        if (outcome == 0) {
            settle();
        }
        return outcome;
    }

    /** Makes a task wait until its operations can be carried out. @param operations that nobody else will change */
    Waiter await(Task task, SemaphoreOperations operations) {
        return Waiter.join(operations.isAnyChange() ? waitingToChange : waitingForZero, new Pending(task, operations));
    }

    private long attempt(SemaphoreOperations operations, int pid) {
        for (int i = 0; i < operations.count(); i++) {
            long refusal = attempt(operations, i, pid);
            if (refusal != 0) {
                obstacle = i;
                while (--i >= 0) {
                    add(operations, i, -operations.change(i), pid);
                }
                return refusal;
            }
        }
        for (int i = 0; i < operations.count(); i++) {
            lastPids[operations.semaphore(i)] = pid;
        }
        operationTime = clock.realtime();
        return 0;
    }

    private long attempt(SemaphoreOperations operations, int i, int pid) {
        int value = values[operations.semaphore(i)];
        int change = operations.change(i);
        if (change == 0 && value != 0 || value + change < 0) {
            return operations.mayWait(i) ? MUST_WAIT : EAGAIN.result();
        }
        if (value + change > MOST_VALUE) {
            return ERANGE.result();
        }
        if (operations.isUndone(i)) {
            int adjustment = adjustments.get(pid)[operations.semaphore(i)] - change;
            if (adjustment != (short) adjustment) {
                return ERANGE.result();
            }
        }
        add(operations, i, change, pid);
        return 0;
    }

    private void add(SemaphoreOperations operations, int i, int change, int pid) {
        int semaphore = operations.semaphore(i);
        values[semaphore] += (short) change;
        if (operations.isUndone(i)) {
            adjustments.get(pid)[semaphore] -= (short) change;
        }
    }

    /** Values have changed: carries out what had to wait and can now be done, oldest first. */
    private void settle() {
        settleForZero();
        for (int i = 0; i < waitingToChange.size(); ) {
            Pending waiter = waitingToChange.get(i);
            long outcome = waiter.tryAgain();
            if (outcome == MUST_WAIT) {
                i++;
                continue;
            }
            waitingToChange.remove(i);
            if (outcome == 0) {
                settleForZero();
                if (waiter.operations.isAnyIncrease()) {
                    i = 0;
                }
            }
        }
    }

    private void settleForZero() {
        waitingForZero.removeIf(waiter -> waiter.tryAgain() != MUST_WAIT);
    }

    /** Who can wake a waiter: processes whose end gives back what it wants (SEM_UNDO); if there are none, anyone. */
    private void findHolders(Task task, Wakers.Candidates found) {
        for (Pending waiter : waitingToChange) {
            int semaphore = waiter.operations.semaphore(waiter.obstacle);
            if (waiter.task() == task && waiter.operations.change(waiter.obstacle) < 0) {
                found.processes(process -> hasAdjustments(process.pid()) && adjustments.get(process.pid())[semaphore] > 0);
            }
        }
        if (found.tasks().isEmpty()) {
            found.anyone();
        }
    }

    // ---- adjustments at the end of a process -------------------------------------------------------------------

    boolean hasAdjustments(int pid) {
        return adjustments.containsKey(pid);
    }

    /** From now on the operations of a process may be such as its end takes back. */
    void addAdjustments(int pid) {
        adjustments.put(pid, new short[values.length]);
    }

    /** For how many processes there are adjustments. */
    int adjusters() {
        return adjustments.size();
    }

    /** A process has ended: takes back what it has done with SEM_UNDO. A value that would not be one stops short. */
    void adjust(int pid) {
        short[] own = adjustments.remove(pid);
        for (int i = 0; i < values.length; i++) {
            if (own[i] != 0) {
                values[i] = (short) Math.clamp(values[i] + own[i], 0, MOST_VALUE);
                lastPids[i] = pid;
            }
        }
        operationTime = clock.realtime();
        settle();
    }

    // ---- semctl ------------------------------------------------------------------------------------------------

    int count() {
        return values.length;
    }

    int value(int semaphore) {
        return values[semaphore];
    }

    /** The process that last operated on a semaphore. */
    int lastPid(int semaphore) {
        return lastPids[semaphore];
    }

    /** How many wait at a semaphore: until it is 0, or until it is large enough. */
    long waiters(int semaphore, boolean forZero) {
        return waitingForZero.stream().filter(waiter -> waiter.waitsAt(semaphore, forZero)).count()
                + waitingToChange.stream().filter(waiter -> waiter.waitsAt(semaphore, forZero)).count();
    }

    /** SETVAL. */
    void setValue(int semaphore, int value, int pid) {
        put(semaphore, value, pid);
        changeTime = clock.realtime();
        settle();
    }

    /** SETALL. @param array of {@code unsigned short}, one for each semaphore */
    void setValues(Struct array, int pid) {
        for (int i = 0; i < values.length; i++) {
            put(i, array.getShort(2 * i), pid);
        }
        changeTime = clock.realtime();
        settle();
    }

    private void put(int semaphore, int value, int pid) {
        values[semaphore] = (short) value;
        lastPids[semaphore] = pid;
        adjustments.values().forEach(adjustment -> adjustment[semaphore] = 0);
    }

    /** IPC_SET. */
    void change(Struct struct) {
        setPermissions(struct);
        changeTime = clock.realtime();
    }

    /** IPC_RMID: nobody can wait here any longer. */
    void dismiss() {
        waitingForZero.forEach(waiter -> waiter.task().complete(EIDRM.result()));
        waitingToChange.forEach(waiter -> waiter.task().complete(EIDRM.result()));
        waitingForZero.clear();
        waitingToChange.clear();
        adjustments.clear();
    }

    @Override
    String row() {
        return identity(0) + String.format("%10d", values.length) + owners()
                + String.format(" %10d %10d\n", operationTime / NANOS, changeTime / NANOS);
    }

    /** Fills in {@code struct semid64_ds}. */
    void putStatus(Struct struct) {
        struct.clear();
        putPermissions(struct, 0);
        struct.putLong(48, operationTime / NANOS).putLong(56, changeTime / NANOS).putLong(64, values.length);
    }
}
