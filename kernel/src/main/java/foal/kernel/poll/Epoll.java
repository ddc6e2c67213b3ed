package foal.kernel.poll;

import static foal.kernel.memory.KernelMemory.Kind.EPOLL_ITEM;
import static foal.kernel.syscall.Errno.EFAULT;

import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.KernelMemory;
import foal.kernel.memory.Struct;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Wakers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An epoll instance (epoll(7)): a set of descriptors, and the list of those of them that may be ready. A descriptor
 * comes into the list when one of its queues is woken; whether it is really ready is asked when events are fetched.
 * One that is to be reported as long as it is ready then goes to the list's end, so that all get their turn.
 */
final class Epoll extends AnonymousFile {
    /** Bytes of {@code struct epoll_event}. */
    static final int EVENT_SIZE = 16;
    /** Instances that can watch one another in a row. */
    private static final int MOST_NESTED = 5;

    /** A descriptor is known by its number and its open file: the number may come to mean another. */
    private record Key(int fd, OpenFile file) {}

    /**
     * What all instances have in common. A wake-up can reach an instance on several ways, through others that it
     * watches; it goes on from there only once.
     */
    static final class Family {
        private final KernelMemory memory;
        private long wakeUps;
        private int depth;

        /** @param memory what items are charged to */
        Family(KernelMemory memory) {
            this.memory = memory;
        }

        boolean isFull() {
            return !memory.hasRoom(EPOLL_ITEM, 1);
        }
    }

    private final Family family;
    private final Map<Key, EpollItem> items = new LinkedHashMap<>();
    private final ArrayDeque<EpollItem> listed = new ArrayDeque<>();
    private final List<Epoll> watchedBy = new ArrayList<>(1);
    private final WaitQueue changed = new WaitQueue("something that an epoll instance watches", this::findWakers);
    private final Struct event = new Struct(EVENT_SIZE);
    private long lastWakeUp;

    Epoll(Family family) {
        super((int) OpenFlag.O_RDWR.value(), "eventpoll");
        this.family = family;
    }

    // ---- items -------------------------------------------------------------------------------------------------

    Optional<EpollItem> find(int fd, OpenFile file) {
        return Optional.ofNullable(items.get(new Key(fd, file)));
    }

    void add(Task task, int fd, OpenFile file, int events, long data) {
        EpollItem item = new EpollItem(this, fd, file);
        items.put(new Key(fd, file), item);
        if (file instanceof Epoll other) {
            other.watchedBy.add(this);
        }
        family.memory.take(EPOLL_ITEM, 1);
        change(task, item, events, data);
    }

    void change(Task task, EpollItem item, int events, long data) {
        item.set(task, events, data);
        if (item.poll(task) != 0) {
            mayBeReady(item);
        }
    }

    void remove(EpollItem item) {
        if (items.remove(new Key(item.fd(), item.file()), item)) {
            family.memory.giveBack(EPOLL_ITEM, 1);
            item.close();
            if (item.file() instanceof Epoll other) {
                other.watchedBy.remove(this);
            }
            if (item.isListed) {
                listed.remove(item);
            }
        }
    }

    @Override
    protected void released() {
        while (!listed.isEmpty()) {
            unlistFirst();
        }
        new ArrayList<>(items.values()).forEach(this::remove);
    }

    // ---- nesting -----------------------------------------------------------------------------------------------

    /** Whether this instance may watch a file: another instance must neither lead back here nor make the row too long. */
    boolean mayWatch(OpenFile file) {
        if (!(file instanceof Epoll other)) {
            return true;
        }
        List<Set<Epoll>> below = levels(other, Epoll::watched);
        return below.stream().noneMatch(level -> level.contains(this))
                && levels(this, epoll -> epoll.watchedBy).size() + below.size() <= MOST_NESTED;
    }

    private List<Epoll> watched() {
        return items.values().stream().map(EpollItem::file)
                .filter(file -> file instanceof Epoll).map(Epoll.class::cast).toList();
    }

    /** An instance, those that are one step away from it, those that are two steps away, and so on. */
    private static List<Set<Epoll>> levels(Epoll first, Function<Epoll, List<Epoll>> step) {
        List<Set<Epoll>> levels = new ArrayList<>();
        for (Set<Epoll> level = Set.of(first); !level.isEmpty(); ) {
            levels.add(level);
            Set<Epoll> next = new LinkedHashSet<>();
            level.forEach(epoll -> next.addAll(step.apply(epoll)));
            level = next;
        }
        return levels;
    }

    // ---- events ------------------------------------------------------------------------------------------------

    private void findWakers(Task waiter, Wakers.Candidates found) {
        items.values().forEach(item -> item.findWakers(waiter, found));
    }

    /** Where a task waits until something may be ready. */
    WaitQueue changed() {
        return changed;
    }

    /** An item's queue has been woken. */
    void mayBeReady(EpollItem item) {
        if (family.depth == 0) {
            family.wakeUps++;
        }
        list(item);
        if (lastWakeUp != family.wakeUps) {
            lastWakeUp = family.wakeUps;
            family.depth++;
            changed.wakeAll();
            family.depth--;
        }
    }

    private void list(EpollItem item) {
        if (!item.isListed) {
            item.isListed = true;
            listed.addLast(item);
        }
    }

    private EpollItem unlistFirst() {
        EpollItem item = listed.pollFirst();
        item.isListed = false;
        return item;
    }

    /**
     * Writes events into an array of {@code struct epoll_event}.
     *
     * @return how many, or an error
     */
    long fetch(Task task, long address, int most) {
        int fetched = 0;
        for (int left = listed.size(); left > 0 && fetched < most; left--) {
            EpollItem item = unlistFirst();
            int events = item.poll(task);
            if (events == 0) {
                continue;
            }
            event.putInt(0, events).putLong(8, item.data());
            if (!task.memory().write(address + (long) EVENT_SIZE * fetched, event)) {
                item.isListed = true;
                listed.addFirst(item);
                return fetched == 0 ? EFAULT.result() : fetched;
            }
            fetched++;
            item.reported();
            if (!item.isEdgeTriggered()) {
                list(item);
            }
        }
        return fetched;
    }

    @Override
    public int poll(Task task) {
        while (!listed.isEmpty()) {
            if (listed.peekFirst().poll(task) != 0) {
                return PollEvent.READABLE;
            }
            unlistFirst();
        }
        return 0;
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return List.of(changed);
    }
}
