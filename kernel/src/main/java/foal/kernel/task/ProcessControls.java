package foal.kernel.task;

/** What a process has said about itself with prctl(2) and personality(2). */
final class ProcessControls {
    private static final long DEFAULT_TIMER_SLACK = 50_000;

    boolean dumpable = true;
    boolean noNewPrivileges;
    boolean noLargePages;
    /** Whether it adopts the orphans among its descendants. */
    boolean isSubreaper;
    /** The signal that it gets when its parent ends; 0 for none. */
    int parentDeathSignal;
    /** Nanoseconds by which a timer may be late for the sake of others. */
    long timerSlack = DEFAULT_TIMER_SLACK;
    OomScore oomScore = new OomScore();
    /** The execution domain. */
    int personality;
    /** The kinds of barrier that it has registered for (membarrier(2)). */
    int barriers;

    /** The controls of a child. */
    ProcessControls fork() {
        ProcessControls child = new ProcessControls();
        child.dumpable = dumpable;
        child.noNewPrivileges = noNewPrivileges;
        child.noLargePages = noLargePages;
        child.timerSlack = timerSlack;
        child.oomScore = oomScore.copy();
        child.personality = personality;
        child.barriers = barriers;
        return child;
    }

    /** PR_SET_TIMERSLACK. @param nanoseconds none or less for the default */
    long setTimerSlack(long nanoseconds) {
        timerSlack = nanoseconds <= 0 ? DEFAULT_TIMER_SLACK : nanoseconds;
        return 0;
    }

    /** PR_SET_CHILD_SUBREAPER. */
    long adoptOrphans(boolean adopts) {
        isSubreaper = adopts;
        return 0;
    }

    /** PR_SET_NO_NEW_PRIVS, which cannot be taken back. */
    long refuseNewPrivileges() {
        noNewPrivileges = true;
        return 0;
    }

    /** PR_SET_THP_DISABLE. There are no large pages; what was asked for is told. */
    long disableLargePages(boolean disabled) {
        noLargePages = disabled;
        return 0;
    }

    /** Another program runs. @param ownRights whether it runs with no others' rights than the user's who has started it */
    void exec(boolean ownRights) {
        dumpable = ownRights;
        barriers = 0;
    }
}
