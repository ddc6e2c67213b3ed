package foal.kernel.task;

/** Writes down what a process was when a signal killed it (core(5)). */
public interface CoreDumper {
    /**
     * A process is about to die.
     *
     * @param task the thread that takes the signal
     * @return whether a core was written
     */
    boolean dump(Task task, SignalInfo info);
}
