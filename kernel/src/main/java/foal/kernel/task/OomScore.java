package foal.kernel.task;

/** How likely a process is to be chosen when memory has run out and one must die (proc_pid_oom_score_adj(5)). */
public final class OomScore {
    private int adjustment;
    private int least;

    /** The same, for a child. */
    OomScore copy() {
        OomScore copy = new OomScore();
        copy.adjustment = adjustment;
        copy.least = least;
        return copy;
    }

    /** What is added to its pages, in thousandths of the machine's memory; -1000: it is never chosen. */
    public int adjustment() {
        return adjustment;
    }

    /**
     * Sets that.
     *
     * @param wanted from -1000 to 1000
     * @param privileged whether who sets it has CAP_SYS_RESOURCE; only then may it be less than what one such has set
     * @return false for EACCES
     */
    public boolean set(int wanted, boolean privileged) {
        if (!privileged && wanted < least) {
            return false;
        }
        adjustment = wanted;
        least = privileged ? wanted : least;
        return true;
    }
}
