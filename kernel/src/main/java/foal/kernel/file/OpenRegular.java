package foal.kernel.file;

import static foal.kernel.syscall.Errno.EFBIG;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;

import foal.kernel.memory.Backing;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Resource;
import foal.kernel.task.Signal;
import foal.kernel.task.Task;
import java.util.Optional;

/** An open regular file, with the position of the next read or write. */
final class OpenRegular extends OpenEntry {
    private final RegularFile file;
    /** Whether it keeps others from running the file; a file in memory can be run while it is open (memfd_create(2)). */
    private final boolean isWriter;
    private long position;

    OpenRegular(Dentry entry, RegularFile file, int flags) {
        super(entry, flags);
        this.file = file;
        isWriter = isWritable() && !entry.isNameless();
        file.addWriters(isWriter ? 1 : 0);
    }

    @Override
    protected void released() {
        file.addWriters(isWriter ? -1 : 0);
        super.released();
    }

    RegularFile file() {
        return file;
    }

    long position() {
        return position;
    }

    void setPosition(long newPosition) {
        position = newPosition;
    }

    @Override
    public Optional<Backing> backing() {
        return Optional.of(file);
    }

    @Override
    public boolean isSealedForWrites() {
        return file.seals().filter(Seals::forbidWrites).isPresent();
    }

    @Override
    public void noteMapped() {
        file.touchAccessed();
    }

    @Override
    public long read(Task task, UserBuffer to) {
        long result = readAt(task, to, position);
        position += Math.max(0, result);
        return result;
    }

    @Override
    public long readAt(Task task, UserBuffer to, long at) {
        return isTooFar(to, at) ? EINVAL.result() : file.read(at, to);
    }

    @Override
    public long write(Task task, UserBuffer from) {
        long start = startOfWrite(position);
        long result = isTooFar(from, position) ? EINVAL.result() : put(task, from, start);
        if (!Errno.isError(result)) {
            position = start + result;
        }
        return result;
    }

    @Override
    public long writeAt(Task task, UserBuffer from, long at) {
        return isTooFar(from, at) ? EINVAL.result() : put(task, from, startOfWrite(at));
    }

    /** Whether a transfer would end beyond the last possible position. */
    private static boolean isTooFar(UserBuffer buffer, long at) {
        return buffer.remaining() > Long.MAX_VALUE - at;
    }

    private long startOfWrite(long wanted) {
        return OpenFlag.O_APPEND.in(flags()) ? file.size() : wanted;
    }

    private long put(Task task, UserBuffer from, long start) {
        if (isTooFar(from, start)) {
            return EFBIG.result();
        }
        if (file.seals().isPresent()) {
            long end = file.seals().get().endOfWrite(file.size(), start + from.remaining());
            if (file.seals().get().forbidWrites() || end <= start) {
                return EPERM.result();
            }
            from.limit(end - start);
        }
        long room = task.process().limits().left(Resource.RLIMIT_FSIZE, start);
        if (room == 0) {
            task.raise(Signal.SIGXFSZ);
            return EFBIG.result();
        }
        from.limit(room);
        Permission.dropOwnersRights(task, file);
        return file.write(start, from);
    }

    @Override
    public long seek(long offset, Whence whence) {
        long target = switch (whence) {
            case SEEK_SET -> offset;
            case SEEK_CUR -> position + offset;
            case SEEK_END -> file.size() + offset;
            case SEEK_DATA -> file.nextData(offset);
            case SEEK_HOLE -> file.nextHole(offset);
        };
        if (whence == Whence.SEEK_DATA || whence == Whence.SEEK_HOLE) {
            if (target < 0) {
                return target;
            }
        } else if (target < 0) {
            return EINVAL.result();
        }
        position = target;
        return position;
    }
}
