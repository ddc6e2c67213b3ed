package foal.kernel.memory;

/** Somebody who wants to know which frames several tasks can reach, to store to at least one of them. */
public interface FrameWatch {
    /** Several tasks can reach a frame from now on. May be said more than once. */
    void shared(long frame);

    /** A frame holds something else from now on, or is a process's own again. */
    void renewed(long frame);

    /** Nobody has it any more. */
    void freed(long frame);
}
