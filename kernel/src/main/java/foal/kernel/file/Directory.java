package foal.kernel.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A directory: names, each of which stands for a file. */
public final class Directory extends Inode {
    private final Map<String, Inode> entries = new LinkedHashMap<>();
    private final Directory parent;
    private final String name;

    private Directory(long number, Directory parent, String name) {
        super(number, FileStatus.DIRECTORY | 0755);
        this.parent = parent == null ? this : parent;
        this.name = name;
    }

    /** The directory that is its own parent. */
    static Directory root(long number) {
        return new Directory(number, null, "");
    }

    /** A new directory in this one. */
    Directory addDirectory(long number, String newName) {
        Directory directory = new Directory(number, this, newName);
        entries.put(newName, directory);
        return directory;
    }

    void put(String newName, Inode inode) {
        entries.put(newName, inode);
    }

    public Directory parent() {
        return parent;
    }

    /** The file of that name, {@code .} and {@code ..} among them. */
    public Optional<Inode> find(String wanted) {
        return switch (wanted) {
            case "." -> Optional.of(this);
            case ".." -> Optional.of(parent);
            default -> Optional.ofNullable(entries.get(wanted));
        };
    }

    /** The absolute path. */
    public String path() {
        if (parent == this) {
            return "/";
        }
        return (parent.parent == parent ? "" : parent.path()) + "/" + name;
    }

    @Override
    long size() {
        return 4096;
    }
}
