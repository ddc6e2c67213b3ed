package foal.kernel.file;

import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.ENAMETOOLONG;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOTDIR;

import foal.kernel.memory.FrameTable;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The one tree of all files: how it comes to be, and how paths that programs give are looked up in it. */
public final class FileTree {
    /** Bytes of the longest path, with its NUL. */
    public static final int PATH_MAX = 4096;
    /** Stands for the working directory where a directory's descriptor is wanted. */
    static final int AT_FDCWD = -100;

    private final FrameTable frames;
    private final Clock clock;
    private final Supplier<Openable> pipes;
    private final List<FileSystem> fileSystems = new ArrayList<>();
    private final Map<Long, Openable> drivers = new TreeMap<>();
    private final FileSystem unnamed;
    private final Dentry root;

    /** @param pipes makes the pipe behind a new FIFO */
    public FileTree(FrameTable frames, Clock clock, Supplier<Openable> pipes) {
        this.frames = frames;
        this.clock = clock;
        this.pipes = pipes;
        root = Dentry.root(new StoredDirectory(newFileSystem(FileSystem.Kind.TMPFS, false), 0755));
        unnamed = newFileSystem(FileSystem.Kind.PIPEFS, false);
    }

    public Dentry root() {
        return root;
    }

    /** All file systems, the oldest first. */
    public List<FileSystem> fileSystems() {
        return Collections.unmodifiableList(fileSystems);
    }

    /** The file system of what is in no tree: pipes and the like. */
    public FileSystem unnamed() {
        return unnamed;
    }

    // ---- building the tree -------------------------------------------------------------------------------------

    /** A new file system without files. @param readOnly whether changes fail with EROFS */
    public FileSystem newFileSystem(FileSystem.Kind kind, boolean readOnly) {
        FileSystem fileSystem = new FileSystem(kind, fileSystems.size() + 1, readOnly, frames, clock);
        fileSystems.add(fileSystem);
        return fileSystem;
    }

    /** Makes the directories that programs rely on (hier(7)). */
    public void makeStandardDirectories() {
        List.of("/bin", "/etc").forEach(this::makeDirectories);
        makeDirectories("/root", 0700);
        List.of("/tmp", "/var/tmp").forEach(path -> makeDirectories(path, 0777 | Inode.STICKY));
    }

    /** The directory at an absolute path, made with its parents if need be. */
    public Dentry makeDirectories(String path) {
        Dentry at = root;
        for (String name : path.split("/")) {
            if (!name.isEmpty()) {
                at = child(at, name);
            }
        }
        return at;
    }

    private static Dentry child(Dentry at, String name) {
        StoredDirectory directory = (StoredDirectory) at.inode();
        return directory.find(null, at, name)
                .orElseGet(() -> directory.add(at, name, new StoredDirectory(directory.fileSystem(), 0755)));
    }

    /** The same with other permissions. */
    public Dentry makeDirectories(String path, int permissions) {
        Dentry made = makeDirectories(path);
        made.inode().setPermissions(permissions);
        return made;
    }

    /** Adds a file at an absolute path, whose directories are made if need be. */
    public RegularFile addFile(String path, int permissions, Content content) {
        Dentry directory = parent(path);
        RegularFile file = new RegularFile(directory.inode().fileSystem(), permissions, content);
        put(path, file);
        return file;
    }

    /** Adds a symbolic link at an absolute path. */
    public void addSymlink(String path, String target) {
        put(path, new Symlink(parent(path).inode().fileSystem(), target));
    }

    /** Adds any file at an absolute path, in place of one that may be there. */
    public void put(String path, Inode inode) {
        Dentry directory = parent(path);
        StoredDirectory holder = (StoredDirectory) directory.inode();
        String name = path.substring(path.lastIndexOf('/') + 1);
        holder.find(null, directory, name).ifPresent(holder::remove);
        holder.add(directory, name, inode);
    }

    /** Lets a file system begin at an absolute path. @param top its uppermost directory @return that one's entry */
    public Dentry mount(String path, Directory top) {
        put(path, top);
        return walk(root, path, null, true) instanceof Found.File(Dentry entry) ? entry : root;
    }

    /** A new directory, for the top of a file system. */
    public static Directory newDirectory(FileSystem fileSystem, int permissions) {
        return new StoredDirectory(fileSystem, permissions);
    }

    private Dentry parent(String path) {
        return makeDirectories(path.substring(0, path.lastIndexOf('/')));
    }

    /** Says what opening nodes of a character device does. */
    public void addDriver(int major, int minor, Openable driver) {
        drivers.put(FileStatus.device(major, minor), driver);
    }

    /** Adds a node of a character device at an absolute path. */
    public void addDevice(String path, int permissions, int major, int minor, Openable driver) {
        addDriver(major, minor, driver);
        put(path, newDevice(parent(path).inode().fileSystem(), permissions, FileStatus.device(major, minor)));
    }

