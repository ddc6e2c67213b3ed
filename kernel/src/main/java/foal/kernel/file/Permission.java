package foal.kernel.file;

import static foal.kernel.task.Capability.CAP_CHOWN;
import static foal.kernel.task.Capability.CAP_DAC_OVERRIDE;
import static foal.kernel.task.Capability.CAP_DAC_READ_SEARCH;
import static foal.kernel.task.Capability.CAP_FOWNER;
import static foal.kernel.task.Capability.CAP_FSETID;

import foal.kernel.task.Capability;
import foal.kernel.task.Task;

/** Who may do what with a file (inode(7), path_resolution(7)). The kernel itself, which is no task, may do everything. */
public final class Permission {
    static final int READ = 4, WRITE = 2, EXECUTE = 1;

    private Permission() {}

    private static int uid(Task task) {
        return task.process().credentials().fileUser();
    }

    private static boolean has(Task task, Capability capability) {
        return task == null || task.process().credentials().has(capability);
    }

    private static boolean isInGroup(Task task, int gid) {
        return task.process().credentials().isInGroup(gid);
    }

    /** Whether a task may use a file so. @param wanted a sum of {@link #READ}, {@link #WRITE} and {@link #EXECUTE} */
    static boolean allows(Task task, Inode inode, int wanted) {
        int shift = task == null || uid(task) == inode.uid() ? 6 : isInGroup(task, inode.gid()) ? 3 : 0;
        return (wanted & ~(inode.mode() >> shift)) == 0 || overrides(task, inode, wanted);
    }

    /** Whether capabilities let a task do what the permission bits do not. */
    private static boolean overrides(Task task, Inode inode, int wanted) {
        boolean isDirectory = inode instanceof Directory;
        boolean onlyReads = (wanted & WRITE) == 0 && (isDirectory || (wanted & EXECUTE) == 0);
        boolean canBeExecuted = (wanted & EXECUTE) == 0 || isDirectory || inode.isExecutable();
        return onlyReads && has(task, CAP_DAC_READ_SEARCH) || canBeExecuted && has(task, CAP_DAC_OVERRIDE);
    }

    /** Whether a task may run a file as a program. */
    public static boolean allowsExecution(Task task, Inode inode) {
        return allows(task, inode, EXECUTE);
    }

    /** Whether a task may do what only the owner may. */
    static boolean isOwner(Task task, Inode inode) {
        return has(task, CAP_FOWNER) || uid(task) == inode.uid();
    }

    /** Whether a task that may write to a directory may take a file's name away there. */
    static boolean mayRemove(Task task, Inode directory, Inode file) {
        return (directory.mode() & Inode.STICKY) == 0 || isOwner(task, file) || isOwner(task, directory);
    }

    /** Whether a task may give a file another name: what is another's must be plain, and the task's to change (protected_hardlinks). */
    static boolean mayLink(Task task, Inode inode) {
        boolean isPlain = inode instanceof RegularFile && !hasOwnersRights(inode);
        return isOwner(task, inode) || isPlain && allows(task, inode, READ | WRITE);
    }

    /** Whether who runs a file acts as its owner or group; without execution the group's bit marks a lock (chown(2)). */
    private static boolean hasOwnersRights(Inode inode) {
        return (inode.mode() & Inode.SET_USER) != 0 || (inode.mode() & (Inode.SET_GROUP | 010)) == (Inode.SET_GROUP | 010);
    }

    /** Takes a file those rights: it has got other owners. */
    static void dropOwnersRights(Inode inode) {
        if (hasOwnersRights(inode)) {
            boolean actsAsGroup = (inode.mode() & 010) != 0;
            inode.setPermissions(inode.mode() & ~(Inode.SET_USER | (actsAsGroup ? Inode.SET_GROUP : 0)));
        }
    }

    /** The same for a file whose contents a task changes, unless it may keep them. */
    static void dropOwnersRights(Task task, Inode inode) {
        if (hasOwnersRights(inode) && !has(task, CAP_FSETID)) {
            dropOwnersRights(inode);
        }
    }

    /** Whether a task may give a file these owners. */
    static boolean mayOwn(Task task, Inode inode, int newUid, int newGid) {
        boolean mayKeepGroup = newGid == inode.gid() || isInGroup(task, newGid);
        return has(task, CAP_CHOWN) || uid(task) == inode.uid() && newUid == inode.uid() && mayKeepGroup;
    }

    /** Whether a task may give a file of this group the right to act as the group. */
    static boolean maySetGroup(Task task, int gid) {
        return has(task, CAP_FSETID) || isInGroup(task, gid);
    }

    /** Makes a task the owner of a file that it has made in a directory. */
    static void own(Task task, Inode directory, Inode made) {
        boolean inherits = (directory.mode() & Inode.SET_GROUP) != 0;
        made.setOwner(task == null ? 0 : uid(task), inherits ? directory.gid() : task == null ? 0 : task.process().credentials().fileGroup());
        if (inherits && made instanceof Directory) {
            made.setPermissions(made.mode() | Inode.SET_GROUP);
        }
    }
}
