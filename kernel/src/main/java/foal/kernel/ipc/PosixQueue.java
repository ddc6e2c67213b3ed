package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EFAULT;

import foal.kernel.file.Dentry;
import foal.kernel.file.Holders;
import foal.kernel.file.OpenFile;
import foal.kernel.file.Opened;
import foal.kernel.file.ServedFile;
import foal.kernel.task.Process;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Waiter;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A POSIX message queue (mq_overview(7)): those of the highest priority come out first, and among them those that came
 * first. It lasts while it has its name or somebody has it open.
 *
 * <p>Invariants: receivers wait only while it is empty, senders only while it is full, unless they are stopped.
 */
final class PosixQueue implements ServedFile.Service {
    /** Priorities are below it (MQ_PRIO_MAX). */
    static final int PRIORITIES = 32768;
    /** What the kernel counts for each message that a queue can hold, and for each priority of those. */
    private static final int MESSAGE_COST = 48, PRIORITY_COST = 48;
    /** What stat(2) shows as the size, whatever is in it. */
    private static final int SHOWN_SIZE = 80;

    private final PosixQueues all;
    private final int mostMessages;
    private final int mostBytes;

    private final TreeMap<Integer, ArrayDeque<byte[]>> messages = new TreeMap<>(Comparator.reverseOrder());
    private int count;
    private long bytes;
    private Optional<Notification> notification = Optional.empty();
    private final TreeSet<Sender> sending = new TreeSet<>(Ranked.ORDER);
    private final TreeSet<Receiver> receiving = new TreeSet<>(Ranked.ORDER);
    private long arrivals;
    private final WaitQueue senders = new WaitQueue("room in a POSIX message queue",
            Holders.of(file -> isOf(file) && file.isReadable()));
    private final WaitQueue receivers = new WaitQueue("a message in a POSIX message queue",
            Holders.of(file -> isOf(file) && file.isWritable()));
    private final WaitQueue watchers = new WaitQueue("a POSIX message queue", Holders.of(this::isOf));

    /**
     * Who is notified when a message comes to the empty queue and no task waits for it (mq_notify(3)).
     *
     * @param by the open queue through which that was asked for
     */
    record Notification(Process process, PosixQueueFile by, Notice notice) {}

    /** How that is told. */
    sealed interface Notice {
        /** Not at all (SIGEV_NONE). */
        record Silent() implements Notice {}

        /** By a signal, with a value; none is sent if its number is 0. */
        record BySignal(int number, long value) implements Notice {}

        /**
         * By bytes of the program's own, the last of which says what has happened (SIGEV_THREAD). The C library has a
         * thread that waits for them.
         */
        record ByCookie(NoticeReceiver receiver, byte[] cookie) implements Notice {
            static final int SIZE = 32;
            private static final byte MESSAGE_CAME = 1, REMOVED = 2;

            void tell(byte what) {
                byte[] told = cookie.clone();
                told[SIZE - 1] = what;
                receiver.take(told);
            }
        }
    }

    /**
     * @param mostMessages that it holds
     * @param mostBytes that each may have
     */
    PosixQueue(PosixQueues all, int mostMessages, int mostBytes) {
        this.all = all;
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
    }

    // ---- its file ----------------------------------------------------------------------------------------------

    @Override
    public Opened open(Task task, Dentry entry, int flags) {
        return new Opened.Ready(new PosixQueueFile(this, entry, flags));
    }

    @Override
    public long shownSize() {
        return SHOWN_SIZE;
    }

    @Override
    public void discarded() {
        all.gone(this);
    }

    private boolean isOf(OpenFile file) {
        return file instanceof PosixQueueFile open && open.queue() == this;
    }

    // ---- how much it holds -------------------------------------------------------------------------------------

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

    /** Is woken at every change. */
    WaitQueue watchers() {
        return watchers;
    }

    /** Adds a message to a queue that is not full, or gives it to who waits first in line. @return whether it is in the queue */
    boolean add(byte[] message, int priority, Task sender, Signals signals) {
        Receiver first = first(receiving);
        if (first != null) {
            first.finish(deliver(message, priority, first.task(), first.address, first.priorityAddress));
            return false;
        }
        put(message, priority);
        if (count == 1) {
            notifyOf(sender, signals);
        }
        watchers.wakeAll();
        return true;
    }