    Device newDevice(FileSystem fileSystem, int permissions, long number) {
        return new Device(fileSystem, permissions, number, Optional.ofNullable(drivers.get(number)));
    }

    Fifo newFifo(FileSystem fileSystem, int permissions) {
        return new Fifo(fileSystem, permissions, 0, pipes.get());
    }

    /** The nameless file of a new pipe. */
    public Dentry newPipe(Task task, Openable pipe) {
        Fifo fifo = new Fifo(unnamed, 0600, 1, pipe);
        Permission.own(task, root.inode(), fifo);
        return Dentry.nameless("pipe:[" + fifo.number() + "]", fifo);
    }

    /** Gives back all memory that files use. */
    public void close() {
        Deque<StoredDirectory> left = new ArrayDeque<>(List.of((StoredDirectory) root.inode()));
        while (!left.isEmpty()) {
            for (Dentry entry : left.pop().entries()) {
                switch (entry.inode()) {
                    case StoredDirectory directory -> left.push(directory);
                    case RegularFile file -> file.close();
                    default -> { }
                }
            }
        }
    }

    // ---- looking up --------------------------------------------------------------------------------------------

    /** What a lookup found. */
    public sealed interface Found {
        /** A file, by that name. */
        record File(Dentry entry) implements Found {
            public Inode inode() {
                return entry.inode();
            }
        }

        /** None, for a reason. */
        record Error(Errno errno) implements Found {}
    }

    /**
     * Looks up a path.
     *
     * @param start where a relative path begins
     * @param task on whose behalf; null for the kernel's
     * @param followLast whether a symbolic link at the end is followed
     */
    public Found walk(Dentry start, String path, Task task, boolean followLast) {
        if (path.length() >= PATH_MAX) {
            return new Found.Error(ENAMETOOLONG);
        }
        return found(new Walk(task, task == null ? root : task.process().rootDirectory(), start, path).go(followLast));
    }

    private static Found found(Walk.Place place) {
        return switch (place) {
            case Walk.Place.Nowhere(Errno errno) -> new Found.Error(errno);
            case Walk.Place.Name(_, _, Optional<Dentry> entry, _) when entry.isEmpty() -> new Found.Error(ENOENT);
            case Walk.Place.Name(_, _, Optional<Dentry> entry, boolean slash)
                    when slash && !(entry.get().inode() instanceof Directory) -> new Found.Error(ENOTDIR);
            case Walk.Place.Name(_, _, Optional<Dentry> entry, _) -> new Found.File(entry.get());
        };
    }

    /** Looks up what a descriptor and a path in the program's memory name; an empty path names nothing. */
    public Found find(Task task, int dirfd, long path, boolean followLast) {
        return find(task, dirfd, path, followLast, false);
    }

    /** The same. @param mayBeEmpty whether the descriptor's own file is meant if the path is empty (AT_EMPTY_PATH) */
    public Found find(Task task, int dirfd, long path, boolean followLast, boolean mayBeEmpty) {
        return switch (Start.read(task, dirfd, path, mayBeEmpty)) {
            case Start.None(Errno errno) -> new Found.Error(errno);
            case Start.At(Dentry start, String text) when text.isEmpty() -> new Found.File(start);
            case Start.At(Dentry start, String text) -> walk(start, text, task, followLast);
        };
    }

    /** Looks up a name that is to be made or taken away, or to be opened, be it there or not. */
    Walk.Place locate(Task task, int dirfd, long path, boolean followLast) {
        return switch (Start.read(task, dirfd, path, false)) {
            case Start.None(Errno errno) -> new Walk.Place.Nowhere(errno);
            case Start.At(Dentry start, String text) ->
                    new Walk(task, task.process().rootDirectory(), start, text).go(followLast);
        };
    }

    /** The arguments of a call that say where to begin and where to go. */
    private sealed interface Start {
        record At(Dentry start, String path) implements Start {}

        record None(Errno errno) implements Start {}

        static Start read(Task task, int dirfd, long address, boolean mayBeEmpty) {
            Optional<String> text = task.memory().readString(address, PATH_MAX);
            if (text.isEmpty()) {
                return new None(EFAULT);
            }
            String path = text.get();
            if (path.length() >= PATH_MAX) {
                return new None(ENAMETOOLONG);
            }
            if (path.isEmpty() && !mayBeEmpty) {
                return new None(ENOENT);
            }
            if (dirfd == AT_FDCWD || path.startsWith("/")) {
                return new At(task.process().workingDirectory(), path);
            }
            OpenFile file = task.process().descriptors().lookupAny(dirfd);
            if (file == null || path.isEmpty() && file.entry().isEmpty()) {
                return new None(EBADF);
            }
            boolean isStart = path.isEmpty() || file.entry().filter(entry -> entry.inode() instanceof Directory).isPresent();
            return isStart ? new At(file.entry().get(), path) : new None(ENOTDIR);
        }
    }
}
