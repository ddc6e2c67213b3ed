package foal.kernel.explore;

import foal.kernel.task.Task;
import foal.kernel.trace.CodePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The decisions of a run's schedule, and how long there was something to decide. */
public final class Recording {
    private final List<Decision> decisions = new ArrayList<>();
    private final boolean withPlaces;
    private long contended;

    /** @param withPlaces whether it is to be found out for each decision where in the code it fell, which takes long */
    public Recording(boolean withPlaces) {
        this.withPlaces = withPlaces;
    }

    boolean withPlaces() {
        return withPlaces;
    }

    /** A task that was made to leave the hart though it could go on. @param pc of the instruction that it has not executed */
    record Preemption(Task task, long pc) {
        CodePlace place() {
            return CodePlace.of(task.process(), pc);
        }
    }

    /**
     * A decision that was not the only natural one.
     *
     * @param isPreemption whether a task was interrupted that could go on; else it blocked, yielded or ended
     * @param place where the task was taken off the hart: the first instruction that it did not execute; none if it left of
     *     itself, or nobody asked
     * @param fromName names of the two tasks, as ps shows them
     */
    public record Decision(Switch made, boolean isPreemption, Optional<CodePlace> place, String fromName, String toName) {}

    void add(Decision decision) {
        decisions.add(decision);
    }

    void ran(long instructions, boolean othersWaited) {
        contended += othersWaited ? instructions : 0;
    }

    /** All decisions, in order. */
    public List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    /** The script that makes the same decisions. */
    public List<Switch> script() {
        return decisions.stream().map(Decision::made).toList();
    }

    /** Instructions that were executed while other tasks were runnable. */
    public long contended() {
        return contended;
    }
}
