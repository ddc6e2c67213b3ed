package foal.kernel.file;

import static foal.kernel.syscall.Errno.ELOOP;
import static foal.kernel.syscall.Errno.ENAMETOOLONG;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOTDIR;

import foal.kernel.memory.FrameTable;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The one tree of all files, and the walk along a path (path_resolution(7)). */
public final class FileTree {
    /** Bytes of the longest path, with its NUL, and of the longest name. */
    public static final int PATH_MAX = 4096;
    private static final int NAME_MAX = 255;
    private static final int MOST_SYMLINKS = 40;

    private final FrameTable frames;
    private final Directory root;
    private final List<RegularFile> files = new ArrayList<>();
    private long lastNumber;

    public FileTree(FrameTable frames) {
        this.frames = frames;
        root = Directory.root(++lastNumber);
    }

    public Directory root() {
        return root;
    }

    /** What a walk found: a file or an error. */
    public sealed interface Found {
        record File(Inode inode) implements Found {}

        record Error(Errno errno) implements Found {}
    }

    // ---- building the tree -------------------------------------------------------------------------------------

    /** The directory at an absolute path, made with its parents if need be. */
    public Directory makeDirectories(String path) {
        Directory directory = root;
        for (String name : split(path)) {
            Optional<Inode> next = directory.find(name);
            directory = next.isPresent() ? (Directory) next.get() : directory.addDirectory(++lastNumber, name);
        }
        return directory;
    }

    /** Adds a file at an absolute path, whose directories are made if need be. */
    public RegularFile addFile(String path, int permissions, Content content) {
        RegularFile file = new RegularFile(++lastNumber, permissions, frames, content);
        files.add(file);
        put(path, file);
        return file;
    }

    /** Adds a symbolic link at an absolute path. */
    public void addSymlink(String path, java.util.function.Function<Task, String> target) {
        put(path, new Symlink(++lastNumber, target));
    }

    private void put(String path, Inode inode) {
        int slash = path.lastIndexOf('/');
        makeDirectories(path.substring(0, slash)).put(path.substring(slash + 1), inode);
    }

    /** Gives back all memory that files use. */
    public void close() {
        files.forEach(RegularFile::dropPages);
    }

    // ---- walking -----------------------------------------------------------------------------------------------

    /**
     * Walks along a path.
     *
     * @param start where a relative path begins
     * @param task on whose behalf
     * @param followLast whether a symbolic link at the end is followed
     */
    public Found walk(Directory start, String path, Task task, boolean followLast) {
        if (path.isEmpty()) {
            return new Found.Error(ENOENT);
        }
        if (path.length() >= PATH_MAX) {
            return new Found.Error(ENAMETOOLONG);
        }
        Deque<String> names = new ArrayDeque<>(split(path));
        Inode at = path.startsWith("/") ? root : start;
        boolean mustBeDirectory = path.endsWith("/");
        int symlinks = 0;
        while (!names.isEmpty()) {
            String name = names.pop();
            if (!(at instanceof Directory directory)) {
                return new Found.Error(ENOTDIR);
            }
            if (name.length() > NAME_MAX) {
                return new Found.Error(ENAMETOOLONG);
            }
            Optional<Inode> next = directory.find(name);
            if (next.isEmpty()) {
                return new Found.Error(ENOENT);
            }
            at = next.get();
            if (at instanceof Symlink link && (followLast || mustBeDirectory || !names.isEmpty())) {
                if (++symlinks > MOST_SYMLINKS) {
                    return new Found.Error(ELOOP);
                }
                String target = link.target(task);
                split(target).reversed().forEach(names::push);
                at = target.startsWith("/") ? root : directory;
            }
        }
        return mustBeDirectory && !(at instanceof Directory) ? new Found.Error(ENOTDIR) : new Found.File(at);
    }

    private static List<String> split(String path) {
        return Arrays.stream(path.split("/")).filter(name -> !name.isEmpty()).toList();
    }
}
