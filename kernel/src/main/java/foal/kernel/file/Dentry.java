package foal.kernel.file;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A directory entry: a name, the directory that holds it, and the file that it stands for. Open files and working
 * directories hold entries, not files, so that their paths can be told, also after a rename.
 *
 * <p>A directory has exactly one entry; another file has one for each of its links. An entry lives as long as somebody
 * holds it: {@link #isRemoved()} then says that its name is gone.
 */
public final class Dentry {
    private final Inode inode;
    private Dentry parent;
    private String name;
    private boolean removed;
    /** The place in the directory's listing; grows with every entry that is put in. */
    private long cookie;

    Dentry(Dentry parent, String name, Inode inode) {
        this.parent = parent;
        this.name = name;
        this.inode = inode;
    }

    /** An entry of a file that is in no directory: a pipe, a file in memory. @param name what its path shows */
    public static Dentry nameless(String name, Inode inode) {
        return new Dentry(null, name, inode);
    }

    /** An entry of a directory that makes them up when somebody looks. */
    public static Dentry in(Dentry directory, String name, Inode inode) {
        return new Dentry(directory, name, inode);
    }

    /** The entry at the top of a tree. */
    static Dentry root(Directory directory) {
        return new Dentry(null, "/", directory);
    }

    public Inode inode() {
        return inode;
    }

    public String name() {
        return name;
    }

    /** The directory above; the top of the tree is its own. */
    public Dentry parent() {
        return parent == null ? this : parent;
    }

    /** Whether its file is in no directory, nor ever was. */
    boolean isNameless() {
        return parent == null && !(inode instanceof Directory);
    }

    /** Whether the name has been deleted. */
    public boolean isRemoved() {
        return removed;
    }

    void markRemoved() {
        removed = true;
    }

    long cookie() {
        return cookie;
    }

    void setCookie(long place) {
        cookie = place;
    }

    void move(Dentry newParent, String newName) {
        parent = newParent;
        name = newName;
    }

    /** Whether another file system begins here. */
    boolean isMountPoint() {
        return parent == null || parent.inode.fileSystem() != inode.fileSystem();
    }

    /** Whether this is the other entry or lies below it. */
    boolean isBelow(Dentry other) {
        Dentry at = this;
        while (at != other && at.parent != null) {
            at = at.parent;
        }
        return at == other;
    }

    /** The absolute path, as it is seen from the top of the tree. */
    public String path() {
        Dentry top = this;
        while (top.parent != null) {
            top = top.parent;
        }
        return path(top);
    }

    /** The absolute path below a process's root; what lies outside is {@code (unreachable)} (getcwd(2)). */
    public String path(Dentry root) {
        Deque<String> names = new ArrayDeque<>();
        Dentry at = this;
        while (at != root && at.parent != null) {
            names.push(at.name);
            at = at.parent;
        }
        String path = isNameless() ? name : "/" + String.join("/", names);
        return (at == root || isNameless() ? "" : "(unreachable)") + path + (removed ? " (deleted)" : "");
    }

    @Override
    public String toString() {
        return path();
    }
}
