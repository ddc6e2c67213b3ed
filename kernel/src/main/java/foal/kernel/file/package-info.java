/**
 * Files: the tree of names, what the names stand for, and descriptors.
 *
 * <pre>
 *   descriptor → {@link foal.kernel.file.DescriptorTable} → {@link foal.kernel.file.OpenFile} → {@link foal.kernel.file.Inode}
 *   path       → {@link foal.kernel.file.FileTree}                                  → {@link foal.kernel.file.Inode}
 * </pre>
 *
 * <p>An open file has the position and the flags; descriptors made by dup and fork share it. What is open need not be
 * in the tree: pipes ({@code foal.kernel.ipc}) and the console ({@code foal.kernel.tty}) are open files without a name.
 *
 * <p>Further reading: "Operating System Concepts", chapters 13 and 14; open(2), path_resolution(7), inode(7).
 */
package foal.kernel.file;
