package foal.kernel.file;

/** A file that has been opened with O_PATH: a hold on a place in the tree, good for nothing but naming it (open(2)). */
final class OpenPath extends OpenEntry {
    OpenPath(Dentry entry, int flags) {
        super(entry, flags);
    }
}
