package foal.kernel.file;

import foal.kernel.syscall.Errno;
import foal.kernel.task.Kept;
import foal.kernel.task.WaitQueue;
import java.util.function.BooleanSupplier;

/** What came of opening a file. */
public sealed interface Opened {
    /** It is open. */
    record Ready(OpenFile file) implements Opened {}

    /** It cannot be opened. */
    record Failed(Errno errno) implements Opened {}

    /**
     * It is open, but whoever has asked is to wait for something first; if that is in vain, the file is released.
     *
     * @param queue is woken when it may have happened
     * @param isOver whether it has
     */
    record Waiting(OpenFile file, WaitQueue queue, BooleanSupplier isOver) implements Opened, Kept {
        @Override
        public void abandon() {
            file.release();
        }
    }
}
