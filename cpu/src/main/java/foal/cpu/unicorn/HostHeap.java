package foal.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The blocks that libunicorn allocates for its structures, for those of our classes that look for something there. */
final class HostHeap {
    private static final MethodHandle ALLOCATED_SIZE = bind();

    private HostHeap() {}

    /** An allocated block, whole. @param block its beginning */
    static MemorySegment whole(MemorySegment block) {
        try {
            return block.reinterpret((long) ALLOCATED_SIZE.invokeExact(block));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle bind() {
        Linker linker = Linker.nativeLinker();
        String function = System.getProperty("os.name").startsWith("Mac") ? "malloc_size" : "malloc_usable_size";
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(function), FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    }
}
