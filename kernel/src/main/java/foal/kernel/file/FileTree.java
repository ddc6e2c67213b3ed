package foal.kernel.file;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.ENAMETOOLONG;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOTDIR;

import foal.kernel.memory.FrameTable;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The one tree of all files: how it comes to be, and how paths that programs give are looked up in it. */
public final class FileTree {
    /** Bytes of the longest path, with its NUL. */
    public static final int PATH_MAX = 4096;
    /** Stands for the working directory where a directory's descriptor is wanted. */
    public static final int AT_FDCWD = -100;

    private final FrameTable frames;
    private final Clock clock;
    private final Supplier<Openable> pipes;
    private final List<FileSystem> fileSystems = new ArrayList<>();
    private final List<Mount> mounts = new ArrayList<>();
    private final WaitQueue mounted = new WaitQueue("a file system to be mounted");
    private final Map<Long, Openable> drivers = new TreeMap<>();
    private final FileSystem unnamed;
    private final Dentry root;

    /** @param pipes makes the pipe behind a new FIFO */
    public FileTree(FrameTable frames, Clock clock, Supplier<Openable> pipes) {
        this(frames, clock, pipes, tree -> new StoredDirectory(tree.newFileSystem(FileSystem.Kind.TMPFS, false), 0755));
    }

    /** The same. @param top makes the uppermost directory */
    public FileTree(FrameTable frames, Clock clock, Supplier<Openable> pipes, Function<FileTree, StoredDirectory> top) {
        this.frames = frames;
        this.clock = clock;
        this.pipes = pipes;
        StoredDirectory uppermost = top.apply(this);
        mounts.add(new Mount("/", uppermost.fileSystem()));
        root = Dentry.root(uppermost);
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
        makeDirectories("/var");
        List.of("/tmp", "/var/tmp").forEach(path -> makeDirectories(path, 0777 | Inode.STICKY));
    }

    /** Adds the few files by which programs know users and hosts (passwd(5), group(5), hosts(5)). */
    public void addStandardFiles() {
        addFile("/etc/passwd", 0644, Content.of("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"));
        addFile("/etc/group", 0644, Content.of("root:x:0:\nnogroup:x:65534:\n"));
        addFile("/etc/hosts", 0644, Content.of("127.0.0.1 localhost foal\n"));
    }

    /** The directory at an absolute path, made with its parents if need be. */
    public Dentry makeDirectories(String path) {
        return makeDirectories(path, 0755);
    }

    /** The same. @param permissions of the directories that are made */
    public Dentry makeDirectories(String path, int permissions) {
        Dentry at = root;
        for (String name : path.split("/")) {
            if (!name.isEmpty()) {
                at = child(at, name, permissions);
            }
        }
        return at;
    }

