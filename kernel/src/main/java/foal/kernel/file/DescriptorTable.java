package foal.kernel.file;

import static foal.kernel.memory.KernelMemory.Kind.DESCRIPTOR_PLACE;
import static foal.kernel.memory.KernelMemory.Kind.OPEN_FILE;
import static foal.kernel.syscall.Errno.EMFILE;
import static foal.kernel.syscall.Errno.ENFILE;

import foal.kernel.memory.KernelMemory;
import foal.kernel.task.Process;
import foal.kernel.task.ResourceLimits;
import foal.kernel.task.Task;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The file descriptors of a process: small numbers that stand for open files. It is the owner of the locks that the
 * process has on ranges of files (fcntl(2)), and so loses those on a file with any descriptor of it that it closes.
 * Several tasks can have one table in common, and it is closed with the last of them.
 */
public final class DescriptorTable {
    private static final int LEAST_PLACES = 16;

    private final KernelMemory memory;
    private OpenFile[] files;
    private boolean[] closeOnExec;
    private int limit = ResourceLimits.DEFAULT_DESCRIPTORS;
    private int users = 1;
    /** All descriptors below are in use. */
    private int firstFree;

    /** A table without descriptors. @param memory what they are charged to */
    public DescriptorTable(KernelMemory memory) {
        this(memory, LEAST_PLACES);
    }

    private DescriptorTable(KernelMemory memory, int places) {
        this.memory = memory;
        files = new OpenFile[places];
        closeOnExec = new boolean[places];
        memory.take(DESCRIPTOR_PLACE, places);
    }

    /** A task's. */
    public static DescriptorTable of(Task task) {
        return FilesOfTask.of(task).descriptors();
    }

    /** That of a process's first thread, which /proc shows as the process's. */
    public static DescriptorTable of(Process process) {
        return of(process.leader());
    }

    /** The open file behind a descriptor, or none: EBADF. One that was opened with O_PATH counts as none. */
    public Optional<OpenFile> get(int fd) {
        return Optional.ofNullable(lookup(fd));
    }

    /** The same, also if it was opened with O_PATH. */
    public Optional<OpenFile> getAny(int fd) {
        return Optional.ofNullable(lookupAny(fd));
    }

    /** The same for the path of every read and write: null for EBADF. */
    OpenFile lookup(int fd) {
        OpenFile file = lookupAny(fd);
        return file == null || file.isPath() ? null : file;
    }

    /** The same for the few calls that also work on what was opened with O_PATH. */
    OpenFile lookupAny(int fd) {
        return fd >= 0 && fd < files.length ? files[fd] : null;
    }

    /** The number of descriptors that there may be. */
    public int limit() {
        return limit;
    }

    public void setLimit(int newLimit) {
        limit = newLimit;
    }

    /** One more than the highest descriptor that may be open now. */
    public int size() {
        return files.length;
    }

    /**
     * The lowest free descriptor from {@code from} on.
     *
     * @return the descriptor, or EMFILE if all are in use, or ENFILE if the kernel has no memory for one more
     */
    public int lowestFree(int from) {
        int fd = Math.max(from, firstFree);
        while (fd < files.length && files[fd] != null) {
            fd++;
        }
        if (from <= firstFree) {
            firstFree = fd;
        }
        return (int) (fd >= limit ? EMFILE.result() : hasRoomFor(fd) ? fd : ENFILE.result());
    }

    /** Whether the kernel has memory for a descriptor of that number. */
    boolean hasRoomFor(int fd) {
        return lookupAny(fd) != null
                || memory.hasRoom(OPEN_FILE.cost() + (long) (placesFor(fd) - files.length) * DESCRIPTOR_PLACE.cost());
    }

    /** How many places there are when a descriptor of that number is in use. */
    private int placesFor(int fd) {
        return fd < files.length ? files.length : Math.max(fd + 1, files.length * 2);
    }

    /** Visits what the descriptors stand for, in their order. */
    public void forEach(Consumer<OpenFile> visitor) {
        for (OpenFile file : files) {
            if (file != null) {
                visitor.accept(file);
            }
        }
    }

    /**
     * Gives a file the lowest free descriptor.
     *
     * @return the descriptor, or an error, as {@link #lowestFree} tells it; the file is then released
     */
    public int add(OpenFile file, boolean closeOnExec) {
        int fd = lowestFree(0);
        if (fd < 0) {
            file.release();
        } else {
            set(fd, file, closeOnExec);
        }
        return fd;
    }

    /** Lets a descriptor stand for a file, and closes what it stood for. The caller knows that there is memory for it. */
    public void set(int fd, OpenFile file, boolean closeOnExec) {
        int places = placesFor(fd);
        if (places > files.length) {
            memory.take(DESCRIPTOR_PLACE, places - files.length);
            files = Arrays.copyOf(files, places);
            this.closeOnExec = Arrays.copyOf(this.closeOnExec, places);
        }
        OpenFile before = files[fd];
        file.chargeTo(memory);
        files[fd] = file;
        this.closeOnExec[fd] = closeOnExec;
        if (before != null) {
            before.releaseLocks(this);
            before.release();
        }
    }

    /** Closes a descriptor. @return whether it was open */
    public boolean close(int fd) {
        OpenFile file = lookupAny(fd);
        if (file == null) {
            return false;
        }
        files[fd] = null;
        firstFree = Math.min(firstFree, fd);
        file.releaseLocks(this);
        file.release();
        return true;
    }

    public boolean isCloseOnExec(int fd) {
        return closeOnExec[fd];
    }

    public void setCloseOnExec(int fd, boolean close) {
        closeOnExec[fd] = close;
    }

    /** Bytes that a copy takes at most. */
    public long copyCost() {
        return (long) files.length * DESCRIPTOR_PLACE.cost();
    }

    /** A copy for a forked child, whose descriptors stand for the same open files. The caller knows that there is memory for it. */
    public DescriptorTable fork() {
        int places = files.length;
        while (places > LEAST_PLACES && files[places - 1] == null) {
            places--;
        }
        DescriptorTable copy = new DescriptorTable(memory, places);
        copy.limit = limit;
        copy.firstFree = Math.min(firstFree, places);
        System.arraycopy(files, 0, copy.files, 0, places);
        System.arraycopy(closeOnExec, 0, copy.closeOnExec, 0, places);
        for (OpenFile file : files) {
            if (file != null) {
                file.retain();
            }
        }
        return copy;
    }

    /** Closes what is marked close-on-exec. */
    public void closeForExec() {
        for (int fd = 0; fd < files.length; fd++) {
            if (files[fd] != null && closeOnExec[fd]) {
                close(fd);
            }
        }
    }

    /** One more task uses the table, and will {@link #release} it. */
    public DescriptorTable share() {
        users++;
        return this;
    }

    /** Whether more than one task uses it. */
    public boolean isShared() {
        return users > 1;
    }

    /** One user less; with the last, everything is closed. */
    public void release() {
        if (--users == 0) {
            for (int fd = 0; fd < files.length; fd++) {
                close(fd);
            }
            memory.giveBack(DESCRIPTOR_PLACE, files.length);
        }
    }
}
