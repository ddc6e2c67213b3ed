package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EEXIST;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EMFILE;
import static foal.kernel.syscall.Errno.EMSGSIZE;
import static foal.kernel.syscall.Errno.ENAMETOOLONG;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.ENOSPC;
import static foal.kernel.syscall.Errno.ETIMEDOUT;
import static foal.kernel.syscall.Order.RECEIVE;
import static foal.kernel.syscall.Order.SEND;

import foal.kernel.file.Dentry;
import foal.kernel.file.DescriptorTable;
import foal.kernel.file.FileContext;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.ServedDirectory;
import foal.kernel.file.ServedFile;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.About;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Octal;
import foal.kernel.syscall.Only;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Capability;
import foal.kernel.task.Resource;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import foal.kernel.time.Timespec;
import java.util.Optional;

/** POSIX message queues (mq_overview(7)); for mq_notify see {@link QueueNoticeCalls}. */
@About(Topic.IPC)
public final class PosixQueueCalls {
    private static final int PATH_MAX = 4096, NAME_MAX = 255;
    private static final int ACCESS_MODE = 3;
    /** What a queue is by default and, unless for root, at most: messages that it holds, and bytes of each. */
    private static final int DEFAULT_MESSAGES = 10, DEFAULT_BYTES = 8192;
    /** How many queues there can be (/proc/sys/fs/mqueue/queues_max). */
    private static final int MOST_QUEUES = 256;
    /** What root can have. */
    private static final int HARD_MESSAGES = 65536, HARD_BYTES = 16 << 20, HARD_QUEUES = 32768;

    private final PosixQueues queues;
    private final Signals signals;
    private final Clock clock;
    private final Struct attributes = new Struct(64);
    private final Struct timespec = new Struct(16);

    public PosixQueueCalls(PosixQueues queues, Signals signals, Clock clock) {
        this.queues = queues;
        this.signals = signals;
        this.clock = clock;
    }

    // ---- names -------------------------------------------------------------------------------------------------

    @Syscall(nr = 180, doc = "open a POSIX message queue", topics = Topic.DESC,
            differs = "RLIMIT_MSGQUEUE is compared with what the queues of all users count for. In /dev/mqueue queues can be "
                    + "listed, read and removed, but not made with open(2).")
    public long mq_open(Task task, @In(Data.STRING) long name, @Flags(OpenFlag.class) int oflag,
            @Octal @Only(with = "oflag", in = "O_CREAT") int mode,
            @In(Data.MQ_ATTR) @Only(with = "oflag", in = "O_CREAT") long attr) {
        if (attr != 0 && !task.memory().read(attr, attributes)) {
            return EFAULT.result();
        }
        Optional<String> read = task.memory().readString(name, PATH_MAX);
        long error = read.map(PosixQueueCalls::check).orElse(EFAULT.result());
        if (error != 0) {
            return error;
        }
        DescriptorTable table = DescriptorTable.of(task);
        int free = table.lowestFree(0);
        if (free < 0) {
            return free;
        }
        Optional<Dentry> found = queues.find(read.get());
        if (found.isEmpty()) {
            error = OpenFlag.O_CREAT.in(oflag) ? make(task, read.get(), mode, attr != 0) : ENOENT.result();
        } else if (OpenFlag.O_CREAT.in(oflag) && OpenFlag.O_EXCL.in(oflag)) {
            error = EEXIST.result();
        } else if ((oflag & ACCESS_MODE) == ACCESS_MODE) {
            error = EINVAL.result();
        } else if (!ServedDirectory.mayOpen(task, found.get(), oflag)) {
            error = EACCES.result();
        }
        if (error != 0) {
            return error;
        }
        Dentry entry = queues.find(read.get()).orElseThrow();
        PosixQueue queue = (PosixQueue) ((ServedFile) entry.inode()).service();
        return table.add(new PosixQueueFile(queue, entry, oflag), true);
    }

    /** Looks at a name, which is without the slash that programs write. @return 0 or an error */
    private static long check(String name) {
        if (name.length() >= PATH_MAX) {
            return ENAMETOOLONG.result();
        }
        if (name.isEmpty()) {
            return ENOENT.result();
        }
        if (name.equals(".") || name.equals("..") || name.contains("/")) {
            return EACCES.result();
        }
        return name.length() > NAME_MAX ? ENAMETOOLONG.result() : 0;
    }

    private long make(Task task, String name, int mode, boolean hasAttributes) {
        long messages = hasAttributes ? attributes.getLong(8) : DEFAULT_MESSAGES;
        long bytes = hasAttributes ? attributes.getLong(16) : DEFAULT_BYTES;
        boolean privileged = task.process().credentials().has(Capability.CAP_SYS_RESOURCE);
        if (messages <= 0 || bytes <= 0 || messages > (privileged ? HARD_MESSAGES : DEFAULT_MESSAGES)
                || bytes > (privileged ? HARD_BYTES : DEFAULT_BYTES)) {
            return EINVAL.result();
        }
        if (queues.count() >= (privileged ? HARD_QUEUES : MOST_QUEUES)) {
            return ENOSPC.result();
        }
        if (task.process().limits().isBeyond(Resource.RLIMIT_MSGQUEUE, queues.cost() + PosixQueue.cost(messages, bytes))) {
            return EMFILE.result();
        }
        queues.add(task, name, mode & ~FileContext.of(task).umask() & 0777, new PosixQueue(queues, (int) messages, (int) bytes));
        return 0;
    }

