/**
 * Virtual memory.
 *
 * <ul>
 *   <li>{@link foal.kernel.memory.FrameTable}: which frames of RAM are in use, and by how many;
 *   <li>{@link foal.kernel.memory.AddressSpace}: what a process has mapped, and what a page fault does about it;
 *   <li>{@link foal.kernel.memory.Mapping} and {@link foal.kernel.memory.Backing}: a range of addresses, and the object
 *       whose pages it shows;
 *   <li>{@link foal.kernel.memory.UserMemory}: how the kernel follows a program's pointers; nobody else may.
 * </ul>
 *
 * <p>Memory is demand-zero, and private pages are copied on write: fork lets parent and child share all frames, and
 * a store to a frame that has more than one reference makes a copy first.
 *
 * <p>Further reading: "Operating System Concepts", chapters 9 and 10; mmap(2), brk(2).
 */
package foal.kernel.memory;
