package foal.kernel.poll;

import foal.kernel.file.OpenFile;
import foal.kernel.file.PollEvent;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Wakers;
import java.util.List;

/** A descriptor that an epoll instance watches. */
final class EpollItem {
    private final Epoll epoll;
    private final int fd;
    private final OpenFile file;
    private List<WaitQueue> queues = List.of();
    private final Runnable whenWoken = this::woken;
    private final Runnable whenReleased = this::released;
    private int events;
    private long data;

    /** Whether it is in the list of those that may be ready. Only {@link Epoll} changes it. */
    boolean isListed;

    EpollItem(Epoll epoll, int fd, OpenFile file) {
        this.epoll = epoll;
        this.fd = fd;
        this.file = file;
        file.watchRelease(whenReleased);
    }

    int fd() {
        return fd;
    }

    OpenFile file() {
        return file;
    }

    /** What the program wants to get with an event, unchanged. */
    long data() {
        return data;
    }

    void set(Task task, int newEvents, long newData) {
        events = newEvents;
        data = newData;
        queues.forEach(queue -> queue.unwatch(whenWoken));
        queues = file.pollQueues(task, events);
        queues.forEach(queue -> queue.watch(whenWoken));
    }

    /** What it is ready for of what is asked for; errors and hang-ups always are. */
    int poll(Task task) {
        return isDisabled() ? 0 : file.poll(task) & (events | PollEvent.ALWAYS);
    }

    /** Whether it is reported once for each time that something happens, not as long as it is ready. */
    boolean isEdgeTriggered() {
        return EpollEvent.EPOLLET.in(events);
    }

    boolean isExclusive() {
        return EpollEvent.EPOLLEXCLUSIVE.in(events);
    }

    /** It has been reported: with EPOLLONESHOT it rests until it is changed. */
    void reported() {
        if (EpollEvent.EPOLLONESHOT.in(events)) {
            events &= (int) EpollEvent.EPOLLONESHOT.value();
        }
    }

    private boolean isDisabled() {
        return events == EpollEvent.EPOLLONESHOT.value();
    }

    /** Who can wake those who wait for this file. */
    void findWakers(Task waiter, Wakers.Candidates found) {
        queues.forEach(queue -> queue.wakers().find(waiter, found));
    }

    private void woken() {
        if (!isDisabled()) {
            epoll.mayBeReady(this);
        }
    }

    private void released() {
        epoll.remove(this);
    }

    /** It is no longer watched. */
    void close() {
        queues.forEach(queue -> queue.unwatch(whenWoken));
        file.unwatchRelease(whenReleased);
    }
}