    /** @throws IllegalArgumentException if there is something of that name that is no directory */
    private Dentry child(Dentry at, String name, int permissions) {
        return switch (walk(at, name, null, true)) {
            case Found.File found when found.inode() instanceof Directory -> found.entry();
            case Found.Error(Errno errno) when errno == ENOENT && at.inode() instanceof StoredDirectory directory ->
                    directory.add(at, name, new StoredDirectory(directory.fileSystem(), permissions));
            case Found _ -> throw new IllegalArgumentException(at.path() + ": there can be no directory " + name + " there");
        };
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

    /**
     * Adds any file at an absolute path, in place of one that may be there.
     *
     * @throws IllegalArgumentException if there can be none
     */
    public Dentry put(String path, Inode inode) {
        Dentry directory = parent(path);
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (!(directory.inode() instanceof StoredDirectory holder) || holder.prepare(directory) != null) {
            throw new IllegalArgumentException("nothing can be put into " + directory.path());
        }
        Optional<Dentry> before = holder.find(null, directory, name);
        if (before.isPresent() && before.get().inode() instanceof Directory && !(inode instanceof Directory)) {
            throw new IllegalArgumentException(before.get().path() + " is a directory");
        }
        before.ifPresent(holder::remove);
        return holder.add(directory, name, inode);
    }

    /** Lets a file system begin at an absolute path. @param top its uppermost directory @return that one's entry */
    public Dentry mount(String path, Directory top) {
        mounts.add(new Mount(path, top.fileSystem()));
        mounted.wakeAll();
        return put(path, top);
    }

    /** A place where a file system begins. */
    public record Mount(String path, FileSystem fileSystem) {}

    /** All of them, that of the root first. */
    public List<Mount> mounts() {
        return Collections.unmodifiableList(mounts);
    }

    /** What tells that there is another. */
    public GeneratedFile.Changes mountChanges() {
        return new GeneratedFile.Changes(mounted, mounts::size);
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
        put(path, newDevice(parent(path).inode().fileSystem(), FileStatus.CHARACTER_DEVICE | permissions, FileStatus.device(major, minor)));
    }

    /** A node by which a program knows a device, whether there is one or not. @param mode type and permissions */
    Device newDevice(FileSystem fileSystem, int mode, long number) {
        boolean isCharacter = (mode & FileStatus.TYPE) == FileStatus.CHARACTER_DEVICE;
        return new Device(fileSystem, mode, number, isCharacter ? Optional.ofNullable(drivers.get(number)) : Optional.empty());
    }

    /** The node of a character device that a task has made, and that has a name for as long as it exists. */
    public Inode newDevice(Task task, FileSystem fileSystem, int permissions, long number, Openable driver) {
        Device device = new Device(fileSystem, FileStatus.CHARACTER_DEVICE | permissions, number, Optional.of(driver));
        Permission.own(task, root.inode(), device);
        device.addLinks(1);
        return device;
    }

    /** A file of the host's that exists, but that nobody can open: a device, a socket, a FIFO. @param mode type and permissions */
    public Inode newClosed(FileSystem fileSystem, int mode) {
        int permissions = mode & Inode.PERMISSIONS;
        return switch (mode & FileStatus.TYPE) {
            case FileStatus.FIFO -> new Fifo(fileSystem, permissions, 0, (_, _, _) -> new Opened.Failed(Errno.ENXIO));
            case FileStatus.SOCKET -> new SocketInode(fileSystem, permissions);
            default -> new Device(fileSystem, FileStatus.CHARACTER_DEVICE | permissions, 0, Optional.empty());
        };
    }

    Fifo newFifo(FileSystem fileSystem, int permissions) {
        return new Fifo(fileSystem, permissions, 0, pipes.get());
    }

    /** The nameless file of a new pipe. */
    public Dentry newPipe(Task task, Openable pipe) {
        Dentry entry = newPipe(pipe);
        Permission.own(task, root.inode(), entry.inode());
        return entry;
    }

    /** The same for one that no task has made. */
    public Dentry newPipe(Openable pipe) {
        Fifo fifo = new Fifo(unnamed, 0600, 1, pipe);
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
        return found(new Walk(task, task == null ? root : FileContext.of(task).rootDirectory(), start, path).toFile(followLast));
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

    /** Looks up a name that is to be made or taken away. */
    Walk.Place locate(Task task, int dirfd, long path) {
        return locate(task, dirfd, path, Walk::toName);
    }

    /** Looks up a file that is to be opened, be it there or not. @param followLast whether a symbolic link at the end is followed */
    Walk.Place locateToOpen(Task task, int dirfd, long path, boolean followLast) {
        return locate(task, dirfd, path, walk -> walk.toFile(followLast));
    }

    private static Walk.Place locate(Task task, int dirfd, long path, Function<Walk, Walk.Place> go) {
        return switch (Start.read(task, dirfd, path, false)) {
            case Start.None(Errno errno) -> new Walk.Place.Nowhere(errno);
            case Start.At(Dentry start, String text) -> go.apply(new Walk(task, FileContext.of(task).rootDirectory(), start, text));
        };
    }

    /** Makes the name of a socket, which shows what the socket is bound to (bind(2)). */
    public Found makeSocket(Task task, String path) {
        Walk.Place place = new Walk(task, FileContext.of(task).rootDirectory(), FileContext.of(task).workingDirectory(), path).toName();
        int permissions = 0777 & ~FileContext.of(task).umask();
        long error = NameCalls.make(task, place, false, parent -> new SocketInode(parent.fileSystem(), permissions));
        return error == 0 ? walk(FileContext.of(task).workingDirectory(), path, task, false) : new Found.Error(Errno.of(error));
    }

    /** Looks up the name of a socket to send to. */
    public Found findSocket(Task task, String path) {
        Found found = walk(FileContext.of(task).workingDirectory(), path, task, true);
        boolean isForbidden = found instanceof Found.File file && !Permission.allows(task, file.inode(), Permission.WRITE);
        return isForbidden ? new Found.Error(EACCES) : found;
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
                return new At(FileContext.of(task).workingDirectory(), path);
            }
            OpenFile file = DescriptorTable.of(task).lookupAny(dirfd);
            if (file == null || path.isEmpty() && file.entry().isEmpty()) {
                return new None(EBADF);
            }
            boolean isStart = path.isEmpty() || file.entry().filter(entry -> entry.inode() instanceof Directory).isPresent();
            return isStart ? new At(file.entry().get(), path) : new None(ENOTDIR);
        }
    }
}
