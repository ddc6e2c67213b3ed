/**
 * Folders of the host's as parts of the guest's tree.
 *
 * <p>A {@link foal.kernel.hostfs.HostFolder} is the only way to the host; with a journal in between, a run can be repeated
 * where the folder is not. A {@link foal.kernel.hostfs.LiveFolder} never leads out of its folder: every path is
 * followed name by name from one {@link foal.kernel.hostfs.HostDirectoryHandle} to the next, no symbolic link on the host is ever
 * followed, and what is done is done to a name in a directory that is open, so that nobody can exchange the way to it. A {@link foal.kernel.hostfs.HostDirectory}
 * shows what was there when the guest first looked, in the order of the names; from then on it is a directory like any
 * other, so what the guest makes, removes and renames happens in memory alone. The bytes of files are read when they are
 * used, and pages that have not been written to can be dropped and read again. Where changes are to be written through,
 * each is made on the host first; such a folder has no hard links, FIFOs and sockets of the guest's making, and what
 * others do to it during the run may go unseen.
 *
 * <p>What depends on the kind of host is in {@link foal.kernel.hostfs.HostAbi} and {@link foal.kernel.hostfs.HostCalls} alone.
 *
 * <p>Invariants: no path of the guest's leads out of a folder; the guest sees names in their order and numbers of its own.
 *
 * <p>Entry points: no call of its own: {@code file} asks a directory or a file, and here is what answers for the host's.
 *
 * <p>Exercise: Hide from the guest what begins with a dot, in {@code HostDirectory}.
 *
 * <p>Further reading: the Linux kernel's documentation of overlayfs, which does the same with two folders.
 */
package foal.kernel.hostfs;
