package foal.kernel.memory;

import foal.cpu.Access;
import foal.cpu.PageTable;
import foal.kernel.syscall.Symbolic;

/** What a program may do with its pages: {@code PROT_*} of mmap(2). */
public enum Protection implements Symbolic {
    PROT_NONE(0, -1),
    PROT_READ(1, 1),
    PROT_WRITE(2, 2),
    PROT_EXEC(4, 4);

    /** All bits that mmap and mprotect know. */
    public static final int ALL = 7;

    private final int value;
    private final int mask;

    Protection(int value, int mask) {
        this.value = value;
        this.mask = mask;
    }

    @Override
    public long value() {
        return value;
    }

    @Override
    public long mask() {
        return mask;
    }

    /** Whether a protection allows an access. A page that can be written can be read: Sv39 knows no other. */
    static boolean allows(int protection, Access access) {
        return switch (access) {
            case FETCH -> PROT_EXEC.in(protection);
            case LOAD -> PROT_READ.in(protection) || PROT_WRITE.in(protection);
            case STORE -> PROT_WRITE.in(protection);
        };
    }

    /** The page-table bits that stand for a protection, without {@link PageTable#WRITE}. */
    static int readOnlyBits(int protection) {
        int bits = PROT_READ.in(protection) || PROT_WRITE.in(protection) ? PageTable.READ : 0;
        return bits | (PROT_EXEC.in(protection) ? PageTable.EXECUTE : 0);
    }
}
