package foal.kernel;

import foal.kernel.task.SignalInfo;
import foal.kernel.trace.CallStack;

/**
 * How a program came to its end by a signal that is told of with a core: a fault of its own, as a rule.
 *
 * @param place where in its code it was
 * @param signal which, and by what it was caused
 */
public record Crash(CallStack place, SignalInfo signal) {}
