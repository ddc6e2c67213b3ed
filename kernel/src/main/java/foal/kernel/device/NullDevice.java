package foal.kernel.device;

import foal.kernel.file.Dentry;
import foal.kernel.file.OpenEntry;
import foal.kernel.file.Whence;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;

/** /dev/null: is always at its end, and takes everything (null(4)). */
final class NullDevice extends OpenEntry {
    NullDevice(Dentry entry, int flags) {
        super(entry, flags);
    }

    @Override
    public long read(Task task, UserBuffer to) {
        return 0;
    }

    @Override
    public long write(Task task, UserBuffer from) {
        return from.remaining();
    }

    @Override
    public long seek(long offset, Whence whence) {
        return 0;
    }
}
