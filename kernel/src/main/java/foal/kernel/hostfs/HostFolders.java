package foal.kernel.hostfs;

import foal.kernel.file.FileSystem;
import foal.kernel.file.FileTree;
import foal.kernel.file.StoredDirectory;
import foal.kernel.outside.Journal;
import foal.kernel.outside.JournaledContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The host's folders that a machine shows to its programs. */
public final class HostFolders implements AutoCloseable {
    private final Journal journal;
    private final JournaledContent.Room room;
    private final List<HostFolder> folders = new ArrayList<>();

    /** What becomes of changes that the guest makes. */
    public enum Changes { FORBIDDEN, IN_MEMORY, WRITTEN_THROUGH }

    /** Whether this host's folders can be shown: it must have the calls that follow paths safely. */
    public static boolean isPossible() {
        return HostCalls.find().isPresent();
    }

    /** Folders that are there. */
    public HostFolders() {
        this(Journal.NONE, new JournaledContent.Room());
    }

    /** @param journal through which comes what is in them @param room for what is kept of files */
    public HostFolders(Journal journal, JournaledContent.Room room) {
        this.journal = journal;
        this.room = room;
    }

    /**
     * A folder as the beginning of a file system of its own.
     *
     * @throws UncheckedIOException if there is no such folder
     */
    public StoredDirectory show(FileTree tree, Path host, Changes changes) {
        try {
            boolean writable = changes == Changes.WRITTEN_THROUGH;
            HostFolder folder = journal == Journal.NONE ? new LiveFolder(host, writable)
                    : new JournaledFolder(journal, room, host, writable);
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
