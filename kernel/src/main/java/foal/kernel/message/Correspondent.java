package foal.kernel.message;

import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.Collection;

/** One who waits in direct communication: for a thread that it names, or for any. */
final class Correspondent extends Party {
    /** Any thread. */
    static final int ANY = -1;

    /** What it waits for. */
    enum Need {
        /** That its partner takes its message. */
        SEND,
        /** The same, and after that the reply. */
        CALL,
        /** Its partner's reply. */
        REPLY,
        /** A message of its partner's. */
        RECEIVE
    }

    private Need need;
    private final int partner;
    private long replyAddress;
    private int replyRoom;
    private long sender;

    /** @param partner the thread that it waits for, or {@link #ANY} */
    Correspondent(Task task, WaitQueue reason, Need need, int partner, long address, int length) {
        super(task, reason, address, length);
        this.need = need;
        this.partner = partner;
    }

    /** Where a caller wants its reply. */
    Correspondent withReply(long address, int room) {
        replyAddress = address;
        replyRoom = room;
        return this;
    }

    /** Where a receiver wants to be told who sent the message; 0 for nowhere. */
    Correspondent withSender(long address) {
        sender = address;
        return this;
    }

    int tid() {
        return task().tid();
    }

    /** The thread that it waits for, or {@link #ANY}. */
    int partner() {
        return partner;
    }

    /** Whether it waits for its message to be taken. */
    boolean isSender() {
        return need == Need.SEND || need == Need.CALL;
    }

    boolean wantsToReceiveFrom(Task other) {
        return need == Need.RECEIVE && (partner == ANY || partner == other.tid());
    }

    boolean wantsReplyOf(Task other) {
        return need == Need.REPLY && partner == other.tid();
    }

    /**
     * Its message has been taken, so many bytes of it: the sender is done, a caller now waits for the reply.
     *
     * @param line where it waits for that
     */
    void taken(long bytes, Collection<Correspondent> line) {
        if (need == Need.SEND) {
            finish(bytes);
        } else {
            need = Need.REPLY;
            setBytes(replyAddress, replyRoom);
            moveTo(line, this);
        }
    }

    @Override
    boolean noteGiver(Task giver) {
        return sender == 0 || task().memory().writeInt(sender, giver.tid());
    }
}
