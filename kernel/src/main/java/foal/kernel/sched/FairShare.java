package foal.kernel.sched;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Fair shares of time, as Linux has had them since 2.6.23 (CFS): each task has a virtual run time, which passes the slower
 * the greater the task's weight, and the one with the least runs next. Turns are as long as those of {@link RoundRobin}, and
 * vary as they do.
 *
 * <p>A task that wakes up is put a little behind the others, so that those that sleep much are served soon, but not further:
 * it cannot save up. If it has had clearly less than the running task, it interrupts that at once. So it gets a lock whose
 * holder lets go of it for a moment; by round robin it would wait in the queue until the lock is held again, time after time.
 * A difference of less than a quarter of a turn is not worth a switch: two tasks that wake each other in turn would only
 * switch twice as often.
 *
 * <p>The ready tasks are a binary heap, so that each operation costs O(log n).
 *
 * <p>Source: sched(7); the kernel's Documentation/scheduler/sched-design-CFS.rst.
 */
public final class FairShare implements Scheduler {
    private final SplittableRandom random;
    private final long quantum;
    /** How much less a task must have had to interrupt another. */
    private final long granularity;

    private Share[] heap = new Share[16];
    private int size;
    private long sequence;
    /** What the task has had, at least, that has had the least; it never goes back. */
    private long least;
    /** Whether the timer was set for a task that was alone: all that are ready have become so since. */
    private boolean timerIsFar;
    /** A task that goes on though the timer has interrupted it; null if there is none. */
    private Task goesOn;

    /** What a task has had. It is kept with the task, and adapted to another hart's policy when the task goes there. */
    private static final class Share {
        private final Task task;
        private FairShare owner;
        private long virtualTime;
        private long sequence;
        /** How far behind the others it may be put. */
        private long credit;
        /** Its place in the heap, or −1. */
        private int index = -1;

        private Share(Task task, FairShare owner) {
            this.task = task;
            this.owner = owner;
            virtualTime = owner.least;
        }

        private boolean isBefore(Share other) {
            long difference = virtualTime - other.virtualTime;
            return difference < 0 || difference == 0 && sequence < other.sequence;
        }
    }

    /** @param quantum mean instructions of a turn, at least 1 */
    public FairShare(long quantum, long seed) {
        this.quantum = quantum;
        granularity = quantum / 4;
        random = new SplittableRandom(seed);
    }

    private Share share(Task task) {
        Share share = (Share) task.scheduling().account();
        if (share == null) {
            share = new Share(task, this);
            task.scheduling().setAccount(share);
        } else if (share.owner != this) {
            share.virtualTime += least - share.owner.least;
            share.owner = this;
        }
        return share;
    }

    // ---- what tasks have had -----------------------------------------------------------------------------------

    @Override
    public void ran(Task task, long user, long system) {
        Share share = share(task);
        share.virtualTime += (user + system) * Weight.NORMAL / Weight.of(task);
        least = Math.max(least, size == 0 || timerIsFar ? share.virtualTime : Math.min(share.virtualTime, heap[0].virtualTime));
        share.credit = quantum;
        if (timerIsFar && size > 0) {
            placeAgain();
        }
    }

    /** Places tasks again that woke up while another was alone: they were placed by what it had had when its turn began. */
    private void placeAgain() {
        for (int i = 0; i < size; i++) {
            place(heap[i]);
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i);
        }
    }

    private void place(Share share) {
        share.virtualTime = Math.max(share.virtualTime, least - share.credit);
    }

    // ---- who is next -------------------------------------------------------------------------------------------

    @Override
    public void ready(Task task, Reason reason) {
        Share share = share(task);
        switch (reason) {
            case WOKEN -> place(share); // a new task has no credit: its maker goes on
            case YIELDED -> share.virtualTime = size == 0 ? share.virtualTime : Math.max(share.virtualTime, heap[0].virtualTime);
            case TIMER -> goesOn = timerIsFar && !isAhead(share) ? task : null;
            case PREEMPTED -> { }
        }
        share.sequence = sequence++;
        insert(share);
    }

    /** Whether a task has had clearly more than the one that is due most. */
    private boolean isAhead(Share share) {
        return size > 0 && share.virtualTime - heap[0].virtualTime > granularity;
    }

    @Override
    public Optional<Task> next() {
        if (size == 0) {
            return Optional.empty();
        }
        Task chosen = goesOn != null ? goesOn : heap[0].task;
        remove(chosen);
        return Optional.of(chosen);
    }

    @Override
    public void remove(Task task) {
        Share share = (Share) task.scheduling().account();
        if (share != null && share.owner == this && share.index >= 0) {
            takeOut(share);
        }
        goesOn = null;
    }

    @Override
    public int readyCount() {
        return size;
    }

    @Override
    public boolean preempts(Task running) {
        return size > 0 && isAhead(share(running));
    }

    // ---- the timer ---------------------------------------------------------------------------------------------

    @Override
    public long quantum(Task chosen) {
        timerIsFar = size == 0;
        return RoundRobin.turn(quantum, timerIsFar, random);
    }

    @Override
    public boolean wantsTimerSet() {
        return timerIsFar && size > 0;
    }

    // ---- the heap: no share is before the one at half its index ---------------------------------------------------

    private void insert(Share share) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        put(share, size++);
        rise(share.index);
    }

    private void takeOut(Share share) {
        int index = share.index;
        share.index = -1;
        Share last = heap[--size];
        heap[size] = null;
        if (last != share) {
            put(last, index);
            rise(index);
            sink(last.index);
        }
    }

    private void put(Share share, int index) {
        heap[index] = share;
        share.index = index;
    }

    private void rise(int from) {
        int index = from;
        while (index > 0 && heap[index].isBefore(heap[(index - 1) / 2])) {
            exchange(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }
    }

    private void sink(int from) {
        int index = from;
        while (true) {
            int first = 2 * index + 1;
            if (first >= size) {
                return;
            }
            if (first + 1 < size && heap[first + 1].isBefore(heap[first])) {
                first++;
            }
            if (!heap[first].isBefore(heap[index])) {
                return;
            }
            exchange(index, first);
            index = first;
        }
    }

    private void exchange(int one, int other) {
        Share moved = heap[one];
        put(heap[other], one);
        put(moved, other);
    }
}
