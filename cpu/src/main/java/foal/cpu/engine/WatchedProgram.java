package foal.cpu.engine;

/** The program that runs, and who wants to know what it does: what an {@link AccessWatch} asks and tells. */
public interface WatchedProgram {
    /** Whether anybody wants to know of accesses and fences. */
    boolean isListenedTo();

    /** What stands at an address. @param bytes at most */
    CodeBlock code(long pc, int bytes);

    /** The program comes to a block. @return whether this is to be called each time that it comes there */
    boolean reached(long pc);

    /** It comes to an instruction; a fence is told. @return whether this is to be called each time that it comes there */
    boolean reachedInstruction(long pc);

    /** It has accessed memory that is watched. @param link the register {@code ra} at the time */
    void access(CodeBlock.Access access, boolean isStore, long physical, int size, long link);

    void fence(CodeBlock.Fence fence);

    /** Does something within a run: what it throws is held until the run has ended, and nothing more is told. */
    void guarded(Runnable action);
}
