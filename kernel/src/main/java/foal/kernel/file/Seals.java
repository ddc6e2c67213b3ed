package foal.kernel.file;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.syscall.Errno.EBUSY;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;

/**
 * What may no longer be done to a file of memfd_create(2), so that who gets it from somebody else can rely on it: seals are
 * added and never taken away (F_ADD_SEALS of fcntl(2)). What they forbid fails with EPERM.
 */
final class Seals {
    static final int SEAL = 1, SHRINK = 2, GROW = 4, WRITE = 8, FUTURE_WRITE = 0x10;
    private static final int ALL = SEAL | SHRINK | GROW | WRITE | FUTURE_WRITE;

    private int bits;

    /** @param isSealable whether more can be added */
    Seals(boolean isSealable) {
        bits = isSealable ? 0 : SEAL;
    }

    int bits() {
        return bits;
    }

    /** Adds some. @param isWritable whether who adds them may write to the file @return 0 or an error */
    long add(RegularFile file, long more, boolean isWritable) {
        if (!isWritable) {
            return EPERM.result();
        }
        if ((more & ~ALL) != 0) {
            return EINVAL.result();
        }
        if ((bits & SEAL) != 0) {
            return EPERM.result();
        }
        if ((more & WRITE) != 0 && file.isStoredThrough()) {
            return EBUSY.result();
        }
        bits |= (int) more;
        return 0;
    }

    boolean forbidWrites() {
        return (bits & (WRITE | FUTURE_WRITE)) != 0;
    }

    boolean forbidSize(long before, long after) {
        return after < before && (bits & SHRINK) != 0 || after > before && (bits & GROW) != 0;
    }

    /** Where a write must end that would end at {@code end}; it is done page by page, as far as it does not grow the file. */
    long endOfWrite(long size, long end) {
        return end > size && (bits & GROW) != 0 ? size & -PAGE_SIZE : end;
    }
}
