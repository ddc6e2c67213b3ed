package foal.kernel.message;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EDEADLK;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EMSGSIZE;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.message.Correspondent.Need;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.task.Wakers;
import java.util.ArrayList;
import java.util.List;

/**
 * Direct communication: threads name each other, and a message passes when both are there (rendezvous). A pid stands for
 * the first thread of its process.
 *
 * <p>Invariant: among those who wait, no two could serve each other, and there is no circle of such who wait for each
 * other.
 */
public final class MessageCalls {
    /** Bytes of one message. */
    private static final int MOST_BYTES = 1 << 20;

    private final Processes processes;
    private final Parties parties = new Parties("its partner in direct communication", this::findPartner);
    /** The senders whose messages wait to be received, in the order in which they came. */
    private final List<Correspondent> senders = new ArrayList<>();

    MessageCalls(Processes processes) {
        this.processes = processes;
    }

    @Syscall(nr = 1000, doc = "send a message to a thread, and wait until it is taken", restarts = false)
    public long msg_send(Task task, int pid, @In(value = Data.BYTES, length = "len") long buf, long len,
            @Flags(WaitFlag.class) int flags) {
        if (task.isRerun()) {
            return parties.resume(task);
        }
        long sent = WaitFlag.isValid(flags) ? send(task, pid, buf, len) : EINVAL.result();
        if (sent != Party.WAITING) {
            return sent;
        }
        return WaitFlag.MSG_NOWAIT.in(flags) ? EAGAIN.result()
                : await(party(task).prepare(Need.SEND, pid, buf, (int) len));
    }

    @Syscall(nr = 1002, doc = "send a message to a thread, and wait for its reply", restarts = false)
    public long msg_call(Task task, int pid, @In(value = Data.BYTES, length = "len") long buf, long len,
            @Out(value = Data.BYTES, length = "return") long reply, long room) {
        if (task.isRerun()) {
            return parties.resume(task);
        }
        long sent = room >= 0 ? send(task, pid, buf, len) : EINVAL.result();
        if (sent >= 0) {
            return block(party(task).prepare(Need.REPLY, pid, reply, room(room)));
        }
        return sent != Party.WAITING ? sent
                : await(party(task).prepare(Need.CALL, pid, buf, (int) len).withReply(reply, room(room)));
    }

    /** Gives a message to a receiver that waits. @return bytes that were taken, an error, or {@link Party#WAITING} */
    private long send(Task task, int pid, long buf, long len) {
        if (len < 0 || len > MOST_BYTES) {
            return EMSGSIZE.result();
        }
        Correspondent receiver = waiting(pid);
        if (receiver != null && receiver.wantsToReceiveFrom(task)) {
            return receiver.take(task, buf, (int) len);
        }
        return processes.findTask(pid).isEmpty() ? ESRCH.result() : Party.WAITING;
    }

    @Syscall(nr = 1001, doc = "receive a message from a thread, or from any", restarts = false)
    public long msg_receive(Task task, int pid,
            @Out(value = Data.BYTES, length = "return") long buf, long room, @Out(Data.INT) long sender,
            @Flags(WaitFlag.class) int flags) {
        if (task.isRerun()) {
            return parties.resume(task);
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
                next.taken(received);
            }
            if (received != Party.WAITING) {
                return received;
            }
        }
        return isHasty ? EAGAIN.result()
                : await(party(task).prepare(Need.RECEIVE, pid, buf, room(room)).withSender(sender));
    }

    @Syscall(nr = 1003, doc = "reply to a thread that has called and waits for it")
    public long msg_reply(Task task, int pid, @In(value = Data.BYTES, length = "len") long buf, long len) {
        if (len < 0 || len > MOST_BYTES) {
            return EMSGSIZE.result();
        }
        Correspondent caller = waiting(pid);
        if (caller == null || !caller.wantsReplyOf(task)) {
            return processes.findTask(pid).isEmpty() ? ESRCH.result() : EINVAL.result();
        }
        long taken = caller.take(task, buf, (int) len);
        return taken == Party.WAITING ? 0 : taken;
    }

    @Syscall(nr = 1004, doc = "reply to a thread, and receive the next message, from any", restarts = false)
    public long msg_reply_receive(Task task, int pid, @In(value = Data.BYTES, length = "len") long reply, long len,
            @Out(value = Data.BYTES, length = "return") long buf, long room, @Out(Data.INT) long sender) {
        if (task.isRerun()) {
            return parties.resume(task);
        }
        long replied = room >= 0 ? msg_reply(task, pid, reply, len) : EINVAL.result();
        return replied < 0 ? replied : receive(task, Correspondent.ANY, buf, room, sender, false);
    }

    private void findPartner(Task waiter, Wakers.Candidates found) {
        Correspondent party = waiting(waiter.tid());
        if (party == null || party.partner() == Correspondent.ANY) {
            found.anyone();
        } else {
            found.thread(party.partner());
        }
    }

    private static int room(long room) {
        return (int) Math.min(room, MOST_BYTES);
    }

    /** What stands for a thread when it waits. */
    private Correspondent party(Task task) {
        // After execve(2) by another thread than the first, the number may have been another task's.
        return parties.of(task.tid()) instanceof Correspondent known && known.task() == task ? known
                : parties.enter(new Correspondent(task));
    }

    /** A thread that waits; null if it does not. */
    private Correspondent waiting(int tid) {
        return parties.of(tid) instanceof Correspondent party && party.isWaiting() ? party : null;
    }

    /** The thread of that number, or of any the first, that waits to send to a task; null if there is none. */
    private Correspondent sender(int tid, Task task) {
        if (tid != Correspondent.ANY) {
            Correspondent party = waiting(tid);
            return party != null && party.wantsToSendTo(task) ? party : null;
        }
        for (int i = 0; i < senders.size(); i++) {
            if (senders.get(i).wantsToSendTo(task)) {
                return senders.get(i);
            }
        }
        return null;
    }

    /** Makes a party wait, unless everyone whom it would wait for waits for it already. */
    private long await(Correspondent party) {
        return closesCircle(party) ? EDEADLK.result() : block(party);
    }

    private long block(Correspondent party) {
        if (party.isSender()) {
            party.join(senders, party);
        } else {
            party.await();
        }
        return parties.block(party.task());
    }

    private boolean closesCircle(Correspondent party) {
        int next = party.partner();
        for (int i = 0; next != Correspondent.ANY && i <= parties.most(); i++) {
            if (next == party.tid()) {
                return true;
            }
            // One that a signal has woken is about to give up, and no part of a circle.
            Correspondent other = waiting(next);
            next = other != null && other.task().state() == Task.State.BLOCKED ? other.partner() : Correspondent.ANY;
        }
        return false;
    }

    /** A thread has ended: those who wait for it wait in vain. */
    void ended(Task task) {
        parties.ended(task);
        parties.forEach(party -> {
            if (party.isWaiting() && ((Correspondent) party).partner() == task.tid()) {
                party.finish(ESRCH.result());
            }
        });
    }
}
