package foal.kernel.memory;

/** Is told which frames several tasks can reach, if at least one of the tasks can store to them. */
public interface FrameWatch {
    /** Several tasks can reach a frame from now on. May be said more than once. */
    void shared(long frame);

    /** A frame holds something else from now on, or is a process's own again. */
    void renewed(long frame);

    /** Nobody uses the frame any more. */
    void freed(long frame);
}
