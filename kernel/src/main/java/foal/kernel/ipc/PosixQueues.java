package foal.kernel.ipc;

import static foal.kernel.memory.KernelMemory.Kind.MESSAGE_BYTE;

import foal.kernel.file.Dentry;
import foal.kernel.file.FileSystem;
import foal.kernel.file.FileTree;
import foal.kernel.file.Inode;
import foal.kernel.file.ServedDirectory;
import foal.kernel.file.ServedFile;
import foal.kernel.memory.KernelMemory;
import foal.kernel.task.Task;
import java.util.Optional;

/** All POSIX message queues: their names, which are those of /dev/mqueue, and the memory that all take up. */
public final class PosixQueues {
    /** Bytes that each message takes besides its text. */
    private static final int OVERHEAD = 64;

    private final ServedDirectory directory;
    private final Dentry self;
    private int count;
    private long cost;
    private final KernelMemory memory;

    /**
     * No queue as yet.
     *
     * @param tree gets the directory of queues
     * @param memory what messages are charged to
     */
    public PosixQueues(FileTree tree, KernelMemory memory) {
        this.memory = memory;
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
        memory.giveBack(MESSAGE_BYTE, queue.bytes() + (long) queue.count() * OVERHEAD);
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

    /** Takes memory for a message. @return whether there is any */
    boolean hold(int length) {
        return memory.take(MESSAGE_BYTE, length + OVERHEAD);
    }

    /** A message has gone. */
    void release(int length) {
        memory.giveBack(MESSAGE_BYTE, length + OVERHEAD);
    }
}
