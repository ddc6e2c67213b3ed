package foal.kernel.message;

import foal.kernel.file.FileStatus;
import foal.kernel.file.Holders;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.PollEvent;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Waiter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * An event: something that happens, and is remembered until it is reset. Of one with manual reset all who wait learn; one
 * with automatic reset is over as soon as one task has learnt of it.
 *
 * <p>Invariant: nobody waits while the event is set.
 */
final class ResettableEvent extends OpenFile {
    private final long number;
    private final boolean resetsItself;
    private boolean set;
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private final WaitQueue watchers = new WaitQueue("an event", Holders.of(file -> file == this));

    /** @param number unlike that of any other event */
    ResettableEvent(long number, boolean resetsItself, boolean set) {
        super((int) OpenFlag.O_RDWR.value());
        this.number = number;
        this.resetsItself = resetsItself;
        this.set = set;
    }

    /** Whether the event is set; if it resets itself, it then no longer is. */
    boolean consume() {
        boolean wasSet = set;
        set &= !resetsItself;
        return wasSet;
    }

    void add(Waiter waiter) {
        Waiter.join(waiting, waiter);
    }

    /** It has happened: so it has for all who wait, or for one of them, or else for whoever comes. */
    void set() {
        boolean learnt = wakeWaiting();
        set = !(resetsItself && learnt);
        watchers.wakeAll();
    }

    void reset() {
        set = false;
    }

    /** It has happened, but only for those who wait now: who comes later has missed it. */
    void pulse() {
        wakeWaiting();
        set = false;
    }

    /** Wakes all who wait, or one of them. @return whether there was any */
    private boolean wakeWaiting() {
        int learning = resetsItself ? Math.min(1, waiting.size()) : waiting.size();
        for (int i = 0; i < learning; i++) {
            waiting.peekFirst().finish(0);
        }
        return learning > 0;
    }

    @Override
    public Optional<Object> channel() {
        return Optional.of(this);
    }

    @Override
    public int poll(Task task) {
        return set ? PollEvent.READABLE : 0;
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return List.of(watchers);
    }

    @Override
    public FileStatus status() {
        return new FileStatus(number, 0600, 1, 0, 0, 0);
    }

    @Override
    public String description() {
        return "event:[" + number + "]";
    }
}
