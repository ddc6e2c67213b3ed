/**
 * The system calls on memory: map, unmap, protect, resize, lock, and advise.
 *
 * <p>They check what a program asks for and change its {@link foal.kernel.memory.AddressSpace}, which does the work.
 * {@link foal.kernel.mmap.MemoryCalls} is the one to read first: brk and mmap.
 *
 * <p>Invariants: what is to be changed is checked before anything is; so a call that fails for a bad range has changed no
 * mapping.
 *
 * <p>Entry points: {@code MemoryCalls}, {@code PagingCalls}, {@code MemoryLockCalls}.
 *
 * <p>Exercise: Choose the lowest free range for a new mapping in place of the highest ({@code AddressSpace.findFree}), and look
 * at /proc/self/maps.
 *
 * <p>Further reading: "Operating System Concepts", section 13.5; mmap(2), mprotect(2), mremap(2), mlock(2), madvise(2).
 */
package foal.kernel.mmap;
