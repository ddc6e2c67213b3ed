package foal.kernel.file;

import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A directory whose entries are kept in memory. They are listed in the order in which they came. */
public non-sealed class StoredDirectory extends Directory {
    private final Map<String, Dentry> byName = new HashMap<>();
    private final TreeMap<Long, Dentry> byPlace = new TreeMap<>();
    private long lastPlace;

    protected StoredDirectory(FileSystem fileSystem, int permissions) {
        super(fileSystem, fileSystem.nextNumber(), permissions);
    }

    @Override
    Optional<Dentry> find(Task task, Dentry self, String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    void list(Task task, Dentry self, long after, Visitor visitor) {
        for (Dentry entry : byPlace.tailMap(after, false).values()) {
            if (!visitor.visit(entry, entry.cookie())) {
                return;
            }
        }
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** All entries. */
    Iterable<Dentry> entries() {
        return byPlace.values();
    }

    /** Puts in an entry that is there from the beginning, and changes nothing about this directory. */
    protected final void addInitial(Dentry self, String name, Inode inode) {
        long time = modified();
        fileSystem().countOut(add(self, name, inode)); // it is not of the guest's making
        inode.setTimes(inode.modified());
        setTimes(time);
    }

    // ---- what a file system with files elsewhere does before a change; it returns why it cannot be made, or null ---

    /** A new directory that is to be added under a name. */
    protected StoredDirectory newDirectory(String name, int permissions) {
        return new StoredDirectory(fileSystem(), permissions);
    }

    protected Errno adding(String name, Inode inode) {
        return null;
    }

    /** Whether two of its names can be exchanged. */
    protected boolean canExchange() {
        return true;
    }

    protected Errno removing(Dentry entry) {
        return null;
    }

    protected Errno moving(Dentry entry, StoredDirectory target, String newName) {
        return null;
    }

    // ---- changes: the caller has made sure that they are allowed ---------------------------------------------------

    /** Gives a file a name, which is free. @return the new entry */
    Dentry add(Dentry self, String name, Inode inode) {
        Dentry entry = new Dentry(self, name, inode);
        insert(entry);
        switch (inode) {
            case Directory _ -> addLinks(1); // its ".."
            default -> inode.addLinks(1);
        }
        return entry;
    }

    /** Takes a name away; of a directory, which is empty, with all its links. */
    void remove(Dentry entry) {
        takeOut(entry);
        entry.markRemoved();
        switch (entry.inode()) {
            case Directory directory -> {
                addLinks(-1);
                directory.addLinks(-directory.links());
            }
            case Inode inode -> inode.addLinks(-1);
        }
    }

    /** Moves an entry of this directory, in place of the one that may be there. */
    void move(Dentry entry, Dentry newParent, String newName) {
        StoredDirectory target = (StoredDirectory) newParent.inode();
        target.find(null, newParent, newName).ifPresent(target::remove);
        takeOut(entry);
        entry.move(newParent, newName);
        target.insert(entry);
        countParent(entry, this, target);
        entry.inode().touchChanged();
    }

    /** Lets two entries change places. */
    static void exchange(Dentry one, Dentry other) {
        Dentry parent = one.parent(), otherParent = other.parent();
        String name = one.name(), otherName = other.name();
        StoredDirectory from = (StoredDirectory) parent.inode(), to = (StoredDirectory) otherParent.inode();
        from.takeOut(one);
        to.takeOut(other);
        one.move(otherParent, otherName);
        other.move(parent, name);
        to.insert(one);
        from.insert(other);
        countParent(one, from, to);
        countParent(other, to, from);
        one.inode().touchChanged();
        other.inode().touchChanged();
    }

    /** The ".." of a directory that moves is a link to another one. */
    private static void countParent(Dentry moved, StoredDirectory from, StoredDirectory to) {
        if (moved.inode() instanceof Directory && from != to) {
            from.addLinks(-1);
            to.addLinks(1);
        }
    }

    private void insert(Dentry entry) {
        entry.setCookie(++lastPlace);
        byName.put(entry.name(), entry);
        byPlace.put(entry.cookie(), entry);
        fileSystem().countIn(entry);
        touchModified();
    }

    private void takeOut(Dentry entry) {
        byName.remove(entry.name());
        byPlace.remove(entry.cookie());
        fileSystem().countOut(entry);
        touchModified();
    }
}
