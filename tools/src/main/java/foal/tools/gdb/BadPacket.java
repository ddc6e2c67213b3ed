package foal.tools.gdb;

/** A packet asks for something that there is not, or is none: the client is told an error number of Linux. */
final class BadPacket extends Exception {
    private static final long serialVersionUID = 1;

    static final int ESRCH = 3, EFAULT = 14, EINVAL = 22, ENOSPC = 28;

    private final int errno;

    BadPacket(int errno) {
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
