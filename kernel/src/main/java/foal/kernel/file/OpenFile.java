package foal.kernel.file;

import static foal.kernel.memory.KernelMemory.Kind.OPEN_FILE;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOTTY;
import static foal.kernel.syscall.Errno.ESPIPE;

import foal.kernel.memory.Backing;
import foal.kernel.memory.KernelMemory;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open file description: what descriptors refer to. Those that dup and fork make refer to the same one and
 * share its position and flags (open(2)). When the last is closed, {@link #released()} is called.
 *
 * <p>The operations return what the system call is to return: a count, an error, or "blocked". Each kind of file
 * overrides those that it knows; the rest fail as they do on Linux.
 */
public abstract class OpenFile {
    /** What it is charged to; null as long as it is not. */
    private KernelMemory charged;
    private int references = 1;
    private int flags;
    private FileLocks ownLocks; // of what is no file of the tree; null until there is one
    private final FileOwner owner = new FileOwner();
    private Optional<AsyncNotice> notice = Optional.empty();
    private final Set<Runnable> releaseWatchers = new LinkedHashSet<>(0);

    /** @param flags access mode and status flags of {@link OpenFlag} */
    protected OpenFile(int flags) {
        this.flags = flags & OpenFlag.REPORTED;
    }

    /**
     * The means of communication that it is an end of: whoever receives from one comes after whoever has sent to it before.
     * None for what is there to keep or to show something, such as an ordinary file or a terminal.
     */
    public Optional<Object> channel() {
        return Optional.empty();
    }

    /** Access mode and status flags. */
    public final int flags() {
        return flags;
    }

    final void setStatusFlags(int newFlags) {
        flags = flags & ~OpenFlag.SETTABLE | newFlags & OpenFlag.SETTABLE;
    }

    public final boolean isNonBlocking() {
        return OpenFlag.O_NONBLOCK.in(flags);
    }

    /** Sets or clears O_NONBLOCK. */
    public final void setNonBlocking(boolean nonBlocking) {
        int bit = (int) OpenFlag.O_NONBLOCK.value();
        flags = nonBlocking ? flags | bit : flags & ~bit;
    }

    /** Who gets signals for input and output. */
    public final FileOwner owner() {
        return owner;
    }

    /**
     * Sets or clears O_ASYNC: whether the owner is sent a signal when this becomes ready.
     *
     * @param fd the descriptor by which this is asked for
     * @return whether that is possible, or nothing changes
     */
    final boolean setAsync(boolean async, int fd, Processes processes) {
        if (async == OpenFlag.O_ASYNC.in(flags)) {
            return true;
        }
        if (!tellsOwner()) {
            return false;
        }
        notice.ifPresent(AsyncNotice::close);
        notice = async ? Optional.of(new AsyncNotice(this, fd, processes)) : Optional.empty();
        flags ^= (int) OpenFlag.O_ASYNC.value();
        return true;
    }

    /** Whether O_ASYNC can be set: for pipes, sockets and terminals. */
    protected boolean tellsOwner() {
        return false;
    }

    /** Whether somebody found no room for output before it was last woken for: only then is room worth a signal. */
    protected boolean hasLackedRoom() {
        return true;
    }

    public final boolean isReadable() {
        return !OpenFlag.O_WRONLY.in(flags);
    }

    public final boolean isWritable() {
        return !OpenFlag.O_RDONLY.in(flags);
    }

    /** Whether it was opened with O_PATH, and is for naming only. */
    final boolean isPath() {
        return OpenFlag.O_PATH.in(flags);
    }

    /** How many descriptors, and whatever else retains it, refer to it. */
    protected final int referenceCount() {
        return references;
    }

    /** Another descriptor refers to it. */
    public final OpenFile retain() {
        references++;
        return this;
    }

    /** A first descriptor refers to it: from now on to the last it is charged to the kernel's memory. */
    final void chargeTo(KernelMemory memory) {
        if (charged == null) {
            charged = memory;
            memory.take(OPEN_FILE, 1);
        }
    }

    /** A descriptor no longer refers to it. */
    public final void release() {
        if (--references > 0) {
            referenceLost();
            return;
        }
        if (charged != null) {
            charged.giveBack(OPEN_FILE, 1);
        }
        releaseLocks(this);
        List.copyOf(releaseWatchers).forEach(Runnable::run);
        notice.ifPresent(AsyncNotice::close);
        released();
    }

    /** The locks on what is open. @param memory what they are charged to */
    final FileLocks locks(KernelMemory memory) {
        Optional<Dentry> entry = entry();
        if (entry.isPresent()) {
            return entry.get().inode().locks(memory);
        }
        if (ownLocks == null) {
            ownLocks = new FileLocks(memory);
        }
        return ownLocks;
    }

    /** Releases the locks that an owner has on what is open. */
    final void releaseLocks(Object owner) {
        Optional<Dentry> entry = entry();
        FileLocks locks = entry.isPresent() ? entry.get().inode().locksIfAny() : ownLocks;
        if (locks != null) {
            locks.releaseAll(owner);
        }
    }

    /** Calls a watcher when no descriptor refers to the file any more: then epoll(7) stops watching it. */
    public final void watchRelease(Runnable watcher) {
        releaseWatchers.add(watcher);
    }

    /** Ends {@link #watchRelease}. */
    public final void unwatchRelease(Runnable watcher) {
        releaseWatchers.remove(watcher);
    }

    /** A descriptor no longer refers to it, but others, or messages on their way, do. */
    protected void referenceLost() {}

    /** No descriptor refers to it any more. */
    protected void released() {}

    /** Reads into a program's buffer, which is not empty unless {@link #takesEmptyReads}. */
    public long read(Task task, UserBuffer to) {
        return EINVAL.result();
    }

    /** Whether it makes a difference to read nothing: it can be too little. */
    public boolean takesEmptyReads() {
        return false;
    }

    /** Writes from a program's buffer, which is not empty unless {@link #takesEmptyWrites}. */
    public long write(Task task, UserBuffer from) {
        return EINVAL.result();
    }

    /** Whether it makes a difference to write nothing: a message can be empty. */
    public boolean takesEmptyWrites() {
        return false;
    }

    /** If it {@link #isPositional}, reads from a position on, and leaves the file's own where it is. A device just reads. */
    public long readAt(Task task, UserBuffer to, long at) {
        return read(task, to);
    }

    /** If it {@link #isPositional}, writes from a position on, and leaves the file's own where it is; with O_APPEND at the end (pwrite(2)). */
    public long writeAt(Task task, UserBuffer from, long at) {
        return write(task, from);
    }

    /** Moves the position. @return the new one, or an error */
    public long seek(long offset, Whence whence) {
        return ESPIPE.result();
    }

    /** An operation of the device's own. */
    public long ioctl(Task task, IoctlRequest request, long argument) {
        return ENOTTY.result();
    }

    /** The error of an ioctl(2) that no device knows. */
    public long unknownIoctl() {
        return ENOTTY.result();
    }

    /** How many bytes a pipe can hold (F_GETPIPE_SZ). */
    public long capacity() {
        return EBADF.result();
    }

    /** Changes how many bytes a pipe can hold (F_SETPIPE_SZ). @return what they are now, or an error */
    public long setCapacity(long wanted) {
        return EBADF.result();
    }

    /**
     * What could be done with it now without blocking: bits of {@link PollEvent}. What never blocks is always ready.
     *
     * @param task who asks
     */
    public int poll(Task task) {
        return PollEvent.READABLE | PollEvent.WRITABLE;
    }

    /**
     * The queues that are woken when that may have changed, that for input before that for output; none for what never
     * blocks.
     *
     * @param task who asks
     */
    public List<WaitQueue> pollQueues(Task task) {
        return List.of();
    }

    /**
     * Those of them that are woken for some of these events, errors and hang-ups included. To one who is to hear of each event
     * once, that is all there is: what frees room is none for a reader.
     *
     * @param task who asks
     * @param events of {@link PollEvent}
     */
    public List<WaitQueue> pollQueues(Task task, int events) {
        return pollQueues(task);
    }

    /** What mmap(2) maps of it; none where that is not possible: ENODEV. */
    public Optional<Backing> backing() {
        return Optional.empty();
    }

    /** Whether a new mapping of it must not let stores through, though it is open for writing. */
    public boolean isSealedForWrites() {
        return false;
    }

    /** It has been mapped: that counts as an access to it. */
    public void noteMapped() {
        // Most files keep no time of that.
    }

    /** What /proc/PID/maps shows for a mapping of it. */
    public Object label() {
        return description();
    }

    /** The name by which it was opened; none for what is no file of the tree. */
    public Optional<Dentry> entry() {
        return Optional.empty();
    }

    /** What fstat(2) reports. */
    public abstract FileStatus status();

    /** What /proc/PID/fd shows it to be. */
    public abstract String description();

    /** Checks the access mode and then reads. */
    final long checkedRead(Task task, UserBuffer to) {
        if (!isReadable()) {
            return EBADF.result();
        }
        return to.remaining() == 0 && !takesEmptyReads() ? 0 : read(task, to);
    }

    /** Checks the access mode and then writes. */
    final long checkedWrite(Task task, UserBuffer from) {
        if (!isWritable()) {
            return EBADF.result();
        }
        return from.remaining() == 0 && !takesEmptyWrites() ? 0 : write(task, from);
    }

    /** Whether a read or write can name its position, as it can of what is in the tree of files and no stream. */
    public boolean isPositional() {
        return false;
    }

    /** Checks the access mode and then reads from a position on. */
    final long checkedReadAt(Task task, UserBuffer to, long at) {
        if (!isReadable()) {
            return EBADF.result();
        }
        return to.remaining() == 0 ? 0 : readAt(task, to, at);
    }

    /** Checks the access mode and then writes from a position on. */
    final long checkedWriteAt(Task task, UserBuffer from, long at) {
        if (!isWritable()) {
            return EBADF.result();
        }
        return from.remaining() == 0 ? 0 : writeAt(task, from, at);
    }
}
