package foal.kernel.explore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A schedule of {@link Systematic}: what it is told to do, and what it tells. */
public final class Course {
    private final Map<Integer, Integer> turns;
    private final Set<Long> points;
    private final Set<Long> newPoints = new HashSet<>();
    private final List<Branch> branches = new ArrayList<>();
    private boolean isCut;

    /**
     * A place where the schedule could have gone another way.
     *
     * @param state of the machine: the same number, the same future (see {@link Precedence})
     * @param chosen the task that went on
     * @param others tasks that could have gone on instead
     * @param isPreemption whether the task that was chosen had the hart before, so that another would have interrupted it
     */
    public record Branch(long state, int chosen, List<Integer> others, boolean isPreemption) {}

    /**
     * @param turns at which branches, counted from 0, which task is to go on; at others the one that has the hart, or else the one
     *     that has waited longest
     * @param points addresses of instructions before which a task may be interrupted, besides calls
     */
    public Course(Map<Integer, Integer> turns, Set<Long> points) {
        this.turns = turns;
        this.points = points;
    }

    boolean isPoint(long pc) {
        return points.contains(pc);
    }

    /** A branch has been come to. @return the task that goes on there */
    int branch(long state, int byDefault, List<Integer> others, boolean isPreemption) {
        Integer told = turns.get(branches.size());
        List<Integer> all = new ArrayList<>(others);
        all.add(byDefault);
        int chosen = told != null && all.contains(told) ? told : byDefault;
        all.remove((Integer) chosen);
        branches.add(new Branch(state, chosen, List.copyOf(all), isPreemption));
        return chosen;
    }

    void foundPoint(long pc) {
        if (!points.contains(pc)) {
            newPoints.add(pc);
        }
    }

    void cut() {
        isCut = true;
    }

    /** After the run: its branches, in order. */
    public List<Branch> branches() {
        return branches;
    }

    /** Instructions before which tasks should have been interruptible as well: they access what others access too. */
    public Set<Long> newPoints() {
        return newPoints;
    }

    /** Whether a task has run for so long that it was made to make room. */
    public boolean isCut() {
        return isCut;
    }
}