    @Syscall(nr = 181, doc = "remove the name of a POSIX message queue")
    public long mq_unlink(Task task, @In(Data.STRING) long name) {
        Optional<String> read = task.memory().readString(name, PATH_MAX);
        long error = read.map(PosixQueueCalls::check).orElse(EFAULT.result());
        if (error != 0) {
            return error;
        }
        Optional<Dentry> found = queues.find(read.get());
        return found.isEmpty() ? ENOENT.result() : ServedDirectory.unlink(task, found.get());
    }

    // ---- messages ----------------------------------------------------------------------------------------------

    @Syscall(nr = 182, doc = "send a message to a POSIX message queue, until a time of the wall clock", orders = SEND)
    public long mq_timedsend(Task task, @Fd int mqdes, @In(value = Data.BYTES, length = "msg_len") long msg_ptr, long msg_len,
            int msg_prio, @In(Data.TIMESPEC) long abs_timeout) {
        task.call().take().abandon(); // nobody has served it where it waited before: it looks again
        long error = setDeadline(task, abs_timeout);
        if (error != 0) {
            return error;
        }
        if (Integer.compareUnsigned(msg_prio, PosixQueue.PRIORITIES) >= 0) {
            return EINVAL.result();
        }
        PosixQueueFile file = find(task, mqdes);
        if (file == null || !file.isWritable()) {
            return EBADF.result();
        }
        PosixQueue queue = file.queue();
        if (Long.compareUnsigned(msg_len, queue.mostBytes()) > 0) {
            return EMSGSIZE.result();
        }
        byte[] message = new byte[(int) msg_len];
        if (task.memory().read(msg_ptr, message, 0, message.length) < message.length) {
            return EFAULT.result();
        }
        long refusal = queue.isFull() ? whyNotWait(task, file) : 0;
        if (refusal != 0) {
            return refusal;
        }
        if (!queues.hold(message.length)) {
            return ENOMEM.result();
        }
        if (queue.isFull()) {
            return queue.awaitRoom(task, message, msg_prio).block();
        }
        if (!queue.add(message, msg_prio, task, signals)) {
            queues.release(message.length);
        }
        return 0;
    }

    @Syscall(nr = 183, doc = "receive a message from a POSIX message queue, until a time of the wall clock", orders = RECEIVE)
    public long mq_timedreceive(Task task, @Fd int mqdes, @Out(value = Data.BYTES, length = "return") long msg_ptr, long msg_len,
            @Out(Data.INT) long msg_prio, @In(Data.TIMESPEC) long abs_timeout) {
        task.call().take().abandon(); // nobody has served it where it waited before: it looks again
        long error = setDeadline(task, abs_timeout);
        if (error != 0) {
            return error;
        }
        PosixQueueFile file = find(task, mqdes);
        if (file == null || !file.isReadable()) {
            return EBADF.result();
        }
        PosixQueue queue = file.queue();
        if (Long.compareUnsigned(msg_len, queue.mostBytes()) < 0) {
            return EMSGSIZE.result();
        }
        if (queue.isEmpty()) {
            long refusal = whyNotWait(task, file);
            return refusal != 0 ? refusal : queue.awaitMessage(task, msg_ptr, msg_prio).block();
        }
        int priority = queue.firstPriority();
        byte[] message = queue.take();
        queues.release(message.length);
        return PosixQueue.deliver(message, priority, task, msg_ptr, msg_prio);
    }

    private long setDeadline(Task task, long timeout) {
        if (timeout == 0 || task.call().isRerun()) {
            return 0;
        }
        if (!task.memory().read(timeout, timespec)) {
            return EFAULT.result();
        }
        long nanoseconds = Timespec.nanoseconds(timespec);
        if (nanoseconds == Timespec.INVALID) {
            return EINVAL.result();
        }
        task.call().setWallClockDeadline(clock, nanoseconds);
        return 0;
    }

    /** The open queue behind a descriptor; null if it is none, or nothing. */
    static PosixQueueFile find(Task task, int mqdes) {
        return DescriptorTable.of(task).get(mqdes).orElse(null) instanceof PosixQueueFile file ? file : null;
    }

    /** Why a call must not wait; 0 if it may. */
    private long whyNotWait(Task task, OpenFile file) {
        if (file.isNonBlocking()) {
            return EAGAIN.result();
        }
        return clock.monotonic() >= task.call().deadline() ? ETIMEDOUT.result() : 0;
    }

    // ---- attributes --------------------------------------------------------------------------------------------

    @Syscall(nr = 185, doc = "get and set attributes of an open POSIX message queue")
    public long mq_getsetattr(Task task, @Fd int mqdes, @In(Data.MQ_ATTR) long newattr, @Out(Data.MQ_ATTR) long oldattr) {
        if (newattr != 0 && !task.memory().read(newattr, attributes)) {
            return EFAULT.result();
        }
        long newFlags = attributes.getLong(0);
        if (newattr != 0 && (newFlags & ~OpenFlag.O_NONBLOCK.value()) != 0) {
            return EINVAL.result();
        }
        PosixQueueFile file = find(task, mqdes);
        if (file == null) {
            return EBADF.result();
        }
        PosixQueue queue = file.queue();
        attributes.clear().putLong(0, file.flags() & OpenFlag.O_NONBLOCK.value()).putLong(8, queue.mostMessages())
                .putLong(16, queue.mostBytes()).putLong(24, queue.count());
        if (newattr != 0) {
            file.setNonBlocking(newFlags != 0);
        }
        return oldattr == 0 || task.memory().write(oldattr, attributes) ? 0 : EFAULT.result();
    }
}
