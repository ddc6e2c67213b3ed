package foal.kernel.file;

import foal.kernel.memory.KernelMemory;
import foal.kernel.task.Task;

/**
 * A file as such, whatever names it has and whoever has it open (inode(7)).
 *
 * <p>It lasts while it has links or users, which are open files and mappings. Times are nanoseconds since 1970. The time
 * of the last access is kept as the mount option relatime has it: it moves on only where it would else be older than
 * the last change, or by more than a day.
 */
public abstract sealed class Inode permits Directory, RegularFile, GeneratedFile, ServedFile, Symlink, Fifo, Device, SocketInode {
    /** The bits of a mode that chmod can set. */
    static final int PERMISSIONS = 0xfff;
    public static final int SET_USER = 04000, SET_GROUP = 02000, STICKY = 01000, ANY_EXECUTE = 0111;
    private static final long DAY = 86_400_000_000_000L;

    private final FileSystem fileSystem;
    private final long number;
    private int mode;
    private int uid;
    private int gid;
    private int links;
    private int users;
    private long accessed;
    private long modified;
    private long changed;
    private final long born;
    private FileLocks locks; // null until there is one

    /**
     * @param number unlike that of any other file of the file system
     * @param mode type and permissions
     * @param links that it has from the beginning
     */
    Inode(FileSystem fileSystem, long number, int mode, int links) {
        this.links = links;
        this.fileSystem = fileSystem;
        this.number = number;
        this.mode = mode;
        born = fileSystem.now();
        accessed = born;
        modified = born;
        changed = born;
    }

    public final FileSystem fileSystem() {
        return fileSystem;
    }

    public final long number() {
        return number;
    }

    // ---- what a kind of file defines -------------------------------------------------------------------------------

    /** Opens it; the caller's right to do so has been checked. @param flags of {@link OpenFlag} */
    abstract Opened open(Task task, Dentry entry, int flags);

    /** Bytes of content. */
    public abstract long size();

    /** Bytes that it takes up. */
    long allocated() {
        return 0;
    }

    /** The number of the device that it stands for. */
    long deviceNumber() {
        return 0;
    }

    /** Permissions or times have been set. */
    protected void attributesChanged() {}

    /** It has no links and no users any more. */
    void discard() {}

    // ---- mode and owner --------------------------------------------------------------------------------------------

    /** Type and permissions. */
    public final int mode() {
        return mode;
    }

    /** The bits of the mode that are the type: a constant of {@link FileStatus}. */
    public final int type() {
        return mode & FileStatus.TYPE;
    }

    public final int uid() {
        return uid;
    }

    public final int gid() {
        return gid;
    }

    /** Sets the permissions, as chmod(2) does. */
    final void setPermissions(int permissions) {
        mode = type() | permissions & PERMISSIONS;
        touchChanged();
        attributesChanged();
    }

    public final void setOwner(int newUid, int newGid) {
        uid = newUid;
        gid = newGid;
        touchChanged();
    }

    /** Whether it may be run as a program by somebody. */
    public final boolean isExecutable() {
        return (mode & ANY_EXECUTE) != 0;
    }

    // ---- life ------------------------------------------------------------------------------------------------------

    /** Names that stand for it. */
    public final int links() {
        return links;
    }

    /** Whether it can be given a first name, though it has none: what was made with O_TMPFILE (open(2)). */
    boolean isLinkable() {
        return false;
    }

    final void addLinks(int more) {
        links += more;
        touchChanged();
        discardIfUnused();
    }

    /** An open file or a mapping uses it. */
    public final void retain() {
        users++;
    }

    /** One user less. */
    public final void release() {
        users--;
        discardIfUnused();
    }

    private void discardIfUnused() {
        if (links == 0 && users == 0) {
            discard();
        }
    }

    /** The locks on it. @param memory what they are charged to */
    final FileLocks locks(KernelMemory memory) {
        if (locks == null) {
            locks = new FileLocks(memory);
        }
        return locks;
    }

    /** The locks on it, or null if it has never had any. */
    final FileLocks locksIfAny() {
        return locks;
    }

    // ---- times -----------------------------------------------------------------------------------------------------

    final long accessed() {
        return accessed;
    }

    final long modified() {
        return modified;
    }

    final void setTimes(long newAccessed, long newModified) {
        accessed = newAccessed;
        modified = newModified;
        touchChanged();
        attributesChanged();
    }

    /** Sets all times to that of the last change, of a file that comes from elsewhere. */
    public final void setTimes(long time) {
        accessed = time;
        modified = time;
        changed = time;
    }

    /** The contents have been read. */
    final void touchAccessed() {
        if (fileSystem.isReadOnly()) {
            return;
        }
        if (accessed <= modified || accessed <= changed) {
            accessed = fileSystem.now();
        } else {
            long now = fileSystem.now();
            accessed = now - accessed >= DAY ? now : accessed;
        }
    }

    /** The contents have been changed. */
    final void touchModified() {
        modified = fileSystem.now();
        changed = modified;
    }

    /** Mode, owner, links or times have been changed. */
    final void touchChanged() {
        changed = fileSystem.now();
    }

    /** What stat(2) tells. */
    public final FileStatus status() {
        return new FileStatus(fileSystem.device(), number, mode, links, uid, gid, deviceNumber(), size(), allocated(),
                accessed, modified, changed, born);
    }
}
