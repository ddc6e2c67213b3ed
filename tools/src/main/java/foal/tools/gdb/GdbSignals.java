package foal.tools.gdb;

/**
 * GDB's numbers of signals, which are the same for all systems, and Linux's.
 *
 * <p>Source: GDB manual, "Stop Reply Packets", and gdb/signals.def that it refers to.
 */
final class GdbSignals {
    static final int NONE = 0, SIGINT = 2, SIGTRAP = 5;

    /** Of Linux's signals 0 to 31. */
    private static final int[] STANDARD = {0, 1, 2, 3, 4, 5, 6, 10, 8, 9, 30, 11, 31, 13, 14, 15, 143, 20, 19, 17, 18, 21, 22, 16, 24, 25, 26,
        27, 28, 23, 32, 12};
    private static final int FIRST_REAL_TIME = 32, LAST_REAL_TIME = 64;
    /** Of signals 33 to 63, of 32 and of 64. */
    private static final int REAL_TIME_33 = 45, REAL_TIME_32 = 77, REAL_TIME_64 = 78;

    private GdbSignals() {}

    /** @param signal Linux's, from 0 for none to 64 */
    static int of(int signal) {
        return signal < STANDARD.length ? STANDARD[signal]
                : signal == FIRST_REAL_TIME ? REAL_TIME_32
                : signal == LAST_REAL_TIME ? REAL_TIME_64
                : signal - 33 + REAL_TIME_33;
    }

    /** Linux's signal of a number of GDB's. */
    static int toLinux(int number) throws BadPacket {
        for (int signal = 0; signal <= LAST_REAL_TIME; signal++) {
            if (of(signal) == number) {
                return signal;
            }
        }
        throw new BadPacket(BadPacket.EINVAL);
    }
}
