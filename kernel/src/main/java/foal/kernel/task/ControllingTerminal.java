package foal.kernel.task;

/** The terminal of a session, as its processes know it (credentials(7)): what /dev/tty leads to. */
public interface ControllingTerminal {
    /** The device number, which /proc/PID/stat shows. */
    long device();

    /** The process group in the foreground, or −1. */
    int foregroundGroup();

    /** Is no longer the terminal of its session: the leader ends or gives it up. */
    void release();
}
