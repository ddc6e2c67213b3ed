package foal.kernel.file;

import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EISDIR;
import static foal.kernel.syscall.Errno.EOVERFLOW;
import static foal.kernel.syscall.Errno.ESPIPE;
import static foal.kernel.syscall.Errno.EXDEV;

import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;

/**
 * System calls that move bytes from one file to another without going through the program, and those that tell the
 * kernel beforehand what will be read. To what is written to, the file that is read is a buffer like a program's.
 */
public final class TransferCalls {
    private final FileBytes source;
    private final UserBuffer buffer = new UserBuffer();
    private final Struct offset = new Struct(8);

    public TransferCalls(FrameTable frames) {
        source = new FileBytes(frames.memory());
    }

    // ---- moving bytes ----------------------------------------------------------------------------------------------

    @Syscall(nr = 71, doc = "write a part of a file to a descriptor",
            differs = "What is read has to be a regular file whose contents are stored.")
    public long sendfile(Task task, @Fd int out_fd, @Fd int in_fd, @In(Data.LONG) long offset, long count) {
        if (offset != 0 && !task.memory().read(offset, this.offset)) {
            return EFAULT.result();
        }
        long named = offset == 0 ? 0 : this.offset.getLong(0);
        OpenFile in = DescriptorTable.of(task).lookup(in_fd);
        if (in == null || !in.isReadable()) {
            return EBADF.result();
        }
        if (offset != 0 && !in.isPositional()) {
            return ESPIPE.result();
        }
        if (named < 0 || count < 0) {
            return EINVAL.result();
        }
        OpenFile out = DescriptorTable.of(task).lookup(out_fd);
        if (out == null || !out.isWritable()) {
            return EBADF.result();
        }
        if (!(in instanceof OpenRegular from) || OpenFlag.O_APPEND.in(out.flags())) {
            return EINVAL.result();
        }
        long start = offset == 0 ? from.position() : named;
        long sent = fill(from.file(), start, count) == 0 ? 0 : send(task, out);
        if (sent < 0) {
            return sent;
        }
        if (offset == 0) {
            from.setPosition(start + sent);
            return sent;
        }
        // Also if nothing was sent: the program learns that its offset cannot be written.
        return task.memory().write(offset, this.offset.putLong(0, start + sent)) ? sent : EFAULT.result();
    }

    /** Lets the buffer stand for a part of a file, as far as there is that much. @return how many bytes */
    private long fill(RegularFile file, long start, long count) {
        long length = Math.max(0, Math.min(Math.min(count, UserBuffer.MOST_BYTES), file.size() - start));
        buffer.resetTo(source.of(file)).add(start, length);
        return length;
    }

    private long send(Task task, OpenFile out) {
        boolean isPipe = (out.status().mode() & FileStatus.TYPE) == FileStatus.FIFO;
        long result = isPipe ? sendWhatFits(task, out) : out.write(task, buffer);
        return result == EFAULT.result() && source.error() != 0 ? source.error() : result;
    }

    /** A pipe is waited for only until there is some room: who is to read it may be the one that now writes. */
    private long sendWhatFits(Task task, OpenFile out) {
        int ready = PollEvent.WRITABLE | (int) PollEvent.POLLERR.value();
        if (!out.isNonBlocking() && (out.poll(task) & ready) == 0) {
            return task.waitOn(out.pollQueues(task).getLast());
        }
        boolean before = out.isNonBlocking();
        out.setNonBlocking(true);
        long result = out.write(task, buffer);
        out.setNonBlocking(before);
        return result;
    }

