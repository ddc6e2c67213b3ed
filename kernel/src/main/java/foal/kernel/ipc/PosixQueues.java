package foal.kernel.ipc;

import foal.kernel.file.Dentry;
import foal.kernel.file.FileSystem;
import foal.kernel.file.FileTree;
import foal.kernel.file.Inode;
import foal.kernel.file.ServedDirectory;
import foal.kernel.file.ServedFile;
import foal.kernel.task.Task;
import java.util.Optional;

/** All POSIX message queues: their names, which are those of /dev/mqueue, and the memory that all take up. */
public final class PosixQueues {
    /** Bytes of the host's memory that all messages together may take, and those that each takes besides its text. */
    private static final long MOST_HELD = 256L << 20;
    private static final int OVERHEAD = 64;

    private final ServedDirectory directory;
    private final Dentry self;
    private int count;
    private long cost;
    private long held;

    /** No queue as yet. @param tree gets the directory of queues */
    public PosixQueues(FileTree tree) {
        directory = new ServedDirectory(tree.newFileSystem(FileSystem.Kind.MQUEUE, false), 0777 | Inode.STICKY);
        self = tree.mount("/dev/mqueue", directory);
    }

    /** The entry of that name, which is without the slash. */
    Optional<Dentry> find(String name) {
        return directory.lookUp(self, name);
    }

    /** Makes a queue. @param permissions of its file @return its entry */
    Dentry add(Task task, String name, int permissions, PosixQueue queue) {
        count++;
        cost += queue.cost();
        return directory.add(task, self, name, new ServedFile(directory.fileSystem(), permissions, queue));
    }

    /** A queue has neither a name nor anybody who has it open any more. */
    void gone(PosixQueue queue) {
        held -= queue.bytes() + (long) queue.count() * OVERHEAD;
        count--;
        cost -= queue.cost();
    }

    /** How many there are, named or open. */
    int count() {
        return count;
    }

    /** What they count for against the limit. */
    long cost() {
        return cost;
    }

    /** Takes host memory for a message. @return whether there is any */
    boolean hold(int length) {
        if (held + length + OVERHEAD > MOST_HELD) {
            return false;
        }
        held += length + OVERHEAD;
        return true;
    }

    /** A message is no more. */
    void release(int length) {
        held -= length + OVERHEAD;
    }
}
