package foal.kernel.hostfs;

import foal.kernel.file.FileSystem;
import foal.kernel.file.FileTree;
import foal.kernel.file.StoredDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The host's folders that a machine shows to its programs. */
public final class HostFolders implements AutoCloseable {
    private final List<HostFolder> folders = new ArrayList<>();

    /** What becomes of changes that the guest makes. */
    public enum Changes { FORBIDDEN, IN_MEMORY, WRITTEN_THROUGH }

    /**
     * A folder as the beginning of a file system of its own.
     *
     * @throws UncheckedIOException if there is no such folder
     */
    public StoredDirectory show(FileTree tree, Path host, Changes changes) {
        try {
            HostFolder folder = new HostFolder(host, changes == Changes.WRITTEN_THROUGH);
            folders.add(folder);
            return HostDirectory.top(tree, tree.newFileSystem(FileSystem.Kind.HOST, changes == Changes.FORBIDDEN), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        folders.forEach(HostFolder::close);
    }
}
