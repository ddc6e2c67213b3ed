package foal.kernel.tty;

import static foal.kernel.memory.KernelMemory.Kind.PTY;
import static foal.kernel.syscall.Errno.EIO;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.ENOSPC;

import foal.kernel.file.Dentry;
import foal.kernel.file.FileStatus;
import foal.kernel.file.FileSystem;
import foal.kernel.file.FileTree;
import foal.kernel.file.GeneratedDirectory;
import foal.kernel.file.Inode;
import foal.kernel.file.Opened;
import foal.kernel.memory.KernelMemory;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All pseudoterminals that there are, and /dev/pts, the directory of their slaves. To open /dev/ptmx is to make one; it
 * gets the lowest free number (pts(4)).
 */
public final class Ptys {
    /** As many as Linux has by default. */
    static final int MOST = 4096;
    private static final int SLAVE_PERMISSIONS = 0620, FOR_ALL = 0666, PTMX_MAJOR = 5, PTMX_MINOR = 2;
    /** The number of the directory itself: slaves never get as far. */
    private static final long TOP_NUMBER = 1L << 32;

    private final FileTree tree;
    private final Processes processes;
    private final KernelMemory memory;
    private final TerminalControl control;
    private final FileSystem fileSystem;
    private final Dentry top;
    private final TreeMap<Integer, Pty> byNumber = new TreeMap<>();
    private final BitSet numbers = new BitSet();

    private Ptys(FileTree tree, Processes processes, KernelMemory memory, TerminalControl control) {
        this.tree = tree;
        this.processes = processes;
        this.memory = memory;
        this.control = control;
        fileSystem = tree.newFileSystem(FileSystem.Kind.DEVPTS, false);
        top = tree.mount("/dev/pts", new Slaves());
    }

    /** Puts /dev/ptmx and /dev/pts into a tree. */
    public static void addTo(FileTree tree, Processes processes, KernelMemory memory, Console console) {
        Ptys all = new Ptys(tree, processes, memory, console.control());
        tree.addDevice("/dev/ptmx", FOR_ALL, PTMX_MAJOR, PTMX_MINOR, all::make);
    }

    /** Makes a pseudoterminal, whose slave belongs to the user who asks. */
    private Opened make(Task task, Dentry ptmx, int flags) {
        if (byNumber.size() == MOST) {
            return new Opened.Failed(ENOSPC);
        }
        if (!memory.take(PTY, 1)) {
            return new Opened.Failed(ENOMEM);
        }
        int number = numbers.nextClearBit(0);
        numbers.set(number);
        Inode node = tree.newDevice(task, fileSystem, SLAVE_PERMISSIONS, FileStatus.device(Pty.MAJOR, number),
                (opener, entry, how) -> openSlave(opener, number, entry.inode(), how));
        Pty pty = new Pty(number, Dentry.in(top, String.valueOf(number), node), processes, control);
        byNumber.put(number, pty);
        return new Opened.Ready(new PtyMaster(pty, this, ptmx, control, flags));
    }

    /** @param node the slave's device file, which a program may still know when its pseudoterminal is gone */
    private Opened openSlave(Task task, int number, Inode node, int flags) {
        Pty pty = byNumber.get(number);
        return pty != null && pty.entry().inode() == node ? pty.open(task, flags) : new Opened.Failed(EIO);
    }

    /** The master is closed. */
    void remove(Pty pty) {
        byNumber.remove(pty.number());
        numbers.clear(pty.number());
        memory.giveBack(PTY, 1);
        pty.masterReleased();
    }

    /** The directory /dev/pts. */
    private final class Slaves extends GeneratedDirectory {
        Slaves() {
            super(fileSystem, TOP_NUMBER, 0755);
        }

        @Override
        protected Optional<Inode> find(Task task, String name) {
            if (!name.matches("0|[1-9][0-9]{0,3}")) {
                return Optional.empty();
            }
            return Optional.ofNullable(byNumber.get(Integer.valueOf(name))).map(pty -> pty.entry().inode());
        }

        @Override
        protected List<String> names(Task task) {
            return byNumber.keySet().stream().map(String::valueOf).toList();
        }
    }
}
