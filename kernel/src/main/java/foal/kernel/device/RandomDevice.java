package foal.kernel.device;

import static foal.kernel.syscall.Errno.EFAULT;

import foal.kernel.file.Dentry;
import foal.kernel.file.OpenEntry;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;
import java.util.random.RandomGenerator;

/** /dev/random and /dev/urandom: random bytes, which come from the seed of the run (random(4)). */
final class RandomDevice extends OpenEntry {
    private final RandomGenerator random;
    private final byte[] chunk = new byte[256];

    RandomDevice(Dentry entry, int flags, RandomGenerator random) {
        super(entry, flags);
        this.random = random;
    }

    @Override
    public long read(Task task, UserBuffer to) {
        long done = 0;
        while (to.remaining() > 0) {
            random.nextBytes(chunk);
            int offered = (int) Math.min(to.remaining(), chunk.length);
            int given = to.give(chunk, 0, offered);
            done += given;
            if (given < offered) {
                return done == 0 ? EFAULT.result() : done;
            }
        }
        return done;
    }

    /** What is written would stir the generator; here the seed alone decides. */
    @Override
    public long write(Task task, UserBuffer from) {
        return from.remaining();
    }

    @Override
    public long seek(long offset, int whence) {
        return 0;
    }
}
