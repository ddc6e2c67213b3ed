package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EBUSY;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENFILE;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.ENOTTY;
import static foal.kernel.syscall.Errno.ENXIO;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.EPIPE;

import foal.kernel.file.Dentry;
import foal.kernel.file.FileStatus;
import foal.kernel.file.Holders;
import foal.kernel.file.IoctlRequest;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.Openable;
import foal.kernel.file.Opened;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Progress;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.List;
import java.util.Optional;

/**
 * A pipe (pipe(7)): a ring of bytes between those who have it open for writing and those who have it open for reading.
 * It is behind a file of its own, with a name in a directory (fifo(7)) or without.
 *
 * <p>Invariants: a reader waits only while the ring is empty and there are writers, a writer only while there is no room
 * and there are readers. There is something in the ring only while somebody has the pipe open.
 */
public final class Pipe implements Openable {
    static final int CAPACITY = 65536;
    /** What F_SETPIPE_SZ can raise it to. */
    static final int MOST_CAPACITY = 1 << 20;
    /** Writes of up to so many bytes are never mixed with those of others (PIPE_BUF). */
    private static final int ATOMIC = 4096;

    private final Pipes all;
    private Ring ring = new Ring(CAPACITY);
    private int readers;
    private int writers;
    /** How often it has been opened for reading and for writing. */
    private long readersCame;
    private long writersCame;
    private final WaitQueue readable = new WaitQueue("a pipe to be written to",
            Holders.of(file -> isEnd(file) && ((End) file).writes));
    private final WaitQueue writable = new WaitQueue("a pipe to be read from",
            Holders.of(file -> isEnd(file) && ((End) file).reads));
    private final WaitQueue opened = new WaitQueue("a FIFO to be opened at its other end");

    Pipe(Pipes all) {
        this.all = all;
    }

    /** Opens a FIFO. Without O_NONBLOCK a reader waits for a writer, and a writer for a reader. */
    @Override
    public Opened open(Task task, Dentry entry, int flags) {
        boolean waits = !OpenFlag.O_NONBLOCK.in(flags);
        if (OpenFlag.O_WRONLY.in(flags) && !waits && readers == 0) {
            return new Opened.Failed(ENXIO);
        }
        if (!all.hasRoom(all.capacity())) {
            return new Opened.Failed(ENFILE);
        }
        long readersBefore = readersCame, writersBefore = writersCame;
        OpenFile end = end(entry, flags);
        opened.wakeAll();
        if (waits && OpenFlag.O_RDONLY.in(flags) && writers == 0) {
            return new Opened.Waiting(end, opened, () -> writersCame != writersBefore);
        }
        if (waits && OpenFlag.O_WRONLY.in(flags) && readers == 0) {
            return new Opened.Waiting(end, opened, () -> readersCame != readersBefore);
        }
        return new Opened.Ready(end);
    }

    private boolean isEnd(OpenFile file) {
        return file instanceof End end && end.pipe() == this;
    }

    // ---- for calls that move bytes without a program's memory ----

    /** The pipe of which a file is an end; none if it is something else. */
    static Optional<Pipe> of(OpenFile file) {
        return file instanceof End end ? Optional.of(end.pipe()) : Optional.empty();
    }

    Ring ring() {
        return ring;
    }

    /** Waits until there are bytes, or nobody is left to write any. @return 0 then, else what is for the handler to return */
    long awaitBytes(Task task, boolean mayWait) {
        if (ring.length() > 0 || writers == 0) {
            return 0;
        }
        return mayWait ? task.waitOn(readable) : EAGAIN.result();
    }

    /** Waits until there is some room. @return 0 then, else what is for the handler to return */
    long awaitRoom(Task task, boolean mayWait) {
        if (readers == 0) {
            all.signals().send(task, SignalInfo.fromKernel(Signal.SIGPIPE));
            return EPIPE.result();
        }
        if (ring.room() > 0) {
            return 0;
        }
        return mayWait ? task.waitOn(writable) : EAGAIN.result();
    }

    /** Drops the first bytes, which have been copied elsewhere. */
    void drop(int count) {
        boolean wasFull = ring.room() < ATOMIC;
        ring.drop(count);
        if (wasFull) {
            writable.wakeAll();
        }
    }

    /** Gives the first bytes to a program. @return how many */
    int give(UserBuffer to) {
        boolean wasFull = ring.room() < ATOMIC;
        int given = ring.give(to);
        if (wasFull) {
            writable.wakeAll();
        }
        return given;
    }

    /** Bytes have been added to the ring. */
    void hasMore() {
        readable.wakeAll();
    }

    /** An end of the pipe, or both. @param flags whose access mode says which */
    OpenFile end(Dentry entry, int flags) {
        return new End(entry, flags);
    }

