package foal.kernel.debug;

/** Watches the machine from outside and makes it stand still. Called on the machine's own thread. */
public interface Debugger {
    /** The machine stands still. It goes on when this returns, as the control has been told meanwhile. */
    void stopped(DebugControl control, Stop stop);

    /** Whether the machine is to stand still for that. */
    boolean wants(DebugControl control, Stop stop);
}
