package foal.kernel.race;

/** What has happened before the present of a task. */
final class TaskClock {
    final int index;
    final VectorClock now = new VectorClock();
    /** What had happened before its last fence that released: what it stores since tells of that. Never changed, only replaced. */
    VectorClock released;
    /** What it has seen in locations since the last fence that acquired, which will be ordered before that; null for nothing. */
    VectorClock seen;
    /** What it has seen last: it need not be joined again. */
    VectorClock seenLast;

    TaskClock(int index) {
        this.index = index;
        now.advance(index);
    }

    long epoch() {
        return now.epoch(index);
    }

    /** What follows is not part of what others have been told of so far. */
    void advance() {
        now.advance(index);
    }

    void acquire(VectorClock other) {
        if (other != null) {
            now.join(other);
        }
    }
}
