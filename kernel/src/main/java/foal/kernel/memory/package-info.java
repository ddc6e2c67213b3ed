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
 * <p>Invariants: mappings do not overlap; every page-table entry lies in a mapping and holds one reference to its frame; a
 * private page is writable only if nobody else has its frame.
 *
 * <p>Entry points: {@code AddressSpace.fault} for page faults; {@code UserMemory} for every handler that follows a pointer; the
 * calls on memory are in {@code mmap}.
 *
 * <p>Exercise: Do without copy-on-write: have {@code ResidentPages.copyTo} copy each private page at once. With how much more
 * memory ({@code --mem}) does {@code forktree} run then?
 *
 * <p>Further reading: "Operating System Concepts", chapters 9 and 10; "xv6", chapter 3; mmap(2), brk(2); RISC-V privileged
 * manual, "Sv39: Page-Based 39-bit Virtual-Memory System".
 */
package foal.kernel.memory;
