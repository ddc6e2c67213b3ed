/**
 * Files: the tree of names, what the names stand for, and descriptors.
 *
 * <pre>
 *   descriptor → {@link foal.kernel.file.DescriptorTable} → {@link foal.kernel.file.OpenFile}
 *                                                           ↓
 *   path → {@link foal.kernel.file.FileTree} ({@link foal.kernel.file.Walk}) → {@link foal.kernel.file.Dentry} → {@link foal.kernel.file.Inode}
 * </pre>
 *
 * <p>A {@link foal.kernel.file.Dentry} is a name in a directory; an {@link foal.kernel.file.Inode} is the file as such,
 * one of a few kinds. Each belongs to a {@link foal.kernel.file.FileSystem}; another one begins where a directory of its
 * own has been put into the tree. An open file has the position and the flags; descriptors made by dup and fork share
 * it. What is open need not be in the tree: consoles, for one.
 *
 * <p>The pages of a {@link foal.kernel.file.RegularFile} are in frames, which mappings share: reads and writes copy
 * between those and the program's own pages.
 *
 * <p>To add a device, write an {@link foal.kernel.file.OpenFile} and give it to
 * {@link foal.kernel.file.FileTree#addDevice}. To add files that are made up when they are read, as those of /proc, put
 * a {@link foal.kernel.file.GeneratedFile} into a directory, or write a {@link foal.kernel.file.GeneratedDirectory}. The
 * system calls are in the classes whose names end in {@code Calls}, by subject.
 *
 * <p>Invariants: a name leads to one inode, which lives while a name or an open file refers to it; the position belongs to the
 * open file, so descriptors made by dup and fork share it.
 *
 * <p>Entry points: {@code OpenCalls}, {@code DescriptorCalls}, {@code NameCalls}, {@code StatusCalls} and the other classes of
 * that ending.
 *
 * <p>Exercise: Let no name be longer than 14 bytes, as in early Unix ({@code Walk}). Which programs notice?
 *
 * <p>Further reading: "Operating System Concepts", chapters 13 and 14; "xv6", chapter 8; open(2), path_resolution(7), inode(7).
 */
package foal.kernel.file;
