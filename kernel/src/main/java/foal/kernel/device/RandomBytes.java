package foal.kernel.device;

import static foal.kernel.syscall.Errno.EFAULT;

import foal.kernel.memory.UserBuffer;
import java.util.random.RandomGenerator;

/** Random bytes for programs, whichever way they ask for them. */
public final class RandomBytes {
    private final RandomGenerator random;
    private final byte[] chunk = new byte[256];

    /** @param random where they come from */
    public RandomBytes(RandomGenerator random) {
        this.random = random;
    }

    /** Fills a program's buffer. @return how many bytes, or EFAULT if there is room for none */
    public long give(UserBuffer to) {
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
}
