package foal.kernel.ipc;

import static foal.kernel.memory.KernelMemory.Kind.PIPE_BYTE;

import foal.kernel.memory.KernelMemory;
import foal.kernel.task.Signals;

/** All pipes, with and without names. What those that are open can hold together is charged to the kernel's memory. */
public final class Pipes {
    /** Bytes of all capacities from which on new pipes are {@link #SMALL}, so that there can be many (fs.pipe-user-pages-soft). */
    private static final long MANY = 48L << 20;
    /** The capacity of a pipe when there are many. */
    private static final int SMALL = 8192;

    private final Signals signals;
    private final KernelMemory memory;
    private long largest = Pipe.MOST_CAPACITY;

    public Pipes(Signals signals, KernelMemory memory) {
        this.signals = signals;
        this.memory = memory;
    }

    /** The capacity that a pipe has when it is opened. */
    int capacity() {
        return memory.count(PIPE_BYTE) < MANY ? Pipe.CAPACITY : SMALL;
    }

    /** A new pipe, which nobody has open. */
    public Pipe make() {
        return new Pipe(this);
    }

    Signals signals() {
        return signals;
    }

    /** Whether pipes that are open may take up so many bytes more. */
    boolean hasRoom(int more) {
        return memory.hasRoom(PIPE_BYTE, more);
    }

    /** How many bytes a pipe can be made to hold (/proc/sys/fs/pipe-max-size). */
    long largest() {
        return largest;
    }

    /** @param bytes no more than {@link Pipe#MOST_CAPACITY} */
    public void setLargest(long bytes) {
        largest = bytes;
    }

    /** Open pipes can take up so many bytes more, for which there is room, or fewer. */
    void reserve(int more) {
        memory.giveBack(PIPE_BYTE, -more);
    }
}
