package foal.kernel.device;

import foal.kernel.file.FileSystem;
import foal.kernel.file.FileTree;
import foal.kernel.file.Inode;
import foal.kernel.file.OpenFile;
import foal.kernel.file.Openable;
import foal.kernel.file.Opened;
import foal.kernel.memory.FrameTable;
import foal.kernel.syscall.Errno;
import foal.kernel.tty.Console;
import foal.kernel.tty.Terminal;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Fills /dev. */
public final class DeviceFiles {
    /** Major numbers: memory, and terminals as such. */
    private static final int MEMORY = 1, TERMINAL = 5;
    private static final int FOR_ALL = 0666, FOR_ROOT = 0600;

    private final FileTree tree;

    private DeviceFiles(FileTree tree) {
        this.tree = tree;
    }

    /** Puts all devices that there are into a tree. @param random what /dev/random gives */
    public static void addTo(FileTree tree, FrameTable frames, Console console, RandomGenerator random) {
        DeviceFiles files = new DeviceFiles(tree);
        RandomBytes bytes = new RandomBytes(random);
        tree.mount("/dev", FileTree.newDirectory(tree.newFileSystem(FileSystem.Kind.DEVTMPFS, false), 0755));
        tree.mount("/dev/shm", FileTree.newDirectory(tree.newFileSystem(FileSystem.Kind.TMPFS, false), 0777 | Inode.STICKY));
        files.addMemory("null", 3, (_, entry, flags) -> new Opened.Ready(new NullDevice(entry, flags)));
        files.addMemory("zero", 5, (_, entry, flags) -> new Opened.Ready(new ZeroDevice(entry, flags, false, frames)));
        files.addMemory("full", 7, (_, entry, flags) -> new Opened.Ready(new ZeroDevice(entry, flags, true, frames)));
        files.addMemory("random", 8, (_, entry, flags) -> new Opened.Ready(new RandomDevice(entry, flags, bytes)));
        files.addMemory("urandom", 9, (_, entry, flags) -> new Opened.Ready(new RandomDevice(entry, flags, bytes)));
        tree.addDevice("/dev/tty", FOR_ALL, TERMINAL, 0, (task, _, flags) -> opened(
                Optional.ofNullable(task).flatMap(it -> it.process().terminal()).map(terminal -> ((Terminal) terminal).open(flags))));
        tree.addDevice("/dev/console", FOR_ROOT, TERMINAL, 1, (_, _, flags) -> opened(console.openTerminal(flags)));
        tree.addSymlink("/dev/fd", "/proc/self/fd");
        tree.addSymlink("/dev/stdin", "/proc/self/fd/0");
        tree.addSymlink("/dev/stdout", "/proc/self/fd/1");
        tree.addSymlink("/dev/stderr", "/proc/self/fd/2");
    }

    private void addMemory(String name, int minor, Openable driver) {
        tree.addDevice("/dev/" + name, FOR_ALL, MEMORY, minor, driver);
    }

    private static Opened opened(Optional<OpenFile> terminal) {
        return terminal.<Opened>map(Opened.Ready::new).orElse(new Opened.Failed(Errno.ENXIO));
    }
}
