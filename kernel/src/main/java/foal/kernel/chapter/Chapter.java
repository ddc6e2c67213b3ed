package foal.kernel.chapter;

/**
 * A part of the kernel that the rest can do without: its system calls, and what belongs to them. Foal's own chapters reach the
 * kernel in no other way than those that a user brings.
 *
 * <p>A jar adds one by naming its class in {@code META-INF/services/foal.kernel.chapter.Chapter}; the class is public and so is its
 * constructor without parameters ({@link java.util.ServiceLoader}).
 */
public interface Chapter {
    /** The word by which users leave it out: lower-case letters, no other chapter's. */
    String name();

    /**
     * Adds what the chapter has to a kernel, before the first program is loaded. A chapter may be opened for several kernels, one
     * after the other, so what it keeps belongs into the objects that it makes here.
     */
    void open(Core core);
}