    private void put(byte[] message, int priority) {
        messages.computeIfAbsent(priority, _ -> new ArrayDeque<>(1)).addLast(message);
        count++;
        bytes += message.length;
    }

    /** Writes a message to the memory of a receiver, and its priority unless that address is 0. @return as mq_timedreceive does */
    static long deliver(byte[] message, int priority, Task receiver, long address, long priorityAddress) {
        boolean isWritten = (priorityAddress == 0 || receiver.memory().writeInt(priorityAddress, priority))
                && receiver.memory().write(address, message, 0, message.length) == message.length;
        return isWritten ? message.length : EFAULT.result();
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
        Sender next = first(sending);
        if (next != null) {
            put(next.message, next.priority);
            next.finish(0);
        }
        watchers.wakeAll();
        return message;
    }

    /** The first of a line that can be served; null if there is none. */
    private static <W extends Waiter> W first(Iterable<W> line) {
        for (W waiter : line) {
            if (waiter.isAttentive()) {
                return waiter;
            }
        }
        return null;
    }

    // ---- waiting -----------------------------------------------------------------------------------------------

    /** A task that waits. The most urgent is served first, and among equals the one that came first. */
    private abstract class Ranked extends Waiter {
        static final Comparator<Ranked> ORDER = Comparator.<Ranked>comparingInt(waiter -> waiter.urgency)
                .thenComparingLong(waiter -> waiter.arrival);

        private final int urgency;
        private final long arrival = arrivals++;

        Ranked(Task task, WaitQueue reason) {
            super(task, reason);
            urgency = task.scheduling().urgency();
        }
    }

    /** A task that waits for room. Its message already has its memory. */
    private final class Sender extends Ranked {
        private final byte[] message;
        private final int priority;

        Sender(Task task, byte[] message, int priority) {
            super(task, senders);
            this.message = message;
            this.priority = priority;
        }

        @Override
        public void abandon() {
            super.abandon();
            all.release(message.length);
        }
    }

    /** A task that waits for a message, and the address that it wants it at. */
    private final class Receiver extends Ranked {
        private final long address;
        private final long priorityAddress;

        Receiver(Task task, long address, long priorityAddress) {
            super(task, receivers);
            this.address = address;
            this.priorityAddress = priorityAddress;
        }
    }

    /** Makes a task wait until there is room for its message, which is charged from now on. */
    Waiter awaitRoom(Task task, byte[] message, int priority) {
        return Waiter.join(sending, new Sender(task, message, priority));
    }

    /** Makes a task wait for a message. */
    Waiter awaitMessage(Task task, long address, long priorityAddress) {
        return Waiter.join(receiving, new Receiver(task, address, priorityAddress));
    }

    // ---- notification ------------------------------------------------------------------------------------------

    /** The notification that is still to come. */
    Optional<Notification> notification() {
        return notification.filter(asked -> asked.process().isAlive());
    }

    void setNotification(Notification wanted) {
        notification = Optional.of(wanted);
    }

    /** Removes the notification: nobody is notified any more. */
    void removeNotification() {
        if (notification.isPresent() && notification.get().notice() instanceof Notice.ByCookie byCookie) {
            byCookie.tell(Notice.ByCookie.REMOVED);
        }
        notification = Optional.empty();
    }

    private void notifyOf(Task sender, Signals signals) {
        notification().ifPresent(asked -> {
            switch (asked.notice()) {
                case Notice.BySignal(int number, long value) when number != 0 ->
                        signals.send(asked.process(), SignalInfo.ofMessage(number, sender.process(), value));
                case Notice.ByCookie byCookie -> byCookie.tell(Notice.ByCookie.MESSAGE_CAME);
                case Notice.BySignal _, Notice.Silent _ -> { }
            }
        });
        notification = Optional.empty();
    }

    /** The line that its file shows (mq_overview(7)). */
    String text() {
        Optional<Notification> asked = notification();
        Notice notice = asked.map(Notification::notice).orElse(new Notice.BySignal(0, 0));
        int kind = switch (notice) {
            case Notice.BySignal _ -> 0;
            case Notice.Silent _ -> 1;
            case Notice.ByCookie _ -> 2;
        };
        int signal = notice instanceof Notice.BySignal bySignal ? bySignal.number() : 0;
        return String.format("QSIZE:%-10d NOTIFY:%-5d SIGNO:%-5d NOTIFY_PID:%-6d\n", bytes, kind, signal,
                asked.map(one -> one.process().pid()).orElse(0));
    }
}
