package foal.kernel.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done when a task leaves its memory, by execve or its end, for those who wait there (Linux's mm_release): a word is
 * cleared, robust futexes and locks with an owner are let go, and a parent that has called vfork goes on.
 */
public final class MemoryRelease {
    private final Task task;
    private long clearChildTid;
    private long robustList;
    private final List<PiFutex> heldLocks = new ArrayList<>(0);
    /** Where the maker waits until this task leaves their common memory; none if it does not wait. */
    private Optional<WaitQueue> maker = Optional.empty();

    MemoryRelease(Task task) {
        this.task = task;
    }

    /** Where to write 0 and wake a futex; 0 for nowhere (set_tid_address(2)). */
    public long clearChildTid() {
        return clearChildTid;
    }

    public void setClearChildTid(long address) {
        clearChildTid = address;
    }

    /** The list of the robust futexes that the task holds; 0 for none (set_robust_list(2)). */
    long robustList() {
        return robustList;
    }

    void setRobustList(long head) {
        robustList = head;
    }

    /** The locks with priority inheritance that the task owns and others wait for. Changed by these. */
    List<PiFutex> heldLocks() {
        return heldLocks;
    }

    /** The task's maker is going to wait until it leaves their memory (vfork(2)). */
    public void expectMaker() {
        maker = Optional.of(new WaitQueue("a child of vfork to exec or end", (_, found) -> found.process(task.process())));
    }

    /** Where the maker waits, if it does. */
    public Optional<WaitQueue> maker() {
        return maker;
    }

    /** The task will not touch its memory again: its maker, if it waits for that, goes on. */
    void tellMaker() {
        Optional<WaitQueue> waiting = maker;
        maker = Optional.empty();
        waiting.ifPresent(WaitQueue::wakeAll);
    }
}
