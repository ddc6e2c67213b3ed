package foal.kernel.hostfs;

import foal.kernel.file.Dentry;
import foal.kernel.file.FileStatus;
import foal.kernel.file.FileSystem;
import foal.kernel.file.FileTree;
import foal.kernel.file.Inode;
import foal.kernel.file.RegularFile;
import foal.kernel.file.StoredDirectory;
import foal.kernel.file.Symlink;
import foal.kernel.syscall.Errno;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A directory of the host's. What is in it is read when the guest first looks. */
public final class HostDirectory extends StoredDirectory {
    private final FileTree tree;
    private final HostFolder folder;
    private final List<String> path;
    private boolean isRead;

    private HostDirectory(FileTree tree, FileSystem fileSystem, HostFolder folder, List<String> path, HostFolder.Entry entry) {
        super(fileSystem, entry.permissions());
        this.tree = tree;
        this.folder = folder;
        this.path = path;
    }

    /** The top of a host's folder. */
    public static HostDirectory top(FileTree tree, FileSystem fileSystem, HostFolder folder) throws IOException {
        HostFolder.Entry entry = folder.top();
        HostDirectory directory = new HostDirectory(tree, fileSystem, folder, List.of(), entry);
        directory.setTimes(entry.modified());
        return directory;
    }

    @Override
    protected Errno prepare(Dentry self) {
        if (isRead) {
            return null;
        }
        try {
            for (HostFolder.Entry entry : folder.list(path)) {
                Inode inode = inode(entry);
                inode.setTimes(entry.modified());
                addInitial(self, entry.name(), inode);
            }
            isRead = true;
            return null;
        } catch (IOException e) {
            return HostFile.errno(e);
        }
    }

    private Inode inode(HostFolder.Entry entry) {
        List<String> below = new ArrayList<>(path);
        below.add(entry.name());
        FileSystem fileSystem = fileSystem();
        return switch (entry.type()) {
            case FileStatus.DIRECTORY -> new HostDirectory(tree, fileSystem, folder, below, entry);
            case FileStatus.SYMLINK -> new Symlink(fileSystem, entry.target());
            case FileStatus.REGULAR -> new RegularFile(fileSystem, entry.permissions(), new HostFile(folder, below, entry.size()));
            default -> tree.newClosed(fileSystem, entry.mode());
        };
    }
}
