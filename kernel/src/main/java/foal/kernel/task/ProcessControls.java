package foal.kernel.task;

/** What a process has said about itself with prctl(2) and personality(2). */
final class ProcessControls {
    boolean dumpable = true;
    boolean noNewPrivileges;
    boolean keepsCapabilities;
    /** Whether it adopts the orphans among its descendants. */
    boolean isSubreaper;
    /** The signal that it gets when its parent ends; 0 for none. */
    int parentDeathSignal;
    /** The execution domain. */
    int personality;
    /** The kinds of barrier that it has registered for (membarrier(2)). */
    int barriers;

    /** Those of a child. */
    ProcessControls fork() {
        ProcessControls child = new ProcessControls();
        child.dumpable = dumpable;
        child.noNewPrivileges = noNewPrivileges;
        child.keepsCapabilities = keepsCapabilities;
        child.personality = personality;
        child.barriers = barriers;
        return child;
    }

    /** Another program runs. */
    void exec() {
        dumpable = true;
        keepsCapabilities = false;
        barriers = 0;
    }
}
