package foal.kernel.message;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EDEADLK;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EMSGSIZE;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.message.Correspondent.Need;
import foal.kernel.syscall.About;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Waiter;
import foal.kernel.task.Wakers;
import java.util.Optional;

/**
 * Direct communication: threads name each other, and a message passes when both are there (rendezvous). A pid stands for
 * the first thread of its process.
 *
 * <p>Invariant: among those who wait, no two could serve each other, and there is no circle of such who wait for each
 * other.
 */
@About(Topic.IPC)
public final class DirectMessageCalls {
    /** Bytes of one message. */
    private static final int MOST_BYTES = 1 << 20;

    /** More than there are threads. */
    private static final int MOST_HOPS = 1 << 16;

    private final Processes processes;
    private final WaitQueue reason = new WaitQueue("its partner in direct communication", DirectMessageCalls::findPartner);
    /** Those who wait that a thread takes their message, and those who wait for something else of a thread, in the order they came. */
    private final Lines senders = new Lines();
    private final Lines others = new Lines();

    DirectMessageCalls(Processes processes) {
        this.processes = processes;
    }

    @Syscall(nr = 1000, doc = "send a message to a thread, and wait until it is taken", by = DirectMessageCalls.class, restarts = false)
    public long msg_send(Task task, int pid, @In(value = Data.BYTES, length = "len") long buf, long len,
            @Flags(WaitFlag.class) int flags) {
        if (task.call().kept() instanceof Correspondent own) {
            return own.block();
        }
        long sent = WaitFlag.isValid(flags) ? send(task, pid, buf, len) : EINVAL.result();
        if (sent != Party.WAITING) {
            return sent;
        }
        return WaitFlag.MSG_NOWAIT.in(flags) ? EAGAIN.result()
                : await(new Correspondent(task, reason, Need.SEND, pid, buf, (int) len));
    }

    @Syscall(nr = 1002, doc = "send a message to a thread, and wait for its reply", by = DirectMessageCalls.class, restarts = false)
    public long msg_call(Task task, int pid, @In(value = Data.BYTES, length = "len") long buf, long len,
            @Out(value = Data.BYTES, length = "return") long reply, long room) {
        if (task.call().kept() instanceof Correspondent own) {
            return own.block();
        }
        long sent = room >= 0 ? send(task, pid, buf, len) : EINVAL.result();
        if (sent >= 0) {
            return block(new Correspondent(task, reason, Need.REPLY, pid, reply, room(room)));
        }
        return sent != Party.WAITING ? sent
                : await(new Correspondent(task, reason, Need.CALL, pid, buf, (int) len).withReply(reply, room(room)));
    }

    /** Gives a message to a receiver that waits. @return bytes that were taken, an error, or {@link Party#WAITING} */
    private long send(Task task, int pid, long buf, long len) {
        if (len < 0 || len > MOST_BYTES) {
            return EMSGSIZE.result();
        }
        Optional<Task> other = processes.findTask(pid);
        if (other.isEmpty()) {
            return ESRCH.result();
        }
        return other.get().call().kept() instanceof Correspondent receiver && receiver.wantsToReceiveFrom(task)
                ? receiver.take(task, buf, (int) len) : Party.WAITING;
    }

    @Syscall(nr = 1001, doc = "receive a message from a thread, or from any", by = DirectMessageCalls.class, restarts = false)
    public long msg_receive(Task task, int pid,
            @Out(value = Data.BYTES, length = "return") long buf, long room, @Out(Data.INT) long sender,
            @Flags(WaitFlag.class) int flags) {
        if (task.call().kept() instanceof Correspondent own) {
            return own.block();
        }
        if (!WaitFlag.isValid(flags) || room < 0) {
            return EINVAL.result();
        }
        if (pid != Correspondent.ANY && processes.findTask(pid).isEmpty()) {
            return ESRCH.result();
        }
        return receive(task, pid, buf, room, sender, WaitFlag.MSG_NOWAIT.in(flags));
    }

    private long receive(Task task, int pid, long buf, long room, long sender, boolean isHasty) {
        for (Correspondent next = sender(pid, task); next != null; next = sender(pid, task)) {
            if (sender != 0 && !task.memory().writeInt(sender, next.tid())) {
                return EFAULT.result();
            }
            long received = next.give(task, buf, room(room));
            if (received >= 0) {
                next.taken(received, others.of(next.partner()));
            }
            if (received != Party.WAITING) {
                return received;
            }
        }
        return isHasty ? EAGAIN.result()
                : await(new Correspondent(task, reason, Need.RECEIVE, pid, buf, room(room)).withSender(sender));
    }

    @Syscall(nr = 1003, doc = "reply to a thread that has called and waits for it", by = DirectMessageCalls.class)
    public long msg_reply(Task task, int pid, @In(value = Data.BYTES, length = "len") long buf, long len) {
        if (len < 0 || len > MOST_BYTES) {
            return EMSGSIZE.result();
        }
        Optional<Task> other = processes.findTask(pid);
        if (other.isEmpty()) {
            return ESRCH.result();
        }
        if (!(other.get().call().kept() instanceof Correspondent caller && caller.wantsReplyOf(task))) {
            return EINVAL.result();
        }
        long taken = caller.take(task, buf, (int) len);
        return taken == Party.WAITING ? 0 : taken;
    }

    @Syscall(nr = 1004, doc = "reply to a thread, and receive the next message, from any", by = DirectMessageCalls.class, restarts = false)
    public long msg_reply_receive(Task task, int pid, @In(value = Data.BYTES, length = "len") long reply, long len,
            @Out(value = Data.BYTES, length = "return") long buf, long room, @Out(Data.INT) long sender) {
        if (task.call().kept() instanceof Correspondent own) {
            return own.block();
        }
        long replied = room >= 0 ? msg_reply(task, pid, reply, len) : EINVAL.result();
        return replied < 0 ? replied : receive(task, Correspondent.ANY, buf, room, sender, false);
    }

    private static void findPartner(Task waiter, Wakers.Candidates found) {
        if (!(waiter.call().kept() instanceof Correspondent waiting) || waiting.partner() == Correspondent.ANY) {
            found.anyone();
        } else {
            found.thread(waiting.partner());
        }
    }

    private static int room(long room) {
        return (int) Math.min(room, MOST_BYTES);
    }

    /** The thread of that number, or of any the first, that waits to send to a task; null if there is none. */
    private Correspondent sender(int tid, Task task) {
        for (Correspondent other : senders.of(task.tid())) {
            if (tid == Correspondent.ANY || tid == other.tid()) {
                return other;
            }
        }
        return null;
    }

    /** Makes a task wait, unless everyone whom it would wait for waits for it already. */
    private long await(Correspondent own) {
        return closesCircle(own) ? EDEADLK.result() : block(own);
    }

    private long block(Correspondent own) {
        return Waiter.join((own.isSender() ? senders : others).of(own.partner()), own).block();
    }

    private boolean closesCircle(Correspondent own) {
        int next = own.partner();
        for (int hops = 0; next != Correspondent.ANY && hops < MOST_HOPS; hops++) {
            if (next == own.tid()) {
                return true;
            }
            // One that a signal has woken is about to give up, and no part of a circle.
            Optional<Task> other = processes.findTask(next).filter(task -> task.state() == Task.State.BLOCKED);
            next = other.isPresent() && other.get().call().kept() instanceof Correspondent blocked ? blocked.partner() : Correspondent.ANY;
        }
        return false;
    }

    /** A thread has ended: those who wait for it wait in vain. */
    void ended(Task task) {
        senders.close(task.tid());
        others.close(task.tid());
    }
}
