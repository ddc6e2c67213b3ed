package foal.kernel.ipc;

import static foal.kernel.memory.KernelMemory.Kind.MESSAGE_BYTE;
import static foal.kernel.syscall.Errno.E2BIG;
import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EIDRM;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.ENOMSG;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Order.RECEIVE;
import static foal.kernel.syscall.Order.SEND;

import foal.kernel.memory.KernelMemory;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.About;
import foal.kernel.syscall.ByCommand;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Capability;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.Optional;

/** System V message queues (msgget(2), msgop(2), msgctl(2)). */
@About(Topic.IPC)
public final class MessageQueueCalls {
    private static final int MOST_QUEUES = 32000;
    /** Bytes of one message (MSGMAX). */
    private static final int MOST_BYTES = 8192;

    /** Bytes that each message takes besides its text. */
    private static final int OVERHEAD = 64;

    private final IpcRegistry<MessageQueue> queues = new IpcRegistry<>(MOST_QUEUES);
    private final Clock clock;
    private final KernelMemory memory;
    private final Struct type = new Struct(8);
    private final Struct status = new Struct(MessageQueue.STATUS_SIZE);

    public MessageQueueCalls(Clock clock, KernelMemory memory) {
        this.clock = clock;
        this.memory = memory;
    }

    /** Flags of msgsnd(2) and msgrcv(2). */
    public enum MessageFlag implements Symbolic {
        IPC_NOWAIT(04000), MSG_NOERROR(010000), MSG_EXCEPT(020000), MSG_COPY(040000);

        private final int value;

        MessageFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    @Syscall(nr = 186, doc = "find or make a message queue")
    public long msgget(Task task, @OneOf(value = IpcKey.class, rest = Rest.HEXADECIMAL) int key,
            @Flags(value = IpcFlag.class, rest = Rest.PERMISSIONS) int msgflg) {
        return queues.get(task.process().credentials(), key, msgflg,
                () -> new MessageQueue(key, msgflg, task.process().credentials(), clock), queue -> 0, () -> 0);
    }

    @Syscall(nr = 189, doc = "send a message to a queue",
            orders = SEND, by = MessageQueue.class, which = "msqid", restarts = false)
    public long msgsnd(Task task, int msqid, @In(value = Data.MSGBUF, length = "msgsz") long msgp, long msgsz,
            @Flags(MessageFlag.class) int msgflg) {
        if (msgsz < 0 || msgsz > MOST_BYTES || msqid < 0) {
            return EINVAL.result();
        }
        if (!task.memory().read(msgp, type)) {
            return EFAULT.result();
        }
        if (type.getLong(0) <= 0) {
            return EINVAL.result();
        }
        int length = (int) msgsz;
        byte[] text = new byte[length];
        if (task.memory().read(msgp + type.size(), text, 0, length) < length) {
            return EFAULT.result();
        }
        Optional<MessageQueue> queue = queues.find(msqid);
        if (queue.isEmpty()) {
            return gone(task);
        }
        long refusal = queue.get().access(task, IpcObject.WRITE);
        if (refusal != 0) {
            return refusal;
        }
        if (!queue.get().hasRoom(length)) {
            return MessageFlag.IPC_NOWAIT.in(msgflg) ? EAGAIN.result() : task.waitOn(queue.get().senders());
        }
        if (!memory.hasRoom(MESSAGE_BYTE, length + OVERHEAD)) {
            return ENOMEM.result();
        }
        if (queue.get().add(new MessageQueue.Message(type.getLong(0), text), task.pid())) {
            memory.take(MESSAGE_BYTE, length + OVERHEAD);
        }
        return 0;
    }

