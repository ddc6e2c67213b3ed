package foal.kernel.device;

import foal.kernel.file.Dentry;
import foal.kernel.file.OpenEntry;
import foal.kernel.file.Whence;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;

/** /dev/random and /dev/urandom: random bytes, which come from the seed of the run (random(4)). */
final class RandomDevice extends OpenEntry {
    private final RandomBytes random;

    RandomDevice(Dentry entry, int flags, RandomBytes random) {
        super(entry, flags);
        this.random = random;
    }

    @Override
    public long read(Task task, UserBuffer to) {
        return random.give(to);
    }

    /** What is written would stir the generator; here the seed alone decides. */
    @Override
    public long write(Task task, UserBuffer from) {
        return from.remaining();
    }

    @Override
    public long seek(long offset, Whence whence) {
        return 0;
    }
}
