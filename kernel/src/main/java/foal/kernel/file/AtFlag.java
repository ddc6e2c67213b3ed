package foal.kernel.file;

import foal.kernel.syscall.Symbolic;

/** Flags of the calls that take a directory's descriptor and a path (openat(2), stat(2)). */
public enum AtFlag implements Symbolic {
    AT_SYMLINK_NOFOLLOW(0x100), AT_REMOVEDIR(0x200), AT_SYMLINK_FOLLOW(0x400), AT_NO_AUTOMOUNT(0x800), AT_EMPTY_PATH(0x1000);

    private final int value;

    AtFlag(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }

    /** Whether a flag word has bits besides these flags. */
    static boolean hasOthers(int flags, AtFlag... known) {
        int left = flags;
        for (AtFlag flag : known) {
            left &= ~flag.value;
        }
        return left != 0;
    }
}
