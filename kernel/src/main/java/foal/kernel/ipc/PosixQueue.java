package foal.kernel.ipc;

import foal.kernel.file.FileStatus;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.task.Credentials;
import foal.kernel.task.Process;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Wakers;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A POSIX message queue (mq_overview(7)): those of the highest priority come out first, and among them those that came
 * first. It lasts while it has its name or somebody has it open.
 */
final class PosixQueue {
    /** Priorities are below it (MQ_PRIO_MAX). */
    static final int PRIORITIES = 32768;
    private static final int READ = 4, WRITE = 2;
    /** What the kernel counts for each message that a queue can hold, and for each priority of those. */
    private static final int MESSAGE_COST = 48, PRIORITY_COST = 48;

    private final String name;
    private final long number;
    private final int mode;
    private final int uid;
    private final int gid;
    private final int mostMessages;
    private final int mostBytes;
    private final long made;
    private boolean linked = true;
    private int users;

    private final TreeMap<Integer, ArrayDeque<byte[]>> messages = new TreeMap<>(Comparator.reverseOrder());
    private int count;
    private long bytes;
    private Optional<Notification> notification = Optional.empty();
    private final WaitQueue senders = new WaitQueue("room in a POSIX message queue",
            Wakers.holders(file -> isOf(file) && file.isReadable()));
    private final WaitQueue receivers = new WaitQueue("a message in a POSIX message queue",
            Wakers.holders(file -> isOf(file) && file.isWritable()));
    // Those who only watch do not count as waiting for a message: a process can be notified in spite of them.
    private final WaitQueue watchers = new WaitQueue("a POSIX message queue", Wakers.holders(this::isOf));

    /**
     * Who is to be told when a message comes to the empty queue and nobody waits for it (mq_notify(3)).
     *
     * @param by the open queue through which that was asked for
     * @param signal to be sent, or 0 for none
     */
    record Notification(Process process, PosixQueueFile by, int signal, long value) {}

    /**
     * @param number unlike that of any other queue
     * @param maker whose the queue is
     * @param mostMessages that it holds
     * @param mostBytes that each may have
     * @param time of its making, in nanoseconds since 1970
     */
    PosixQueue(String name, long number, int mode, Credentials maker, int mostMessages, int mostBytes, long time) {
        this.name = name;
        this.number = number;
        this.mode = mode;
        uid = maker.fileUser();
        gid = maker.fileGroup();
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
        made = time;
    }

    String name() {
        return name;
    }

    private boolean isOf(OpenFile file) {
        return file instanceof PosixQueueFile open && open.queue() == this;
    }

    /** What fstat(2) tells of it. @param size that is to be shown */
    FileStatus status(int size) {
        return new FileStatus(1, number, FileStatus.REGULAR | mode, 1, uid, gid, 0, size, 0, made, made, made, made);
    }

    /** Whether one with these credentials may open it so. @param flags whose access mode says how */
    boolean allows(Credentials who, int flags) {
        int wanted = (OpenFlag.O_WRONLY.in(flags) ? 0 : READ) | (OpenFlag.O_RDONLY.in(flags) ? 0 : WRITE);
        int granted = who.fileUser() == uid ? mode >> 6 : who.isInGroup(gid) ? mode >> 3 : mode;
        return who.isPrivileged() || (wanted & ~granted) == 0;
    }

    /** Whether one with these credentials may take its name away. */
    boolean isOwnedBy(Credentials who) {
        return who.isPrivileged() || who.fileUser() == uid;
    }

    int mostMessages() {
        return mostMessages;
    }

    int mostBytes() {
        return mostBytes;
    }

    /** What counts against the limit of its maker, however much is in it. */
    static long cost(long mostMessages, long mostBytes) {
        return mostMessages * (mostBytes + MESSAGE_COST) + Math.min(mostMessages, PRIORITIES) * PRIORITY_COST;
    }

    long cost() {
        return cost(mostMessages, mostBytes);
    }

    // ---- life --------------------------------------------------------------------------------------------------

    boolean isGone() {
        return !linked && users == 0;
    }

    void unlink() {
        linked = false;
    }

    void opened() {
        users++;
    }

    void closed() {
        users--;
    }

    // ---- messages ----------------------------------------------------------------------------------------------

    boolean isFull() {
        return count == mostMessages;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** Bytes of all messages. */
    long bytes() {
        return bytes;
    }

    /** Where senders wait for room. */
    WaitQueue senders() {
        return senders;
    }

    /** Where receivers wait for a message. */
    WaitQueue receivers() {
        return receivers;
    }

    /** Is woken at every change. */
    WaitQueue watchers() {
        return watchers;
    }

    /** Adds a message to a queue that is not full. */
    void add(byte[] message, int priority, Task sender, Signals signals) {
        messages.computeIfAbsent(priority, _ -> new ArrayDeque<>(1)).addLast(message);
        count++;
        bytes += message.length;
        if (count == 1 && receivers.isEmpty()) {
            notifyOf(sender, signals);
        }
        receivers.wakeAll();
        watchers.wakeAll();
    }

    /** The priority of the message that comes out next; there is one. */
    int firstPriority() {
        return messages.firstKey();
    }

    /** Takes out the next message; there is one. */
    byte[] take() {
        ArrayDeque<byte[]> first = messages.firstEntry().getValue();
        byte[] message = first.pollFirst();
        if (first.isEmpty()) {
            messages.pollFirstEntry();
        }
        count--;
        bytes -= message.length;
        senders.wakeAll();
        watchers.wakeAll();
        return message;
    }

    // ---- notification ------------------------------------------------------------------------------------------

    /** The notification that is still to come. */
    Optional<Notification> notification() {
        return notification.filter(asked -> asked.process().isAlive());
    }

    void setNotification(Optional<Notification> wanted) {
        notification = wanted;
    }

    private void notifyOf(Task sender, Signals signals) {
        notification().filter(asked -> asked.signal() != 0).ifPresent(asked ->
                signals.send(asked.process(), SignalInfo.ofMessage(asked.signal(), sender.process(), asked.value())));
        notification = Optional.empty();
    }

    /** The line that its file shows (mq_overview(7)). */
    String text() {
        Optional<Notification> asked = notification();
        int none = 1;
        return String.format("QSIZE:%-10d NOTIFY:%-5d SIGNO:%-5d NOTIFY_PID:%-6d\n", bytes,
                asked.filter(one -> one.signal() == 0).map(_ -> none).orElse(0), asked.map(Notification::signal).orElse(0),
                asked.map(one -> one.process().pid()).orElse(0));
    }
}
