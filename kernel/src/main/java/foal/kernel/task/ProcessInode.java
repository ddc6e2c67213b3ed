package foal.kernel.task;

import java.util.Optional;

/** An inode that can stand for a process: /proc/PID, for pidfd_send_signal(2). */
public interface ProcessInode {
    /** The process, unless it stands for a thread only. */
    Optional<Process> process();
}
