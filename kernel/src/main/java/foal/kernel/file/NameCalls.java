package foal.kernel.file;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EBUSY;
import static foal.kernel.syscall.Errno.EEXIST;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EISDIR;
import static foal.kernel.syscall.Errno.ENAMETOOLONG;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOSPC;
import static foal.kernel.syscall.Errno.ENOTDIR;
import static foal.kernel.syscall.Errno.ENOTEMPTY;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.EROFS;
import static foal.kernel.syscall.Errno.EXDEV;

import foal.kernel.syscall.Data;
import foal.kernel.syscall.DirFd;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Octal;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Capability;
import foal.kernel.task.Task;
import java.util.Optional;
import java.util.function.Function;

/** System calls that give files names and take them away; {@link RenameCalls} changes them. */
public final class NameCalls {
    private final FileTree tree;

    public NameCalls(FileTree tree) {
        this.tree = tree;
    }

    // ---- what is allowed -------------------------------------------------------------------------------------------

    /** Why a task may not add a name to a directory; null if it may. */
    static Errno refusal(Task task, Dentry directory) {
        if (!(directory.inode() instanceof StoredDirectory)) {
            return ENOENT; // what is not there can never be
        }
        FileSystem fileSystem = directory.inode().fileSystem();
        if (fileSystem.isReadOnly()) {
            return EROFS;
        }
        if (directory.isRemoved()) {
            return ENOENT;
        }
        if (!Permission.allows(task, directory.inode(), Permission.WRITE | Permission.EXECUTE)) {
            return EACCES;
        }
        return fileSystem.hasRoom() ? null : ENOSPC;
    }

    /** Why a task may not take a name away; null if it may. */
    static Errno removal(Task task, Dentry entry) {
        Inode directory = entry.parent().inode();
        if (!Permission.allows(task, directory, Permission.WRITE | Permission.EXECUTE)) {
            return EACCES;
        }
        if (!(directory instanceof StoredDirectory) || !Permission.mayRemove(task, directory, entry.inode())) {
            return EPERM;
        }
        return null;
    }

    static boolean isEmpty(Dentry entry) {
        return entry.inode() instanceof StoredDirectory stored && stored.prepare(entry) == null && stored.isEmpty();
    }

    // ---- new names -------------------------------------------------------------------------------------------------

    /** Makes a file and gives it a name. @param make makes the file, for the directory that it will be in */
    static long make(Task task, Walk.Place place, boolean isDirectory, Function<StoredDirectory, Inode> make) {
        if (!(place instanceof Walk.Place.Name name)) {
            return ((Walk.Place.Nowhere) place).errno().result();
        }
        if (!name.isReal() || name.entry().isPresent()) {
            return EEXIST.result();
        }
        if (name.slash() && !isDirectory) {
            return ENOENT.result();
        }
        Errno refusal = refusal(task, name.directory());
        if (refusal != null) {
            return refusal.result();
        }
        StoredDirectory directory = (StoredDirectory) name.directory().inode();
        Inode inode = make.apply(directory);
        Permission.own(task, directory, inode);
        return add(name, inode);
    }

    private static long add(Walk.Place.Name name, Inode inode) {
        StoredDirectory directory = (StoredDirectory) name.directory().inode();
        Errno error = directory.adding(name.name(), inode);
        if (error != null) {
            return error.result();
        }
        directory.add(name.directory(), name.name(), inode);
        return 0;
    }

    private static long remove(Dentry entry) {
        StoredDirectory directory = (StoredDirectory) entry.parent().inode();
        Errno error = directory.removing(entry);
        if (error != null) {
            return error.result();
        }
        directory.remove(entry);
        return 0;
    }

