package foal.kernel.task;

import foal.kernel.syscall.Symbolic;

/** Flags of clone(2); the low byte is the signal that the child sends when it ends. */
public enum CloneFlag implements Symbolic {
    CLONE_VM(0x100), CLONE_FS(0x200), CLONE_FILES(0x400), CLONE_SIGHAND(0x800), CLONE_VFORK(0x4000), CLONE_PARENT(0x8000),
    CLONE_THREAD(0x1_0000), CLONE_SYSVSEM(0x4_0000), CLONE_SETTLS(0x8_0000), CLONE_PARENT_SETTID(0x10_0000),
    CLONE_CHILD_CLEARTID(0x20_0000), CLONE_CHILD_SETTID(0x100_0000);

    /** The byte with the signal. */
    static final int SIGNAL_MASK = 0xff;

    private final int value;

    CloneFlag(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
