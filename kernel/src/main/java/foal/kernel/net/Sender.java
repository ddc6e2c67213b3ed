package foal.kernel.net;

import foal.kernel.task.Credentials;
import foal.kernel.task.Task;

/** The process that has sent a message or made a connection: {@code struct ucred} (unix(7)). */
record Sender(int pid, int uid, int gid) {
    /** No process: what a socket that is not connected says of its peer. */
    static final Sender NONE = new Sender(0, -1, -1);
    /** Bytes of {@code struct ucred}. */
    static final int SIZE = 12;

    /** The one that a task is; the same object as before if that is still so. */
    static Sender of(Task task, Sender before) {
        Credentials own = task.process().credentials();
        boolean isSame = before.pid == task.pid() && before.uid == own.effectiveUser() && before.gid == own.effectiveGroup();
        return isSame ? before : new Sender(task.pid(), own.effectiveUser(), own.effectiveGroup());
    }
}
