package foal.kernel.message;

import static foal.kernel.memory.KernelMemory.Kind.MESSAGE_BYTE;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EIDRM;
import static foal.kernel.syscall.Errno.ENOMEM;

import foal.kernel.file.FileStatus;
import foal.kernel.file.Holders;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.KernelMemory;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Waiter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A mailbox: messages from any senders to any receivers, first in, first out. The three rules of buffering differ in
 * nothing but in how many messages it stores while nobody takes them: none, so that a sender and a receiver must meet; a
 * number; or any.
 *
 * <p>Invariants: receivers wait only while nothing is stored and no sender waits; senders wait only while all that may be
 * stored is. It lasts while it has its name or somebody has it open.
 */
final class Mailbox {
    /** A capacity without bounds. */
    static final int UNBOUNDED = -1;

    private final String name;
    private final long number;
    private final int capacity;
    private final Storage storage;
    private final Consumer<Mailbox> gone;
    private boolean linked = true;
    private int users;
    private final ArrayDeque<byte[]> stored = new ArrayDeque<>();
    private final ArrayDeque<Party> senders = new ArrayDeque<>();
    private final ArrayDeque<Party> receivers = new ArrayDeque<>();
    private final WaitQueue watchers = new WaitQueue("a mailbox",
            Holders.of(file -> file instanceof Handle handle && handle.mailbox() == this));

    /** The kernel's memory for messages that wait. */
    record Storage(KernelMemory memory) {
        /** Bytes that each message takes besides its own. */
        private static final int OVERHEAD = 64;

        private boolean hasRoom(int length) {
            return memory.hasRoom(MESSAGE_BYTE, length + OVERHEAD);
        }

        private void take(int length) {
            memory.take(MESSAGE_BYTE, length + OVERHEAD);
        }

        private void giveBack(int length) {
            memory.giveBack(MESSAGE_BYTE, length + OVERHEAD);
        }
    }

    /**
     * @param number unlike that of any other mailbox
     * @param capacity messages that it stores, or {@link #UNBOUNDED}
     * @param gone is told when it has neither name nor users any more
     */
    Mailbox(String name, long number, int capacity, Storage storage, Consumer<Mailbox> gone) {
        this.name = name;
        this.number = number;
        this.capacity = capacity;
        this.storage = storage;
        this.gone = gone;
    }

    String name() {
        return name;
    }

    /** An open mailbox, which descriptors stand for. */
    final class Handle extends OpenFile {
        Handle() {
            super((int) OpenFlag.O_RDWR.value());
            users++;
        }

        Mailbox mailbox() {
            return Mailbox.this;
        }

        @Override
        public Optional<Object> channel() {
            return Optional.of(Mailbox.this);
        }

        @Override
        public int poll(Task task) {
            return (stored.isEmpty() && senders.isEmpty() ? 0 : PollEvent.READABLE)
                    | (mayStore() || !receivers.isEmpty() ? PollEvent.WRITABLE : 0);
        }

        @Override
        public List<WaitQueue> pollQueues(Task task) {
            return List.of(watchers);
        }

        @Override
        protected void released() {
            users--;
            discardIfUnused();
        }

        @Override
        public FileStatus status() {
            return new FileStatus(number, 0600, 1, 0, 0, 0);
        }

        @Override
        public String description() {
            return "mailbox:" + name;
        }
    }

    // ---- messages ----------------------------------------------------------------------------------------------

    private boolean mayStore() {
        return capacity == UNBOUNDED || stored.size() < capacity;
    }

    /**
     * Passes a message to a receiver that waits, or stores it.
     *
     * @return its length, an error, or {@link Party#WAITING} if there is no room for it
     */
    long send(Task task, long from, int length) {
        while (!receivers.isEmpty()) {
            long sent = receivers.peekFirst().take(task, from, length);
            if (sent != Party.WAITING) {
                return sent;
            }
        }
        if (!mayStore()) {
            return Party.WAITING;
        }
        if (!storage.hasRoom(length)) {
            return ENOMEM.result();
        }
        byte[] message = new byte[length];
        if (task.memory().read(from, message, 0, length) < length) {
            return EFAULT.result();
        }
        store(message);
        watchers.wakeAll();
        return length;
    }

    /**
     * Takes the oldest message: one that is stored, or of a sender that waits.
     *
     * @return how many bytes of it there was room for, an error, or {@link Party#WAITING} if there is none
     */
    long receive(Task task, long to, int room) {
        if (!stored.isEmpty()) {
            byte[] message = stored.pollFirst();
            storage.giveBack(message.length);
            admitSenders();
            int length = Math.min(message.length, room);
            return task.memory().write(to, message, 0, length) == length ? length : EFAULT.result();
        }
        while (!senders.isEmpty()) {
            Party sender = senders.peekFirst();
            long received = sender.give(task, to, room);
            if (received >= 0) {
                sender.finish(received);
            }
            if (received != Party.WAITING) {
                return received;
            }
        }
        return Party.WAITING;
    }

    /** There is room for messages again: stores those of the senders that wait. */
    private void admitSenders() {
        while (!senders.isEmpty() && mayStore()) {
            Party sender = senders.peekFirst();
            byte[] message = sender.bytes();
            if (message != null) {
                store(message);
                sender.finish(message.length);
            }
        }
        watchers.wakeAll();
    }

    private void store(byte[] message) {
        storage.take(message.length);
        stored.addLast(message);
    }

    void addSender(Party sender) {
        Waiter.join(senders, sender);
        watchers.wakeAll();
    }

    void addReceiver(Party receiver) {
        Waiter.join(receivers, receiver);
        watchers.wakeAll();
    }

    // ---- life --------------------------------------------------------------------------------------------------

    /** Takes its name away. */
    void unlink() {
        linked = false;
        discardIfUnused();
    }

    private void discardIfUnused() {
        if (!linked && users == 0) {
            stored.forEach(message -> storage.giveBack(message.length));
            stored.clear();
            long removed = EIDRM.result();
            List.copyOf(senders).forEach(sender -> sender.finish(removed));
            List.copyOf(receivers).forEach(receiver -> receiver.finish(removed));
            gone.accept(this);
        }
    }
}
