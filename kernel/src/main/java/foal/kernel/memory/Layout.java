package foal.kernel.memory;

import foal.cpu.PageTable;

/** Where the parts of an address space are, and how large they may become: heap, stack, and all together. */
public final class Layout {
    /** No mapping starts below, so that a null pointer with an offset still faults (vm.mmap_min_addr). */
    public static final long LOWEST = 0x1_0000;
    /** Where mappings that name no address go if nothing else is said: below this, highest first. */
    private static final long DEFAULT_TOP = PageTable.USER_END - (64L << 20);
    /** What a stack may grow to if nothing else is said. */
    private static final long DEFAULT_STACK = 8L << 20;

    // The initial and the present program break.
    private long heapStart;
    private long heapEnd;

    private long mmapTop = DEFAULT_TOP;
    private long stackLimit = DEFAULT_STACK;
    private long sizeLimit = Long.MAX_VALUE;

    /** Whether a range lies wholly in the part of the space that programs may map. */
    public static boolean isMappable(long start, long length) {
        return start >= LOWEST && length > 0 && length <= PageTable.USER_END && start <= PageTable.USER_END - length;
    }

    /** Becomes the same as another. */
    void copyFrom(Layout other) {
        heapStart = other.heapStart;
        heapEnd = other.heapEnd;
        mmapTop = other.mmapTop;
        stackLimit = other.stackLimit;
        sizeLimit = other.sizeLimit;
    }

    /** Sets where the heap begins: behind the program's data. */
    public void setHeapStart(long address) {
        heapStart = address;
        heapEnd = address;
    }

    public long heapStart() {
        return heapStart;
    }

    public long heapEnd() {
        return heapEnd;
    }

    public void setHeapEnd(long address) {
        heapEnd = address;
    }

    /** Sets below which address mappings go that name none. */
    public void setMmapTop(long address) {
        mmapTop = address;
    }

    long mmapTop() {
        return mmapTop;
    }

    /** Sets how many bytes may be mapped (RLIMIT_AS); unsigned. */
    public void setSizeLimit(long bytes) {
        sizeLimit = bytes < 0 ? Long.MAX_VALUE : bytes;
    }

    /** Whether so many bytes more may be mapped. @param mapped bytes that are */
    boolean mayGrow(long mapped, long bytes) {
        return sizeLimit == Long.MAX_VALUE || bytes <= sizeLimit - mapped;
    }

    /** Sets how many bytes a stack may grow to (RLIMIT_STACK); unsigned. */
    public void setStackLimit(long bytes) {
        stackLimit = bytes < 0 ? Long.MAX_VALUE : bytes;
    }

    long stackLimit() {
        return stackLimit;
    }
}
