package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.E2BIG;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EIDRM;

import foal.kernel.memory.Struct;
import foal.kernel.task.Credentials;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Waiter;
import foal.kernel.time.Clock;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A System V message queue: messages in the order in which they came, each with a type (msgop(2)).
 *
 * <p>Invariant: no receiver waits for a message that is in the queue, unless it is stopped.
 */
final class MessageQueue extends IpcObject {
    /** Bytes of {@code struct msqid64_ds}. */
    static final int STATUS_SIZE = 120;
    /** Bytes that a queue holds at first (MSGMNB). */
    static final int DEFAULT_CAPACITY = 16384;
    private static final long NANOS = 1_000_000_000L;

    /** A message. */
    record Message(long type, byte[] text) {}

    /** The messages that a receiver wants. @param except whether all but those of the type, which is then above 0 */
    record Wish(long type, boolean except) {
        private boolean isMetBy(long other) {
            if (type < 0) {
                return other <= (type == Long.MIN_VALUE ? Long.MAX_VALUE : -type);
            }
            return type == 0 || (other == type) != except;
        }
    }

    private final Struct typeField = new Struct(8);
    private final List<Receiver> waiting = new LinkedList<>();
    private final List<Message> messages = new LinkedList<>();
    private final WaitQueue senders = new WaitQueue("room in a message queue");
    private final WaitQueue receivers = new WaitQueue("a message in a message queue");
    private final Clock clock;
    private long capacity = DEFAULT_CAPACITY;
    private long bytes;
    private int lastSender;
    private int lastReceiver;
    private long sendTime;
    private long receiveTime;
    private long changeTime;

    MessageQueue(int key, int mode, Credentials maker, Clock clock) {
        super(key, mode, maker);
        this.clock = clock;
        changeTime = clock.realtime();
    }

    /** Where senders wait for room. */
    WaitQueue senders() {
        return senders;
    }

    /** Whether a message of that length may be added: both bytes and messages are limited by the capacity. */
    boolean hasRoom(int length) {
        return bytes + length <= capacity && messages.size() + 1 <= capacity;
    }

    /** Adds a message, or gives it to one who waits for it. @return whether it is in the queue */
    boolean add(Message message, int sender) {
        lastSender = sender;
        sendTime = clock.realtime();
        if (handOver(message)) {
            return false;
        }
        messages.add(message);
        bytes += message.text().length;
        return true;
    }

    /** Gives a message to the first receiver that wants it. One for which it is too long stops waiting, with E2BIG. */
    private boolean handOver(Message message) {
        for (Receiver receiver : List.copyOf(waiting)) {
            if (receiver.isAttentive() && receiver.wish.isMetBy(message.type())) {
                boolean fits = receiver.mayCut || message.text().length <= receiver.room;
                receiver.finish(fits ? deliver(message, receiver.task(), receiver.address, receiver.room) : E2BIG.result());
                if (fits) {
                    noteReceiver(receiver.task().pid());
                    return true;
                }
            }
        }
        return false;
    }

    /** Writes a message to the memory of a receiver. @param room for its text @return as msgrcv does */
    long deliver(Message message, Task receiver, long address, long room) {
        int length = (int) Math.min(room, message.text().length);
        boolean isWritten = receiver.memory().write(address, typeField.putLong(0, message.type()))
                && receiver.memory().write(address + typeField.size(), message.text(), 0, length) == length;
        return isWritten ? length : EFAULT.result();
    }

    private void noteReceiver(int pid) {
        lastReceiver = pid;
        receiveTime = clock.realtime();
    }

    /** A task that waits for a message. They stand in the order in which they came. */
    private final class Receiver extends Waiter {
        private final Wish wish;
        private final long address;
        private final long room;
        private final boolean mayCut;

        Receiver(Task task, Wish wish, long address, long room, boolean mayCut) {
            super(task, receivers);
            this.wish = wish;
            this.address = address;
            this.room = room;
            this.mayCut = mayCut;
        }
    }

    /**
     * Makes a task wait for a message that is not there yet.
     *
     * @param address where it is to be written to
     * @param room for its text
     * @param mayCut whether a longer one is to be cut, and not refused
     */
    Waiter await(Task task, Wish wish, long address, long room, boolean mayCut) {
        return Waiter.join(waiting, new Receiver(task, wish, address, room, mayCut));
    }

    /** The queue has been removed: nobody can wait here any longer. */
    void dismiss() {
        List.copyOf(waiting).forEach(receiver -> receiver.finish(EIDRM.result()));
        senders.wakeAll();
    }

    /** The message that msgrcv would take: the first that is wanted, or with a type below 0 the first of the lowest type. */
    Optional<Message> select(Wish wish) {
        Stream<Message> wanted = messages.stream().filter(message -> wish.isMetBy(message.type()));
        return wish.type() < 0 ? wanted.reduce((first, second) -> second.type() < first.type() ? second : first)
                : wanted.findFirst();
    }

    /** The message at a place, from 0 up: what MSG_COPY looks at. */
    Optional<Message> at(long place) {
        return place >= 0 && place < messages.size() ? Optional.of(messages.get((int) place)) : Optional.empty();
    }

    void take(Message message, int receiver) {
        for (Iterator<Message> i = messages.iterator(); i.hasNext(); ) {
            if (i.next() == message) {
                i.remove();
                break;
            }
        }
        bytes -= message.text().length;
        noteReceiver(receiver);
        senders.wakeAll();
    }

    int count() {
        return messages.size();
    }

    long bytes() {
        return bytes;
    }

    /** The capacity that IPC_SET asks for. */
    static long capacity(Struct struct) {
        return struct.getLong(88);
    }

    /** IPC_SET. */
    void change(Struct struct) {
        setPermissions(struct);
        capacity = capacity(struct);
        changeTime = clock.realtime();
        senders.wakeAll();
    }

    @Override
    String row() {
        return identity(0) + String.format(" %10d %10d %5d %5d", bytes, messages.size(), lastSender, lastReceiver) + owners()
                + String.format(" %10d %10d %10d\n", sendTime / NANOS, receiveTime / NANOS, changeTime / NANOS);
    }

    /** Fills in {@code struct msqid64_ds}. */
    void putStatus(Struct struct) {
        struct.clear();
        putPermissions(struct, 0);
        struct.putLong(48, sendTime / NANOS).putLong(56, receiveTime / NANOS).putLong(64, changeTime / NANOS)
                .putLong(72, bytes).putLong(80, messages.size()).putLong(88, capacity)
                .putInt(96, lastSender).putInt(100, lastReceiver);
    }
}