    private final class End extends OpenFile {
        private final Dentry entry;
        private final boolean reads;
        private final boolean writes;
        /** How many writers had come before this end, or -1 if one is there now: only a reader that has had a writer is hung up. */
        private final long writersBefore = writers > 0 ? -1 : writersCame;

        End(Dentry entry, int flags) {
            super(flags);
            this.entry = entry;
            reads = !OpenFlag.O_WRONLY.in(flags);
            writes = !OpenFlag.O_RDONLY.in(flags);
            if (readers + writers == 0) {
                ring = new Ring(all.capacity());
                all.reserve(ring.capacity());
            }
            readers += reads ? 1 : 0;
            writers += writes ? 1 : 0;
            readersCame += reads ? 1 : 0;
            writersCame += writes ? 1 : 0;
        }

        private Pipe pipe() {
            return Pipe.this;
        }

        @Override
        public Optional<Object> channel() {
            return Optional.of(Pipe.this);
        }

        @Override
        public long read(Task task, UserBuffer to) {
            if (ring.length() == 0) {
                if (writers == 0) {
                    return 0;
                }
                return isNonBlocking() ? EAGAIN.result() : task.waitOn(readable);
            }
            int given = Pipe.this.give(to);
            return given == 0 ? EFAULT.result() : given;
        }

        @Override
        public long write(Task task, UserBuffer from) {
            long done = Progress.of(task);
            from.skip(done);
            if (readers == 0) {
                all.signals().send(task, SignalInfo.fromKernel(Signal.SIGPIPE));
                return Progress.stop(task, done, EPIPE.result());
            }
            boolean isAtomic = done + from.remaining() <= ATOMIC;
            boolean inPackets = OpenFlag.O_DIRECT.in(flags());
            while (from.remaining() > 0) {
                int most = (int) Math.min(from.remaining(), inPackets ? ATOMIC : Integer.MAX_VALUE);
                int wanted = Math.min(most, ring.room());
                if (wanted == 0 || wanted < most && (isAtomic || inPackets)) {
                    break;
                }
                int added = ring.add(from, wanted);
                if (inPackets && added > 0) {
                    ring.endPacket(added);
                }
                readable.wakeAll();
                done += added;
                if (added < wanted) {
                    return Progress.stop(task, done, EFAULT.result());
                }
            }
            if (from.remaining() == 0) {
                return done;
            }
            return Progress.stop(task, done, isNonBlocking() ? EAGAIN.result() : task.waitOn(writable));
        }

        @Override
        public long ioctl(Task task, IoctlRequest request, long argument) {
            if (request == IoctlRequest.FIONREAD) {
                return task.memory().writeInt(argument, ring.length()) ? 0 : EFAULT.result();
            }
            return ENOTTY.result();
        }

        @Override
        public long capacity() {
            return ring.capacity();
        }

        @Override
        public long setCapacity(long wanted) {
            if (wanted < 0 || wanted > all.largest()) {
                return wanted < 0 ? EINVAL.result() : EPERM.result();
            }
            int rounded = wanted <= Ring.SLOT ? Ring.SLOT : Integer.highestOneBit((int) wanted - 1) << 1;
            int more = rounded - ring.capacity();
            if (!all.hasRoom(more)) {
                return ENOMEM.result();
            }
            if (!ring.setCapacity(rounded)) {
                return EBUSY.result();
            }
            all.reserve(more);
            writable.wakeAll();
            return rounded;
        }

        @Override
        public int poll(Task task) {
            int ready = 0;
            if (reads) {
                boolean hungUp = writers == 0 && writersCame != writersBefore;
                ready |= (ring.length() > 0 ? PollEvent.READABLE : 0) | (hungUp ? (int) PollEvent.POLLHUP.value() : 0);
            }
            if (writes) {
                ready |= (ring.room() >= ATOMIC ? PollEvent.WRITABLE : 0)
                        | (readers == 0 ? (int) PollEvent.POLLERR.value() : 0);
            }
            return ready;
        }

        @Override
        protected boolean tellsOwner() {
            return true;
        }

        @Override
        public List<WaitQueue> pollQueues(Task task) {
            return reads && writes ? List.of(readable, writable) : List.of(reads ? readable : writable);
        }

        @Override
        protected void released() {
            readers -= reads ? 1 : 0;
            writers -= writes ? 1 : 0;
            readable.wakeAll();
            writable.wakeAll();
            if (readers + writers == 0) {
                all.reserve(-ring.capacity());
                ring = new Ring(CAPACITY); // empty again
            }
        }

        @Override
        public Optional<Dentry> entry() {
            return Optional.of(entry);
        }

        @Override
        public FileStatus status() {
            return entry.inode().status();
        }

        @Override
        public String description() {
            return entry.path();
        }
    }
}
