package foal.kernel.proc;

/** What the system calls itself (uname(2)). */
public final class SystemName {
    public static final String SYSTEM = "Linux";
    public static final String RELEASE = "6.12.0-foal";
    public static final String VERSION = "#1 Foal";

    private SystemName() {}
}
