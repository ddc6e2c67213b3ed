package foal.cpu;

/** The kernel, as the machine sees it: what a trap vector is to real hardware. */
@FunctionalInterface
public interface TrapHandler {
    /**
     * Handles a trap. The hart stands still meanwhile; when this returns it goes on with the registers it then
     * has, unless {@link Hart#stop()} was called.
     */
    void trap(Hart hart, Trap trap);
}
