/**
 * The system calls on memory: map, unmap, protect, resize, lock, and advise.
 *
 * <p>They check what a program asks for and change its {@link foal.kernel.memory.AddressSpace}, which does the work.
 * {@link foal.kernel.mmap.MemoryCalls} is the one to read first: brk and mmap.
 *
 * <p>Further reading: mmap(2), mprotect(2), mremap(2), mlock(2), madvise(2).
 */
package foal.kernel.mmap;
