package foal.kernel.file;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EBUSY;
import static foal.kernel.syscall.Errno.EEXIST;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EISDIR;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOSPC;
import static foal.kernel.syscall.Errno.ENOTDIR;
import static foal.kernel.syscall.Errno.ENOTEMPTY;
import static foal.kernel.syscall.Errno.EROFS;
import static foal.kernel.syscall.Errno.EXDEV;

import foal.kernel.syscall.Data;
import foal.kernel.syscall.DirFd;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;

/** The system call that moves files from one name to another (rename(2)). */
public final class RenameCalls {
    private final FileTree tree;

    public RenameCalls(FileTree tree) {
        this.tree = tree;
    }

    /** Flags of rename(2). */
    public enum RenameFlag implements Symbolic {
        RENAME_NOREPLACE(1), RENAME_EXCHANGE(2), RENAME_WHITEOUT(4);

        private final int value;

        RenameFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    @Syscall(nr = 276, doc = "give a file another name in place of one of its names",
            differs = "RENAME_WHITEOUT fails with EINVAL, and so does RENAME_EXCHANGE in a folder of the host's that is written to.")
    public long renameat2(Task task, @DirFd int olddirfd, @In(Data.PATH) long oldpath, @DirFd int newdirfd,
            @In(Data.PATH) long newpath, @Flags(RenameFlag.class) int flags) {
        boolean keeps = RenameFlag.RENAME_NOREPLACE.in(flags), exchanges = RenameFlag.RENAME_EXCHANGE.in(flags);
        if ((flags & ~3) != 0 || keeps && exchanges) {
            return EINVAL.result();
        }
        Walk.Place oldPlace = tree.locate(task, olddirfd, oldpath);
        Walk.Place newPlace = tree.locate(task, newdirfd, newpath);
        if (!(oldPlace instanceof Walk.Place.Name from)) {
            return ((Walk.Place.Nowhere) oldPlace).errno().result();
        }
        if (!(newPlace instanceof Walk.Place.Name to)) {
            return ((Walk.Place.Nowhere) newPlace).errno().result();
        }
        Errno mistake = mistake(from, to, keeps, exchanges);
        if (mistake != null) {
            return mistake.result();
        }
        Dentry entry = from.entry().get();
        if (to.entry().isPresent() && to.entry().get().inode() == entry.inode()) {
            return 0;
        }
        Errno refusal = exchanges ? NameCalls.removal(task, entry) : renameRefusal(task, entry, to);
        if (refusal == null && exchanges) {
            refusal = NameCalls.removal(task, to.entry().get());
        }
        if (refusal != null) {
            return refusal.result();
        }
        if (entry.isMountPoint() || to.entry().filter(Dentry::isMountPoint).isPresent()) {
            return EBUSY.result();
        }
        StoredDirectory source = (StoredDirectory) entry.parent().inode();
        if (exchanges) {
            return exchange(entry, to.entry().get());
        }
        Errno error = source.moving(entry, (StoredDirectory) to.directory().inode(), to.name());
        if (error != null) {
            return error.result();
        }
        source.move(entry, to.directory(), to.name());
        return 0;
    }

    private static long exchange(Dentry one, Dentry other) {
        if (!((StoredDirectory) one.parent().inode()).canExchange()) {
            return EINVAL.result();
        }
        StoredDirectory.exchange(one, other);
        return 0;
    }

    /** What is wrong with the two names, whoever asks; null if nothing is. */
    private static Errno mistake(Walk.Place.Name from, Walk.Place.Name to, boolean keeps, boolean exchanges) {
        if (from.directory().inode().fileSystem() != to.directory().inode().fileSystem()) {
            return EXDEV;
        }
        if (!from.isReal() || !to.isReal()) {
            return from.isReal() && keeps ? EEXIST : EBUSY;
        }
        if (from.directory().inode().fileSystem().isReadOnly()) {
            return EROFS;
        }
        if (from.entry().isEmpty()) {
            return ENOENT;
        }
        if (keeps && to.entry().isPresent()) {
            return EEXIST;
        }
        if (exchanges && to.entry().isEmpty()) {
            return ENOENT;
        }
        boolean movesDirectory = from.entry().get().inode() instanceof Directory;
        boolean replacesFile = to.entry().filter(entry -> !(entry.inode() instanceof Directory)).isPresent();
        if (exchanges && to.slash() && replacesFile || !movesDirectory && (from.slash() || !exchanges && to.slash())) {
            return ENOTDIR;
        }
        if (to.directory().isBelow(from.entry().get())) {
            return EINVAL;
        }
        if (to.entry().isPresent() && from.directory().isBelow(to.entry().get())) {
            return exchanges ? EINVAL : ENOTEMPTY;
        }
        return null;
    }

    /** Why a task may not move an entry to another name; null if it may. */
    private static Errno renameRefusal(Task task, Dentry entry, Walk.Place.Name to) {
        boolean movesDirectory = entry.inode() instanceof Directory;
        if (to.entry().isEmpty() && !(to.directory().inode() instanceof StoredDirectory)) {
            return ENOENT;
        }
        Errno refusal = NameCalls.removal(task, entry);
        if (refusal != null) {
            return refusal;
        }
        refusal = to.entry().isPresent() ? NameCalls.removal(task, to.entry().get()) : NameCalls.refusal(task, to.directory());
        // It needs no more room, unlike a new file.
        if (refusal != null && refusal != ENOSPC) {
            return refusal;
        }
        if (to.entry().isPresent()) {
            Inode replaced = to.entry().get().inode();
            if (movesDirectory != replaced instanceof Directory) {
                return movesDirectory ? ENOTDIR : EISDIR;
            }
            if (movesDirectory && !NameCalls.isEmpty(to.entry().get())) {
                return to.entry().get().isMountPoint() ? EBUSY : ENOTEMPTY;
            }
        }
        boolean changesParent = movesDirectory && entry.parent() != to.directory();
        return changesParent && !Permission.allows(task, entry.inode(), Permission.WRITE) ? EACCES : null;
    }
}
