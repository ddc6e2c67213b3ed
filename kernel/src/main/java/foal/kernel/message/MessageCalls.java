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
import java.util.Optional;
import java.util.function.Predicate;

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
    /** In the order in which they came. */
    private final List<Correspondent> waiting = new ArrayList<>();

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
                : await(task, pid, new Correspondent(task, Need.SEND, pid, buf, (int) len));
    }

    @Syscall(nr = 1002, doc = "send a message to a thread, and wait for its reply", restarts = false)
    public long msg_call(Task task, int pid, @In(value = Data.BYTES, length = "len") long buf, long len,
            @Out(value = Data.BYTES, length = "return") long reply, long room) {
        if (task.isRerun()) {
            return parties.resume(task);
        }
        long sent = room >= 0 ? send(task, pid, buf, len) : EINVAL.result();
        if (sent < 0 && sent != Party.WAITING) {
            return sent;
        }
        Correspondent caller = new Correspondent(task, Need.CALL, pid, buf, (int) len).withReply(reply, room(room));
        if (sent >= 0) {
            caller.taken(sent);
        }
        return await(task, pid, caller);
    }

    /** Gives a message to a receiver that waits. @return bytes that were taken, an error, or {@link Party#WAITING} */
    private long send(Task task, int pid, long buf, long len) {
        if (len < 0 || len > MOST_BYTES) {
            return EMSGSIZE.result();
        }
        if (processes.findTask(pid).isEmpty()) {
            return ESRCH.result();
        }
        return find(party -> party.tid() == pid && party.wantsToReceiveFrom(task))
                .map(receiver -> receiver.receive(task, buf, (int) len)).orElse(Party.WAITING);
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
        if (sender != 0 && !task.memory().writeInt(sender, 0)) {
            return EFAULT.result();
        }
        Predicate<Correspondent> isWanted = party -> party.wantsToSendTo(task)
                && (pid == Correspondent.ANY || pid == party.tid());
        for (Optional<Correspondent> next = find(isWanted); next.isPresent(); next = find(isWanted)) {
            long received = next.get().give(task, buf, room(room));
            if (received >= 0) {
                next.get().taken(received);
                if (sender != 0) {
                    task.memory().writeInt(sender, next.get().tid());
                }
            }
            if (received != Party.WAITING) {
                return received;
            }
        }
        return WaitFlag.MSG_NOWAIT.in(flags) ? EAGAIN.result()
                : await(task, pid, new Correspondent(task, Need.RECEIVE, pid, buf, room(room)).withSender(sender));
    }

    @Syscall(nr = 1003, doc = "reply to a thread that has called and waits for it")
    public long msg_reply(Task task, int pid, @In(value = Data.BYTES, length = "len") long buf, long len) {
        if (len < 0 || len > MOST_BYTES) {
            return EMSGSIZE.result();
        }
        if (processes.findTask(pid).isEmpty()) {
            return ESRCH.result();
        }
        Optional<Correspondent> caller = find(party -> party.tid() == pid && party.wantsReplyOf(task));
        if (caller.isEmpty()) {
            return EINVAL.result();
        }
        long taken = caller.get().take(task, buf, (int) len);
        return taken == Party.WAITING ? 0 : taken;
    }

    private void findPartner(Task waiter, Wakers.Candidates found) {
        int partner = find(party -> party.task() == waiter).map(Correspondent::partner).orElse(Correspondent.ANY);
        if (partner == Correspondent.ANY) {
            found.anyone();
        } else {
            found.thread(partner);
        }
    }

    private static int room(long room) {
        return (int) Math.min(room, MOST_BYTES);
    }

    private Optional<Correspondent> find(Predicate<Correspondent> wanted) {
        for (Correspondent party : waiting) {
            if (wanted.test(party)) {
                return Optional.of(party);
            }
        }
        return Optional.empty();
    }

    /** Has a party wait, unless all whom it would wait for wait for it. */
    private long await(Task task, int partner, Correspondent party) {
        if (closesCircle(task, partner)) {
            return EDEADLK.result();
        }
        party.join(waiting, party);
        return parties.block(party);
    }

    private boolean closesCircle(Task task, int partner) {
        int next = partner;
        for (int i = 0; next != Correspondent.ANY && i <= waiting.size(); i++) {
            int tid = next;
            if (tid == task.tid()) {
                return true;
            }
            // One that a signal has woken is about to give up, and no part of a circle.
            next = find(party -> party.tid() == tid && party.task().state() == Task.State.BLOCKED)
                    .map(Correspondent::partner).orElse(Correspondent.ANY);
        }
        return false;
    }

    /** A thread has ended: those who wait for it wait in vain. */
    void ended(Task task) {
        parties.ended(task);
        for (Correspondent party : List.copyOf(waiting)) {
            if (party.partner() == task.tid()) {
                party.finish(ESRCH.result());
            }
        }
    }
}
