package foal.kernel.lockorder;

import foal.kernel.trace.CodePlace;
import foal.kernel.trace.DataPlace;
import foal.kernel.trace.TaskName;
import java.util.List;

/** A circle of tasks, each of which holds a lock that the one before it wants. */
public record LockCycle(List<Member> members) {
    /**
     * What one of the tasks did.
     *
     * @param held the locks that it held, in the order in which it took them
     * @param wanted the one that it took then
     */
    public record Member(TaskName task, List<Taking> held, Taking wanted) {}

    /** The taking of a lock. @param at the call */
    public record Taking(DataPlace lock, CodePlace at) {}
}
