package foal.cpu;

/**
 * Why a hart interrupted the program and called the kernel. In every trap but {@link Syscall}, {@code pc} is the
 * address of the instruction that did not take effect.
 *
 * <p>Source: RISC-V privileged manual, exception codes of {@code mcause}.
 */
public sealed interface Trap {
    /** {@code ecall}. The program counter already stands behind it; the arguments are in a0–a5 and a7. */
    record Syscall() implements Trap {
        static final Syscall INSTANCE = new Syscall();
    }

    /**
     * The page table does not allow this access.
     *
     * @param pc for a fetch from the page behind the one that pc is on, the first of a few instructions before the
     *     one that crosses: they are fetched together, and none of them has been executed
     * @param address the first byte that could not be reached: for an access that crosses into a bad page, the
     *     start of that page
     */
    record PageFault(long pc, long address, Access access) implements Trap {}

    /** Not an instruction, or not one for U-mode. @param instruction its bits, 16 or 32 of them */
    record IllegalInstruction(long pc, int instruction) implements Trap {}

    /** {@code ebreak}. */
    record Breakpoint(long pc) implements Trap {}

    /** An atomic instruction at an address that is no multiple of its size. */
    record Misaligned(long pc, long address, Access access) implements Trap {}
}
