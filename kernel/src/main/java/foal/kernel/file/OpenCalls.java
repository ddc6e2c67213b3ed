package foal.kernel.file;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EEXIST;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EISDIR;
import static foal.kernel.syscall.Errno.ELOOP;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOTDIR;
import static foal.kernel.syscall.Errno.ENXIO;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.EROFS;
import static foal.kernel.syscall.Errno.ETXTBSY;

import foal.kernel.syscall.Data;
import foal.kernel.syscall.DirFd;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Octal;
import foal.kernel.syscall.Only;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;

/** The system call that opens files. */
public final class OpenCalls {
    private final FileTree tree;

    public OpenCalls(FileTree tree) {
        this.tree = tree;
    }

    @Syscall(nr = 56, doc = "open a file", differs = "O_DIRECT, O_SYNC and O_DSYNC change nothing. "
            + "What /dev/tty opens shows as the controlling terminal itself.")
    public long openat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @Flags(OpenFlag.class) int flags,
            @Octal @Only(with = "flags", in = {"O_CREAT", "O_TMPFILE"}) int mode) {
        if (task.call().kept() instanceof Opened.Waiting wait) {
            return goOnWaiting(task, wait, flags);
        }
        boolean wantsTemporary = OpenFlag.O_TMPFILE.in(flags);
        boolean isTemporaryMisused = (flags & OpenFlag.O_TMPFILE.value() & ~OpenFlag.O_DIRECTORY.value()) != 0
                && (!wantsTemporary || OpenFlag.O_CREAT.in(flags) || OpenFlag.O_RDONLY.in(flags));
        if (isTemporaryMisused || OpenFlag.O_CREAT.in(flags) && OpenFlag.O_DIRECTORY.in(flags)) {
            return EINVAL.result();
        }
        boolean isPath = OpenFlag.O_PATH.in(flags);
        boolean creates = OpenFlag.O_CREAT.in(flags) && !isPath;
        boolean exclusive = creates && OpenFlag.O_EXCL.in(flags);
        Walk.Place place = tree.locateToOpen(task, dirfd, pathname, !OpenFlag.O_NOFOLLOW.in(flags) && !exclusive);
        int free = DescriptorTable.of(task).lowestFree(0);
        if (free < 0) {
            return free;
        }
        return switch (place) {
            case Walk.Place.Nowhere(Errno errno) -> errno.result();
            case Walk.Place.Name name when creates && name.isReal() && name.slash() -> EISDIR.result();
            case Walk.Place.Name name when exclusive && name.entry().isPresent() -> EEXIST.result();
            case Walk.Place.Name name when name.entry().isEmpty() -> creates ? create(task, name, flags, mode) : ENOENT.result();
            case Walk.Place.Name name when name.slash() && !(name.entry().get().inode() instanceof Directory) -> ENOTDIR.result();
            case Walk.Place.Name name when wantsTemporary && !isPath -> openTemporary(task, name.entry().get(), flags, mode);
            case Walk.Place.Name name -> openExisting(task, name.entry().get(), flags);
        };
    }

    private long create(Task task, Walk.Place.Name name, int flags, int mode) {
        Errno refusal = NameCalls.refusal(task, name.directory());
        if (refusal != null) {
            return refusal.result();
        }
        StoredDirectory directory = (StoredDirectory) name.directory().inode();
        RegularFile file = new RegularFile(directory.fileSystem(), mode & Inode.PERMISSIONS & ~FileContext.of(task).umask());
        Permission.own(task, directory, file);
        Errno error = directory.adding(name.name(), file);
        if (error != null) {
            return error.result();
        }
        return install(task, file.open(task, directory.add(name.directory(), name.name(), file), flags), flags);
    }

    private long openTemporary(Task task, Dentry at, int flags, int mode) {
        if (!(at.inode() instanceof Directory directory)) {
            return ENOTDIR.result();
        }
        if (directory.fileSystem().isReadOnly()) {
            return EROFS.result();
        }
        if (!Permission.allows(task, directory, Permission.WRITE | Permission.EXECUTE)) {
            return EACCES.result();
        }
        if (!(directory instanceof StoredDirectory)) {
            return EOPNOTSUPP.result();
        }
        RegularFile file = new RegularFile(directory.fileSystem(), mode & Inode.PERMISSIONS & ~FileContext.of(task).umask());
        Permission.own(task, directory, file);
        file.setLinkable(!OpenFlag.O_EXCL.in(flags));
        Dentry entry = new Dentry(at, "#" + file.number(), file);
        entry.markRemoved();
        return install(task, file.open(task, entry, flags), flags);
    }

    private long openExisting(Task task, Dentry entry, int flags) {
        Inode inode = entry.inode();
        boolean isDirectory = inode instanceof Directory;
        if (OpenFlag.O_DIRECTORY.in(flags) && !isDirectory) {
            return ENOTDIR.result();
        }
        if (OpenFlag.O_PATH.in(flags)) {
            int kept = (int) (OpenFlag.O_PATH.value() | OpenFlag.O_DIRECTORY.value() | OpenFlag.O_NOFOLLOW.value());
            return install(task, new Opened.Ready(new OpenPath(entry, flags & kept)), flags);
        }
        if (OpenFlag.O_CREAT.in(flags) && isDirectory) {
            return EISDIR.result();
        }
        Errno refusal = refusal(task, inode, flags);
        if (refusal != null) {
            return refusal.result();
        }
        if (OpenFlag.O_TRUNC.in(flags) && inode instanceof RegularFile file) {
            Permission.dropOwnersRights(task, file);
            long error = file.resize(0);
            if (error != 0) {
                return error;
            }
        }
        return install(task, inode.open(task, entry, flags), flags);
    }

    /** Why a task may not open a file so; null if it may. */
    private static Errno refusal(Task task, Inode inode, int flags) {
        boolean writes = !OpenFlag.O_RDONLY.in(flags) || OpenFlag.O_TRUNC.in(flags);
        int wanted = (OpenFlag.O_WRONLY.in(flags) ? 0 : Permission.READ) | (writes ? Permission.WRITE : 0);
        return switch (inode) {
            case Symlink _ -> ELOOP;
            case SocketInode _ -> ENXIO;
            case Directory _ when writes -> EISDIR;
            case RegularFile _ when writes && inode.fileSystem().isReadOnly() -> EROFS;
            case Inode _ when !Permission.allows(task, inode, wanted) -> EACCES;
            case RegularFile file when writes && file.isRunning() -> ETXTBSY;
            case Inode _ when OpenFlag.O_NOATIME.in(flags) && !Permission.isOwner(task, inode) -> EPERM;
            default -> null;
        };
    }

    /** Gives what has been opened a descriptor, at once or when what it waits for has happened. */
    private static long install(Task task, Opened opened, int flags) {
        return switch (opened) {
            case Opened.Failed(Errno errno) -> errno.result();
            case Opened.Ready(OpenFile file) -> {
                yield DescriptorTable.of(task).add(file, OpenFlag.O_CLOEXEC.in(flags));
            }
            case Opened.Waiting wait -> {
                task.call().keep(wait);
                yield goOnWaiting(task, wait, flags);
            }
        };
    }

    private static long goOnWaiting(Task task, Opened.Waiting wait, int flags) {
        if (wait.isOver().getAsBoolean()) {
            task.call().take();
            return install(task, new Opened.Ready(wait.file()), flags);
        }
        return task.waitOn(wait.queue());
    }
}