    @Syscall(nr = 34, doc = "make a directory")
    public long mkdirat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @Octal int mode) {
        int permissions = mode & (0777 | Inode.STICKY) & ~FileContext.of(task).umask();
        Walk.Place place = tree.locate(task, dirfd, pathname);
        return make(task, place, true, parent -> parent.newDirectory(((Walk.Place.Name) place).name(), permissions));
    }

    @Syscall(nr = 33, doc = "make a file, a FIFO, a socket's name or a device node",
            differs = "There are no block devices: nodes of them cannot be opened (ENXIO).")
    public long mknodat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname,
            @Flags(value = FileType.class, rest = foal.kernel.syscall.Rest.PERMISSIONS) int mode, int dev) {
        int permissions = mode & Inode.PERMISSIONS & ~FileContext.of(task).umask();
        Walk.Place place = tree.locate(task, dirfd, pathname);
        return switch (mode & FileStatus.TYPE) {
            case 0, FileStatus.REGULAR -> make(task, place, false, parent -> new RegularFile(parent.fileSystem(), permissions));
            case FileStatus.FIFO -> make(task, place, false, parent -> tree.newFifo(parent.fileSystem(), permissions));
            case FileStatus.SOCKET -> make(task, place, false, parent -> new SocketInode(parent.fileSystem(), permissions));
            case FileStatus.CHARACTER_DEVICE, FileStatus.BLOCK_DEVICE -> task.process().credentials().has(Capability.CAP_MKNOD)
                    ? make(task, place, false, parent -> tree.newDevice(parent.fileSystem(), mode & FileStatus.TYPE | permissions, dev)) : EPERM.result();
            case FileStatus.DIRECTORY -> EPERM.result();
            default -> EINVAL.result();
        };
    }

    /** The types in the mode of mknod(2). */
    public enum FileType implements Symbolic {
        S_IFIFO(FileStatus.FIFO), S_IFCHR(FileStatus.CHARACTER_DEVICE), S_IFDIR(FileStatus.DIRECTORY),
        S_IFBLK(FileStatus.BLOCK_DEVICE), S_IFREG(FileStatus.REGULAR), S_IFLNK(FileStatus.SYMLINK), S_IFSOCK(FileStatus.SOCKET);

        private final int value;

        FileType(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }

        @Override
        public long mask() {
            return FileStatus.TYPE;
        }
    }

    @Syscall(nr = 36, doc = "make a symbolic link")
    public long symlinkat(Task task, @In(Data.PATH) long target, @DirFd int newdirfd, @In(Data.PATH) long linkpath) {
        Optional<String> text = task.memory().readString(target, FileTree.PATH_MAX);
        if (text.isEmpty()) {
            return EFAULT.result();
        }
        if (text.get().isEmpty() || text.get().length() >= FileTree.PATH_MAX) {
            return (text.get().isEmpty() ? ENOENT : ENAMETOOLONG).result();
        }
        return make(task, tree.locate(task, newdirfd, linkpath), false,
                parent -> new Symlink(parent.fileSystem(), text.get()));
    }

    @Syscall(nr = 37, doc = "give a file another name",
            differs = "In a folder of the host's that is written to, each file has one name: EPERM.")
    public long linkat(Task task, @DirFd int olddirfd, @In(Data.PATH) long oldpath, @DirFd int newdirfd,
            @In(Data.PATH) long newpath, @Flags(AtFlag.class) int flags) {
        if (AtFlag.hasOthers(flags, AtFlag.AT_SYMLINK_FOLLOW, AtFlag.AT_EMPTY_PATH)) {
            return EINVAL.result();
        }
        FileTree.Found old = tree.find(task, olddirfd, oldpath, AtFlag.AT_SYMLINK_FOLLOW.in(flags),
                AtFlag.AT_EMPTY_PATH.in(flags));
        if (!(old instanceof FileTree.Found.File(Dentry entry))) {
            return ((FileTree.Found.Error) old).errno().result();
        }
        Walk.Place place = tree.locate(task, newdirfd, newpath);
        if (!(place instanceof Walk.Place.Name name)) {
            return ((Walk.Place.Nowhere) place).errno().result();
        }
        Inode inode = entry.inode();
        if (!name.isReal() || name.entry().isPresent()) {
            return EEXIST.result();
        }
        if (name.slash()) {
            return ENOENT.result();
        }
        if (inode.fileSystem() != name.directory().inode().fileSystem()) {
            return EXDEV.result();
        }
        if (!Permission.mayLink(task, inode)) {
            return EPERM.result();
        }
        Errno refusal = refusal(task, name.directory());
        if (refusal != null) {
            return refusal.result();
        }
        if (inode instanceof Directory) {
            return EPERM.result();
        }
        if (inode.links() == 0 && !inode.isLinkable()) {
            return ENOENT.result();
        }
        return add(name, inode);
    }

    // ---- names taken away ------------------------------------------------------------------------------------------

    @Syscall(nr = 35, doc = "remove a file's name, or a directory")
    public long unlinkat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @Flags(AtFlag.class) int flags) {
        if (AtFlag.hasOthers(flags, AtFlag.AT_REMOVEDIR)) {
            return EINVAL.result();
        }
        boolean wantsDirectory = AtFlag.AT_REMOVEDIR.in(flags);
        return switch (tree.locate(task, dirfd, pathname)) {
            case Walk.Place.Nowhere(Errno errno) -> errno.result();
            case Walk.Place.Name name when !name.isReal() -> (!wantsDirectory ? EISDIR : switch (name.name()) {
                case "." -> EINVAL;
                case ".." -> ENOTEMPTY;
                default -> EBUSY;
            }).result();
            case Walk.Place.Name name when name.directory().inode().fileSystem().isReadOnly() -> EROFS.result();
            case Walk.Place.Name name when name.entry().isEmpty() -> ENOENT.result();
            case Walk.Place.Name name -> wantsDirectory
                    ? removeDirectory(task, name.entry().get()) : unlink(task, name.entry().get(), name.slash());
        };
    }

    /** Takes the name of what is no directory away. @param slash whether the path ended with one @return 0 or an error */
    static long unlink(Task task, Dentry entry, boolean slash) {
        boolean isDirectory = entry.inode() instanceof Directory;
        if (slash) {
            return (isDirectory ? EISDIR : ENOTDIR).result();
        }
        Errno removal = removal(task, entry);
        if (removal != null || isDirectory) {
            return (removal != null ? removal : EISDIR).result();
        }
        return remove(entry);
    }

    private static long removeDirectory(Task task, Dentry entry) {
        Errno removal = removal(task, entry);
        if (removal != null) {
            return removal.result();
        }
        if (!(entry.inode() instanceof Directory)) {
            return ENOTDIR.result();
        }
        if (entry.isMountPoint() || entry == FileContext.of(task).rootDirectory()) {
            return EBUSY.result();
        }
        if (!isEmpty(entry)) {
            return ENOTEMPTY.result();
        }
        return remove(entry);
    }
}
