package foal.kernel.ipc;

import foal.kernel.memory.Struct;
import foal.kernel.task.Credentials;
import foal.kernel.task.WaitQueue;
import foal.kernel.time.Clock;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** A System V message queue: messages in the order in which they came, each with a type (msgop(2)). */
final class MessageQueue extends IpcObject {
    /** Bytes of {@code struct msqid64_ds}. */
    static final int STATUS_SIZE = 120;
    /** Bytes that a queue holds at first (MSGMNB). */
    static final int DEFAULT_CAPACITY = 16384;
    private static final long NANOS = 1_000_000_000L;

    /** A message. */
    record Message(long type, byte[] text) {}

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

    /** Where receivers wait for a message. */
    WaitQueue receivers() {
        return receivers;
    }

    /** Whether a message of that length may be added: both bytes and messages are limited by the capacity. */
    boolean hasRoom(int length) {
        return bytes + length <= capacity && messages.size() + 1 <= capacity;
    }

    void add(Message message, int sender) {
        messages.add(message);
        bytes += message.text().length;
        lastSender = sender;
        sendTime = clock.realtime();
        receivers.wakeAll();
    }

    /**
     * The message that msgrcv would take.
     *
     * @param type 0: the first; above 0: the first of that type; below 0: the first of the lowest type up to −type
     * @param except with a type above 0: the first of any other type
     */
    Optional<Message> select(long type, boolean except) {
        if (type < 0) {
            long limit = type == Long.MIN_VALUE ? Long.MAX_VALUE : -type;
            return messages.stream().filter(message -> message.type() <= limit)
                    .reduce((first, second) -> second.type() < first.type() ? second : first);
        }
        LongPredicate wanted = type == 0 ? any -> true : except ? other -> other != type : same -> same == type;
        return messages.stream().filter(message -> wanted.test(message.type())).findFirst();
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
        lastReceiver = receiver;
        receiveTime = clock.realtime();
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
