package foal.kernel.file;

/** A file as such, whatever names it has and whoever has it open. */
public abstract sealed class Inode permits Directory, RegularFile, Symlink {
    private static final int PERMISSIONS = 0xfff;

    private final long number;
    private final int mode;

    /** @param number unlike that of any other file @param mode type and permissions */
    Inode(long number, int mode) {
        this.number = number;
        this.mode = mode;
    }

    public long number() {
        return number;
    }

    /** Type and permissions. */
    public int mode() {
        return mode;
    }

    /** Whether it may be run as a program. */
    public boolean isExecutable() {
        return (mode & PERMISSIONS & 0111) != 0;
    }

    /** Bytes of content. */
    abstract long size();

    FileStatus status() {
        return new FileStatus(number, mode, this instanceof Directory ? 2 : 1, 0, size(), 0);
    }
}
