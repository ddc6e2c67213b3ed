package foal.cpu;

import java.util.List;

/**
 * A debugger, as harts see it: they halt as it says. To the program it is as if nothing had happened: the same instructions
 * are executed, are counted in the same way, and a reservation of {@code lr} is kept.
 *
 * <p>The name is that of the RISC-V External Debug Support specification.
 */
public interface DebugModule {
    /**
     * The hart stands still, outside of any trap, and is about to go on with the loaded task, whose registers may be
     * {@linkplain Hart#save read} and {@linkplain Hart#resume replaced}. Comes before the first instruction of a run, before one at a
     * {@linkplain #breakpoints breakpoint}, and after as many as were last allowed.
     *
     * @return how many instructions the hart may execute before this is called again, at least 1
     */
    long halted(Hart hart);

    /** The virtual addresses, of whatever address space, before whose instructions harts halt: the same list as long as there is no other. */
    List<Long> breakpoints();

    /** A trap is about to be handled. */
    void trapped(Trap trap);
}
