package foal.kernel.debug;

import foal.kernel.task.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The tasks that are to stop after their next instruction, or when they leave a range of code. */
final class Steps {
    private final Map<Task, Step> steps = new LinkedHashMap<>();

    private static final class Step {
        private final long from;
        private final long start;
        private final long end;
        private boolean executed;

        Step(long from, long start, long end) {
            this.from = from;
            this.start = start;
            this.end = end;
        }

        boolean isInRange(long pc) {
            return Long.compareUnsigned(start, pc) <= 0 && Long.compareUnsigned(pc, end) < 0;
        }
    }

    void clear() {
        steps.clear();
    }

    /**
     * @param from where it stands
     * @param start of the range, whose end is {@code end}; empty for one instruction
     */
    void add(Task task, long from, long start, long end) {
        steps.put(task, new Step(from, start, end));
    }

    boolean contains(Task task) {
        return steps.containsKey(task);
    }

    /** A task has ended. */
    void forget(Task task) {
        steps.remove(task);
    }

    /** A task has run an instruction. */
    void executed(Task task) {
        Step step = steps.get(task);
        if (step != null) {
            step.executed = true;
        }
    }

    /** A task that has made its step: it need not run any more, but if its instruction was a call, that must be over. */
    Optional<Task> done(Task current, ToLongFunction<Task> pcs) {
        for (var entry : steps.entrySet()) {
            Task task = entry.getKey();
            Step step = entry.getValue();
            boolean isReady = task == current || task.state() == Task.State.RUNNABLE && task.call().systemCall().isEmpty();
            if (isReady && isDone(step, pcs.applyAsLong(task))) {
                return Optional.of(task);
            }
        }
        return Optional.empty();
    }

    /** A signal's handler that is about to begin ends a step too. */
    private static boolean isDone(Step step, long pc) {
        if (step.executed && step.isInRange(pc)) {
            step.executed = false;
        }
        return step.executed || pc != step.from && !step.isInRange(pc);
    }
}
