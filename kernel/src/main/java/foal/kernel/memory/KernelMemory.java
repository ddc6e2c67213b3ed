package foal.kernel.memory;

import java.util.Arrays;

/**
 * The kernel's own memory: what it keeps for programs besides their pages. It is taken from the host's heap, so every kind of
 * object that programs can have made is charged here, and a program that would need more gets the errno that Linux has where
 * its kernel has no memory left.
 *
 * <p>What is charged to an object is what it takes at most, roughly; a heap of twice the {@link #SIZE} is enough for all.
 *
 * <p>Invariants: the objects that there are never cost more than {@link #SIZE} together; each is given back when it goes, so
 * that nothing is charged when all processes have ended.
 */
public final class KernelMemory {
    /** Bytes in all. The same on every host and with every size of RAM: no run may depend on the host's memory. */
    public static final long SIZE = 112L << 20;

    /** What is charged: the table of all that programs can make the kernel keep. */
    public enum Kind {
        /** A signal that waits for delivery, or a timer that keeps one for itself. */
        QUEUED_SIGNAL(160),
        /** A lock on a range of a file, or on a whole one. */
        FILE_LOCK(72),
        /** A file that an epoll instance watches. */
        EPOLL_ITEM(192),
        /** A byte that a pipe can hold. */
        PIPE_BYTE(1),
        /** A byte that a socket holds for its receiver, or takes itself. */
        SOCKET_BYTE(1),
        /** A pseudoterminal, with its lines and bytes on their way. */
        PTY(26 << 10),
        /** A byte of a message, or of what is needed besides, in a System V or POSIX queue or a mailbox. */
        MESSAGE_BYTE(1),
        /** A semaphore of a System V set, or what it is to be adjusted by when a process ends. */
        SEMAPHORE(8),
        /** A byte of a symbolic link's target, of a file's name or of an open text of /proc's. */
        TEXT_BYTE(1),
        /** A file, directory or link. */
        INODE(416),
        /** An open file, whatever is behind it. */
        OPEN_FILE(512),
        /** A place in a table of descriptors. */
        DESCRIPTOR_PLACE(8),
        /** A mapping of an address space, beyond those that nearly each has. */
        MAPPING(160),
        /** A byte of the arguments, the environment or the supplementary groups of a process. */
        PROCESS_BYTE(1),
        /** A process with its address space, until its parent has waited for it. */
        PROCESS(6144),
        /** A thread. */
        TASK(2048);

        private final int cost;

        Kind(int cost) {
            this.cost = cost;
        }

        /** Bytes that are charged for one. */
        public int cost() {
            return cost;
        }
    }

    private final long[] counts = new long[Kind.values().length];
    private long used;

    /** Whether there is memory for so many objects more. */
    public boolean hasRoom(Kind kind, long count) {
        return count <= (SIZE - used) / kind.cost;
    }

    /** Whether there are so many bytes. */
    public boolean hasRoom(long bytes) {
        return bytes <= SIZE - used;
    }

    /** Charges so many objects, 0 or more. @return false if there is no memory for them; then none is charged */
    public boolean take(Kind kind, long count) {
        if (!hasRoom(kind, count)) {
            return false;
        }
        counts[kind.ordinal()] += count;
        used += count * kind.cost;
        return true;
    }

    /** Objects have gone. */
    public void giveBack(Kind kind, long count) {
        counts[kind.ordinal()] -= count;
        used -= count * kind.cost;
    }

    /** How many objects of a kind there are. */
    public long count(Kind kind) {
        return counts[kind.ordinal()];
    }

    /** Bytes that are charged now. */
    public long used() {
        return used;
    }

    /** All objects have gone. */
    void reset() {
        Arrays.fill(counts, 0);
        used = 0;
    }
}
