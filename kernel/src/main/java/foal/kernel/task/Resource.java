package foal.kernel.task;

import foal.kernel.syscall.Symbolic;

/** Resources that can be limited (getrlimit(2)). */
public enum Resource implements Symbolic {
    RLIMIT_CPU("Max cpu time", "seconds"), RLIMIT_FSIZE("Max file size", "bytes"), RLIMIT_DATA("Max data size", "bytes"),
    RLIMIT_STACK("Max stack size", "bytes"), RLIMIT_CORE("Max core file size", "bytes"),
    RLIMIT_RSS("Max resident set", "bytes"), RLIMIT_NPROC("Max processes", "processes"),
    RLIMIT_NOFILE("Max open files", "files"), RLIMIT_MEMLOCK("Max locked memory", "bytes"),
    RLIMIT_AS("Max address space", "bytes"), RLIMIT_LOCKS("Max file locks", "locks"),
    RLIMIT_SIGPENDING("Max pending signals", "signals"), RLIMIT_MSGQUEUE("Max msgqueue size", "bytes"),
    RLIMIT_NICE("Max nice priority", ""), RLIMIT_RTPRIO("Max realtime priority", ""), RLIMIT_RTTIME("Max realtime timeout", "us");

    private final String title;
    private final String unit;

    Resource(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** What /proc/PID/limits calls it. */
    public String title() {
        return title;
    }

    /** What it is counted in there. */
    public String unit() {
        return unit;
    }

    @Override
    public long value() {
        return ordinal();
    }
}