    @Syscall(nr = 188, doc = "receive a message from a queue",
            orders = RECEIVE, by = MessageQueue.class, which = "msqid", restarts = false)
    public long msgrcv(Task task, int msqid, @Out(value = Data.MSGBUF, length = "return") long msgp, long msgsz, long msgtyp,
            @Flags(MessageFlag.class) int msgflg) {
        task.call().take().abandon(); // nobody has served it where it waited before: it looks again
        if (msgsz < 0 || msqid < 0 || isWrongCopy(msgflg)) {
            return EINVAL.result();
        }
        Optional<MessageQueue> found = queues.find(msqid);
        if (found.isEmpty()) {
            return EINVAL.result();
        }
        MessageQueue queue = found.get();
        long refusal = queue.access(task, IpcObject.READ);
        if (refusal != 0) {
            return refusal;
        }
        boolean onlyCopies = MessageFlag.MSG_COPY.in(msgflg);
        boolean mayCut = MessageFlag.MSG_NOERROR.in(msgflg);
        MessageQueue.Wish wish = new MessageQueue.Wish(msgtyp, MessageFlag.MSG_EXCEPT.in(msgflg));
        Optional<MessageQueue.Message> selected = onlyCopies ? queue.at(msgtyp) : queue.select(wish);
        if (selected.isEmpty()) {
            return MessageFlag.IPC_NOWAIT.in(msgflg) ? ENOMSG.result()
                    : queue.await(task, wish, msgp, msgsz, mayCut).block();
        }
        MessageQueue.Message message = selected.get();
        if (message.text().length > msgsz && (onlyCopies || !mayCut)) {
            return mayCut ? EINVAL.result() : E2BIG.result();
        }
        if (!onlyCopies) {
            memory.giveBack(MESSAGE_BYTE, message.text().length + OVERHEAD);
            queue.take(message, task.pid());
        }
        return queue.deliver(message, task, msgp, msgsz);
    }

    /** MSG_COPY takes msgtyp for a place in the queue; it cannot wait. */
    private static boolean isWrongCopy(int flags) {
        return MessageFlag.MSG_COPY.in(flags) && (MessageFlag.MSG_EXCEPT.in(flags) || !MessageFlag.IPC_NOWAIT.in(flags));
    }

    /** The queue does not exist; if the task has waited for room in it, it was removed meanwhile. */
    private static long gone(Task task) {
        return task.call().isRerun() ? EIDRM.result() : EINVAL.result();
    }

    @Syscall(nr = 187, doc = "get the status of, change or remove a message queue", by = MessageQueue.class, which = "msqid")
    public long msgctl(Task task, int msqid, IpcCommand.Message cmd, @ByCommand("cmd") long buf) {
        return msqid < 0 ? EINVAL.result() : switch (cmd) {
            case IPC_RMID -> queues.withOwn(task, msqid, this::remove);
            case IPC_SET -> task.memory().read(buf, status)
                    ? queues.withOwn(task, msqid, queue -> change(task, queue)) : EFAULT.result();
            case IPC_STAT -> queues.with(task, msqid, IpcObject.READ, queue -> stat(task, queue, buf, 0));
            case IPC_INFO -> info(task, buf,
                    MessageQueue.DEFAULT_CAPACITY / 1024 * MOST_QUEUES, 0, MessageQueue.DEFAULT_CAPACITY);
            case MSG_STAT -> queues.withIndex(task, msqid, IpcObject.READ, queue -> stat(task, queue, buf, queue.id()));
            case MSG_STAT_ANY -> queues.withIndex(task, msqid, 0, queue -> stat(task, queue, buf, queue.id()));
            case MSG_INFO -> info(task, buf, queues.all().size(),
                    queues.all().stream().mapToInt(MessageQueue::count).sum(),
                    (int) queues.all().stream().mapToLong(MessageQueue::bytes).sum());
        };
    }

    private long remove(MessageQueue queue) {
        queues.remove(queue);
        memory.giveBack(MESSAGE_BYTE, queue.bytes() + (long) queue.count() * OVERHEAD);
        queue.dismiss();
        return 0;
    }

    private long change(Task task, MessageQueue queue) {
        boolean mayGrow = task.process().credentials().has(Capability.CAP_SYS_RESOURCE);
        if (Long.compareUnsigned(MessageQueue.capacity(status), MessageQueue.DEFAULT_CAPACITY) > 0 && !mayGrow) {
            return EPERM.result();
        }
        queue.change(status);
        return 0;
    }

    private long stat(Task task, MessageQueue queue, long buf, long result) {
        queue.putStatus(status);
        return task.memory().write(buf, status) ? result : EFAULT.result();
    }

    /** {@code struct msginfo}, whose fields mean limits to IPC_INFO and usage to MSG_INFO. */
    private long info(Task task, long buf, int pool, int map, int total) {
        int segmentSize = 16;
        Struct info = new Struct(32).putInt(0, pool).putInt(4, map).putInt(8, MOST_BYTES)
                .putInt(12, MessageQueue.DEFAULT_CAPACITY).putInt(16, MOST_QUEUES).putInt(20, segmentSize)
                .putInt(24, total).putShort(28, 0xffff);
        return task.memory().write(buf, info) ? queues.highestIndex() : EFAULT.result();
    }

    /** The text of /proc/sysvipc/msg. */
    public String table() {
        return queues.table("       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid"
                + "      stime      rtime      ctime");
    }

    /** Removes all queues: the machine is switched off. */
    public void close() {
        queues.all().forEach(this::remove);
    }
}
