package foal.cpu.unicorn;


import java.lang.foreign.MemorySegment;

/** The blocks that libunicorn allocates for its structures, for those of our classes that look for something there. */
final class HostHeap {
    private static final NativeFunction ALLOCATED_SIZE = NativeFunction.ofHost(
            System.getProperty("os.name").startsWith("Mac") ? "malloc_size" : "malloc_usable_size");

    private HostHeap() {}

    /** An allocated block, whole. @param block its beginning */
    static MemorySegment whole(MemorySegment block) {
        return block.reinterpret(ALLOCATED_SIZE.call(block.address()));
    }
}
