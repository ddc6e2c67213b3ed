package foal.cpu.host;

/** What signals of the host do to this process, where Java has no way to say it (signal(2), raise(3)). */
public final class HostSignals {
    private static final long SIG_DFL = 0, SIG_IGN = 1;
    private static final int SIGQUIT = 3;

    private HostSignals() {}

    /** Lets SIGQUIT end this process, as it ends other programs: the JVM would print its threads. */
    public static void endByQuit() {
        NativeFunction.ofHost("signal").call(SIGQUIT, SIG_DFL);
    }

    /** Lets SIGQUIT do nothing. */
    public static void ignoreQuit() {
        NativeFunction.ofHost("signal").call(SIGQUIT, SIG_IGN);
    }

    /** Stops this process, until it is told to go on (SIGCONT). */
    public static void stop() {
        NativeFunction.ofHost("raise").call(HostKind.THIS.stopSignal());
    }
}
