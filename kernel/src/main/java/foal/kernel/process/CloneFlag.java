package foal.kernel.process;

import foal.kernel.syscall.Symbolic;

/** Flags of clone(2); for clone, not clone3, the low byte is the signal that the child sends when it ends. */
public enum CloneFlag implements Symbolic {
    CLONE_VM(0x100), CLONE_FS(0x200), CLONE_FILES(0x400), CLONE_SIGHAND(0x800), CLONE_PIDFD(0x1000), CLONE_PTRACE(0x2000),
    CLONE_VFORK(0x4000), CLONE_PARENT(0x8000), CLONE_THREAD(0x1_0000), CLONE_NEWNS(0x2_0000), CLONE_SYSVSEM(0x4_0000),
    CLONE_SETTLS(0x8_0000), CLONE_PARENT_SETTID(0x10_0000), CLONE_CHILD_CLEARTID(0x20_0000), CLONE_DETACHED(0x40_0000),
    CLONE_UNTRACED(0x80_0000), CLONE_CHILD_SETTID(0x100_0000), CLONE_NEWCGROUP(0x200_0000), CLONE_NEWUTS(0x400_0000),
    CLONE_NEWIPC(0x800_0000), CLONE_NEWUSER(0x1000_0000), CLONE_NEWPID(0x2000_0000), CLONE_NEWNET(0x4000_0000),
    CLONE_IO(0x8000_0000L), CLONE_CLEAR_SIGHAND(0x1_0000_0000L), CLONE_INTO_CGROUP(0x2_0000_0000L);

    /** The byte with the signal. */
    static final int SIGNAL_MASK = 0xff;

    private final long value;

    CloneFlag(long value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }

    /** The flags as one word. */
    static long set(CloneFlag... flags) {
        long set = 0;
        for (CloneFlag flag : flags) {
            set |= flag.value;
        }
        return set;
    }
}
