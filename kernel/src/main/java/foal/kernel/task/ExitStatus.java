package foal.kernel.task;

/** How a process ended, was stopped or was continued, as wait(2) reports it. */
public sealed interface ExitStatus {
    /** The {@code int} that the W* macros take apart. */
    int waitStatus();

    /** Called exit. @param code 0 to 255 */
    record Exited(int code) implements ExitStatus {
        @Override
        public int waitStatus() {
            return code << 8;
        }
    }

    /** Was killed by a signal. @param dumped whether a core was written */
    record Killed(int signal, boolean dumped) implements ExitStatus {
        /** Without a core. */
        public Killed(int signal) {
            this(signal, false);
        }

        @Override
        public int waitStatus() {
            return signal | (dumped ? 0x80 : 0);
        }
    }

    /** Was stopped by a signal. */
    record Stopped(int signal) implements ExitStatus {
        @Override
        public int waitStatus() {
            return signal << 8 | 0x7f;
        }
    }

    /** Goes on after SIGCONT. */
    record Continued() implements ExitStatus {
        @Override
        public int waitStatus() {
            return 0xffff;
        }
    }
}
