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
import java.nio.file.AccessDeniedException;

/** A directory of the host's. What is in it is read when the guest first looks. */
public final class HostDirectory extends StoredDirectory {
    private final FileTree tree;
    private final HostFolder folder;
    private final HostPath path;
    private boolean isRead;

    private HostDirectory(FileTree tree, FileSystem fileSystem, HostFolder folder, HostPath path, int permissions) {
        super(fileSystem, permissions);
        this.tree = tree;
        this.folder = folder;
        this.path = path;
    }

    /** The top of a host's folder. */
    static HostDirectory top(FileTree tree, FileSystem fileSystem, HostFolder folder) throws IOException {
        HostFolder.Entry entry = folder.top();
        HostDirectory directory = new HostDirectory(tree, fileSystem, folder, HostPath.top(), entry.permissions());
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
        HostPath below = path.below(entry.name());
        FileSystem fileSystem = fileSystem();
        return switch (entry.type()) {
            case FileStatus.DIRECTORY -> new HostDirectory(tree, fileSystem, folder, below, entry.permissions());
            case FileStatus.SYMLINK -> new Symlink(fileSystem, entry.target());
            case FileStatus.REGULAR -> new RegularFile(fileSystem, entry.permissions(), folder.content(below, entry.size()));
            default -> tree.newClosed(fileSystem, entry.mode());
        };
    }

    // ---- changes, which go to the host first -----------------------------------------------------------------------

    @Override
    protected StoredDirectory newDirectory(String name, int permissions) {
        HostDirectory directory = new HostDirectory(tree, fileSystem(), folder, path.below(name), permissions);
        directory.isRead = true;
        return directory;
    }

    @Override
    protected Errno adding(String name, Inode inode) {
        if (!folder.isWritable()) {
            return null;
        }
        boolean isKnownThere = inode.links() > 0 && !(inode instanceof HostDirectory);
        if (isKnownThere) {
            return Errno.EPERM; // one file, one name: the file system has no hard links (link(2))
        }
        HostPath below = path.below(name);
        int permissions = inode.mode() & ~FileStatus.TYPE;
        return attempt(() -> {
            switch (inode) {
                case HostDirectory _ -> folder.createDirectory(below, permissions);
                case Symlink link -> folder.createSymlink(below, link.target(null));
                case RegularFile file when file.isNew() -> {
                    HostFile host = new HostFile(folder, below, 0);
                    folder.createFile(host, permissions);
                    file.writeThrough(host);
                }
                default -> throw new AccessDeniedException(name);
            }
        });
    }

    @Override
    protected boolean canExchange() {
        return !folder.isWritable();
    }

    @Override
    protected Errno removing(Dentry entry) {
        return !folder.isWritable() ? null
                : attempt(() -> folder.delete(path.below(entry.name()), entry.inode() instanceof HostDirectory));
    }

    @Override
    protected Errno moving(Dentry entry, StoredDirectory target, String newName) {
        if (!folder.isWritable()) {
            return null;
        }
        HostPath newParent = ((HostDirectory) target).path;
        return attempt(() -> {
            folder.move(path.below(entry.name()), newParent, newName);
            switch (entry.inode()) {
                case HostDirectory directory -> directory.path.move(newParent, newName);
                case RegularFile file when file.content().orElse(null) instanceof HostFile host ->
                        host.path().move(newParent, newName);
                default -> { }
            }
        });
    }

    @Override
    protected void attributesChanged() {
        if (folder.isWritable() && path.parent() != null) {
            attempt(() -> folder.setPermissions(path, mode() & ~FileStatus.TYPE));
        }
    }

    /** Something to do on the host. */
    private interface HostAction {
        void run() throws IOException;
    }

    /** @return why it failed, or null */
    private static Errno attempt(HostAction action) {
        try {
            action.run();
            return null;
        } catch (IOException e) {
            return HostFile.errno(e);
        }
    }
}
