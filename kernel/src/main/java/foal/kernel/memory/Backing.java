package foal.kernel.memory;

/**
 * An object whose pages can be mapped: a file, a shared memory segment, an anonymous area that processes share.
 * It holds a reference to each of its frames; mappings take their own.
 */
public interface Backing {
    /**
     * The frame with a page of the object, made or loaded if need be. It may be taken away again when another frame is
     * allocated, unless somebody takes a reference.
     *
     * @param page from 0
     * @return its physical address; {@link #BEYOND_END}; or {@link #NO_MEMORY}
     */
    long frame(long page);

    /** The frame with a page of the object if it has one by now, otherwise 0: makes and loads nothing. */
    default long residentFrame(long page) {
        return 0;
    }

    /** Whether the frame of a page has to be read from where the object is stored, as it is not in memory. */
    default boolean mustBeRead(long page) {
        return false;
    }

    /**
     * Reads for an observer from a page that exists: makes and loads nothing, and gives what a reader would find.
     *
     * @param inPage where in the page to begin
     */
    void peek(long page, int inPage, byte[] into, int offset, int length);

    /** There is no such page: SIGBUS. */
    long BEYOND_END = -1;

    /** Physical memory has run out. */
    long NO_MEMORY = 0;

    /** A mapping of the object has been made, or copied by fork, or split. */
    void mapped(AddressSpace space);

    /** A mapping of the object is gone, or joined with another. */
    void unmapped(AddressSpace space);

    /** Brings what was stored to where it belongs (msync(2)). @return 0 or an error */
    default long sync() {
        return 0;
    }

    /** A store to a page is about to go through a shared mapping. @return false if there is no room for it: SIGBUS */
    default boolean prepareStore(long page) {
        return true;
    }
}
