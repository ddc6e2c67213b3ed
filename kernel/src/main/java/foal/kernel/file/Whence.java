package foal.kernel.file;

import foal.kernel.syscall.Symbolic;

/** Where lseek(2) counts from. */
public enum Whence implements Symbolic {
    SEEK_SET, SEEK_CUR, SEEK_END, SEEK_DATA, SEEK_HOLE;

    @Override
    public long value() {
        return ordinal();
    }
}
