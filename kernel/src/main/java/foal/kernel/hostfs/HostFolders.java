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

    /**
     * A folder as the beginning of a file system of its own.
     *
     * @param readOnly whether the guest may change nothing; otherwise what it changes stays in memory
     * @throws UncheckedIOException if there is no such folder
     */
    public StoredDirectory show(FileTree tree, Path host, boolean readOnly) {
        try {
            HostFolder folder = new HostFolder(host);
            folders.add(folder);
            return HostDirectory.top(tree, tree.newFileSystem(FileSystem.Kind.HOST, readOnly), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        folders.forEach(HostFolder::close);
    }
}
