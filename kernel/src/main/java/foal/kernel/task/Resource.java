package foal.kernel.task;

import foal.kernel.syscall.Symbolic;

/** Resources that can be limited (getrlimit(2)). */
public enum Resource implements Symbolic {
    RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_RSS, RLIMIT_NPROC, RLIMIT_NOFILE,
    RLIMIT_MEMLOCK, RLIMIT_AS, RLIMIT_LOCKS, RLIMIT_SIGPENDING, RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_RTPRIO, RLIMIT_RTTIME;

    private static final Resource[] ALL = values();

    @Override
    public long value() {
        return ordinal();
    }

    /** Whether there is a resource of that number. */
    static boolean isOne(int number) {
        return number >= 0 && number < ALL.length;
    }

    /** The resource of that number. */
    static Resource of(int number) {
        return ALL[number];
    }
}
