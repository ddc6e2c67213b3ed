package foal.kernel.message;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EEXIST;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EMSGSIZE;
import static foal.kernel.syscall.Errno.ENAMETOOLONG;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOSPC;
import static foal.kernel.syscall.Order.RECEIVE;
import static foal.kernel.syscall.Order.SEND;

import foal.kernel.file.DescriptorTable;
import foal.kernel.memory.KernelMemory;
import foal.kernel.syscall.About;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Waiter;
import foal.kernel.task.Wakers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Indirect communication: messages go to a mailbox, which has a name, and come from it. */
@About(Topic.IPC)
public final class MailboxCalls {
    private static final int MOST_MAILBOXES = 4096, NAME_MAX = 255, MOST_BYTES = 1 << 20;

    private final WaitQueue reason = new WaitQueue("a mailbox", MailboxCalls::findUsers);
    private final Map<String, Mailbox> named = new HashMap<>();
    private final Mailbox.Storage storage;
    private int count;
    private long made;

    /** @param memory what messages that wait are charged to */
    MailboxCalls(KernelMemory memory) {
        storage = new Mailbox.Storage(memory);
    }

    @Syscall(nr = 1010, doc = "make a mailbox, which stores nothing (0), so many messages, or any number (-1)", topics = Topic.DESC)
    public long mbox_create(Task task, @In(Data.STRING) long name, int capacity) {
        Optional<String> read = task.memory().readString(name, NAME_MAX + 1);
        long error = check(read);
        if (error != 0 || capacity < Mailbox.UNBOUNDED) {
            return error != 0 ? error : EINVAL.result();
        }
        if (named.containsKey(read.get())) {
            return EEXIST.result();
        }
        if (count >= MOST_MAILBOXES) {
            return ENOSPC.result();
        }
        int free = DescriptorTable.of(task).lowestFree(0);
        if (free < 0) {
            return free;
        }
        Mailbox mailbox = new Mailbox(read.get(), ++made, capacity, storage, _ -> count--);
        count++;
        named.put(mailbox.name(), mailbox);
        return open(task, mailbox);
    }

    @Syscall(nr = 1011, doc = "open a mailbox", topics = Topic.DESC)
    public long mbox_open(Task task, @In(Data.STRING) long name) {
        Optional<String> read = task.memory().readString(name, NAME_MAX + 1);
        long error = check(read);
        if (error != 0) {
            return error;
        }
        return named.containsKey(read.get()) ? open(task, named.get(read.get())) : ENOENT.result();
    }

    private static long check(Optional<String> name) {
        if (name.isEmpty()) {
            return EFAULT.result();
        }
        return name.get().isEmpty() ? ENOENT.result() : name.get().length() > NAME_MAX ? ENAMETOOLONG.result() : 0;
    }

    private static long open(Task task, Mailbox mailbox) {
        return DescriptorTable.of(task).add(mailbox.new Handle(), true);
    }

    @Syscall(nr = 1014, doc = "remove the name of a mailbox")
    public long mbox_unlink(Task task, @In(Data.STRING) long name) {
        Optional<String> read = task.memory().readString(name, NAME_MAX + 1);
        long error = check(read);
        if (error != 0) {
            return error;
        }
        Mailbox mailbox = named.remove(read.get());
        if (mailbox == null) {
            return ENOENT.result();
        }
        mailbox.unlink();
        return 0;
    }

    @Syscall(nr = 1012, doc = "send a message to a mailbox", orders = SEND, restarts = false)
    public long mbox_send(Task task, @Fd int mbox, @In(value = Data.BYTES, length = "len") long buf, long len,
            @Flags(WaitFlag.class) int flags) {
        if (task.call().kept() instanceof Waiter waiter) {
            return waiter.block(); // it is still in line
        }
        Mailbox mailbox = find(task, mbox);
        if (mailbox == null) {
            return EBADF.result();
        }
        if (!WaitFlag.isValid(flags)) {
            return EINVAL.result();
        }
        if (len < 0 || len > MOST_BYTES) {
            return EMSGSIZE.result();
        }
        long sent = mailbox.send(task, buf, (int) len);
        if (sent != Party.WAITING) {
            return sent;
        }
        if (WaitFlag.MSG_NOWAIT.in(flags)) {
            return EAGAIN.result();
        }
        Party sender = new Party(task, reason, buf, (int) len);
        mailbox.addSender(sender);
        return sender.block();
    }

    @Syscall(nr = 1013, doc = "receive a message from a mailbox", orders = RECEIVE, restarts = false)
    public long mbox_receive(Task task, @Fd int mbox, @Out(value = Data.BYTES, length = "return") long buf, long room,
            @Flags(WaitFlag.class) int flags) {
        if (task.call().kept() instanceof Waiter waiter) {
            return waiter.block(); // it is still in line
        }
        Mailbox mailbox = find(task, mbox);
        if (mailbox == null) {
            return EBADF.result();
        }
        if (!WaitFlag.isValid(flags) || room < 0) {
            return EINVAL.result();
        }
        int most = (int) Math.min(room, MOST_BYTES);
        long received = mailbox.receive(task, buf, most);
        if (received != Party.WAITING) {
            return received;
        }
        if (WaitFlag.MSG_NOWAIT.in(flags)) {
            return EAGAIN.result();
        }
        Party receiver = new Party(task, reason, buf, most);
        mailbox.addReceiver(receiver);
        return receiver.block();
    }

    /** The mailbox behind a descriptor; null if it is none, or nothing. */
    private static Mailbox find(Task task, int fd) {
        return DescriptorTable.of(task).get(fd).orElse(null) instanceof Mailbox.Handle handle ? handle.mailbox() : null;
    }

    /** Who can wake a task that waits for a mailbox: every task that has it open. */
    private static void findUsers(Task waiter, Wakers.Candidates found) {
        Mailbox mailbox = find(waiter, (int) waiter.call().argument(0));
        found.holders(file -> file instanceof Mailbox.Handle handle && handle.mailbox() == mailbox);
    }}
