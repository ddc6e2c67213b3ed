package foal.kernel.explore;

import foal.kernel.trace.CodePlace;

/**
 * An instruction that a task is about to execute.
 *
 * @param tid the task's number
 * @param name as ps shows it
 */
public record Step(int tid, String name, CodePlace place) {}