    @Syscall(nr = 285, doc = "copy a part of a file to another")
    public long copy_file_range(Task task, @Fd int fd_in, @In(Data.LONG) long off_in, @Fd int fd_out, @In(Data.LONG) long off_out,
            long len, int flags) {
        OpenFile in = DescriptorTable.of(task).lookup(fd_in);
        OpenFile out = DescriptorTable.of(task).lookup(fd_out);
        if (in == null || out == null) {
            return EBADF.result();
        }
        if (off_in != 0 && !task.memory().read(off_in, offset)) {
            return EFAULT.result();
        }
        long namedIn = offset.getLong(0);
        if (off_out != 0 && !task.memory().read(off_out, offset)) {
            return EFAULT.result();
        }
        long namedOut = offset.getLong(0);
        if (flags != 0) {
            return EINVAL.result();
        }
        if (in instanceof OpenDirectory || out instanceof OpenDirectory) {
            return EISDIR.result();
        }
        if (!isFile(in) || !isFile(out)) {
            return EINVAL.result();
        }
        if (!in.isReadable() || !out.isWritable() || OpenFlag.O_APPEND.in(out.flags())) {
            return EBADF.result();
        }
        if (!(in instanceof OpenRegular from && out instanceof OpenRegular to)
                || from.file().fileSystem() != to.file().fileSystem()) {
            return EXDEV.result();
        }
        long start = off_in == 0 ? from.position() : namedIn;
        long target = off_out == 0 ? to.position() : namedOut;
        long copied = copy(task, from.file(), start, to, target, len);
        if (copied <= 0) {
            return copied;
        }
        boolean isTold = moveOn(task, from, off_in, start + copied);
        return moveOn(task, to, off_out, target + copied) && isTold ? copied : EFAULT.result();
    }

    private static boolean isFile(OpenFile file) {
        return file instanceof OpenRegular || file instanceof OpenGenerated;
    }

    private long copy(Task task, RegularFile from, long start, OpenRegular to, long target, long count) {
        if (start < 0 || target < 0) {
            return EINVAL.result();
        }
        if (Long.compareUnsigned(count, Long.MAX_VALUE - Math.max(start, target)) > 0) {
            return EOVERFLOW.result();
        }
        long length = Math.max(0, Math.min(count, from.size() - start));
        if (from == to.file() && target + length > start && target < start + length) {
            return EINVAL.result();
        }
        if (fill(from, start, length) == 0) {
            return 0;
        }
        long result = to.writeAt(task, buffer, target);
        return result == EFAULT.result() && source.error() != 0 ? source.error() : result;
    }

    /** Moves on the offset that a program keeps, or where it keeps none, the file's own. @return false for EFAULT */
    private boolean moveOn(Task task, OpenRegular file, long address, long position) {
        if (address == 0) {
            file.setPosition(position);
            return true;
        }
        return task.memory().write(address, offset.putLong(0, position));
    }

    // ---- telling the kernel beforehand -----------------------------------------------------------------------------

    /** What a program says about how it will use a file. */
    public enum Advice implements Symbolic {
        POSIX_FADV_NORMAL, POSIX_FADV_RANDOM, POSIX_FADV_SEQUENTIAL, POSIX_FADV_WILLNEED, POSIX_FADV_DONTNEED,
        POSIX_FADV_NOREUSE;

        @Override
        public long value() {
            return ordinal();
        }
    }

    @Syscall(nr = 223, doc = "say how a file will be used", differs = "Advice is checked but makes no difference.")
    public long fadvise64(Task task, @Fd int fd, long offset, long len, @OneOf(Advice.class) int advice) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        if (file == null) {
            return EBADF.result();
        }
        if ((file.status().mode() & FileStatus.TYPE) == FileStatus.FIFO) {
            return ESPIPE.result();
        }
        boolean isSound = len >= 0 && advice >= 0 && advice <= Advice.POSIX_FADV_NOREUSE.value();
        return isSound ? 0 : EINVAL.result();
    }

    @Syscall(nr = 213, doc = "say that a part of a file will soon be read", differs = "Nothing is read ahead.")
    public long readahead(Task task, @Fd int fd, long offset, long count) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        if (file == null || !file.isReadable()) {
            return EBADF.result();
        }
        return isFile(file) ? 0 : EINVAL.result();
    }
}
