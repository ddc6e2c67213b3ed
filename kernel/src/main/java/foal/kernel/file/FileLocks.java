package foal.kernel.file;

import foal.kernel.memory.KernelMemory;

/**
 * The locks on one file. The two kinds know nothing of each other.
 *
 * @param whole those of flock(2), each on the whole range there is; their owners are open files
 * @param ranges those of fcntl(2); their owners are open files and tables of descriptors
 */
record FileLocks(LockList whole, LockList ranges) {
    /** @param memory what they are charged to */
    FileLocks(KernelMemory memory) {
        this(new LockList(memory), new LockList(memory));
    }

    /** The owner has come to its end, or has closed a descriptor of the file. */
    void releaseAll(Object owner) {
        whole.release(owner, 0, LockList.NO_END);
        ranges.release(owner, 0, LockList.NO_END);
    }
}
