package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EBUSY;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOTSOCK;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.FileStatus;
import foal.kernel.file.OpenFile;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.About;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Signal;
import foal.kernel.task.Task;
import java.util.Optional;

/** The call by which a process has itself told of a message: by a signal, or by bytes for a thread of the C library's. */
@About(Topic.IPC)
public final class QueueNoticeCalls {
    // struct sigevent: what SIGEV_* are.
    private static final int SIGEV_SIGNAL = 0, SIGEV_NONE = 1, SIGEV_THREAD = 2;

    private final Struct sigevent = new Struct(64);
    private final byte[] cookie = new byte[PosixQueue.Notice.ByCookie.SIZE];

    @Syscall(nr = 184, doc = "have the process notified when a message comes to an empty POSIX message queue",
            differs = "Of several descriptors for one open queue, only the last to be closed ends the notification.")
    public long mq_notify(Task task, @Fd int mqdes, @In(Data.SIGEVENT) long sevp) {
        if (sevp != 0 && !task.memory().read(sevp, sigevent)) {
            return EFAULT.result();
        }
        int signal = sigevent.getInt(8), kind = sigevent.getInt(12);
        if (sevp != 0 && (kind < SIGEV_SIGNAL || kind > SIGEV_THREAD
                || kind == SIGEV_SIGNAL && Integer.compareUnsigned(signal, Signal.LAST) > 0)) {
            return EINVAL.result();
        }
        boolean byThread = sevp != 0 && kind == SIGEV_THREAD;
        Optional<OpenFile> receiver = byThread ? DescriptorTable.of(task).get(signal) : Optional.empty();
        long error = byThread ? readCookie(task, sigevent.getLong(0), receiver) : 0;
        if (error != 0) {
            return error;
        }
        PosixQueueFile file = PosixQueueCalls.find(task, mqdes);
        if (file == null) {
            return EBADF.result();
        }
        PosixQueue queue = file.queue();
        if (sevp == 0) {
            queue.notification().filter(asked -> asked.process() == task.process())
                    .ifPresent(_ -> queue.removeNotification());
            return 0;
        }
        if (queue.notification().isPresent()) {
            return EBUSY.result();
        }
        PosixQueue.Notice notice = switch (kind) {
            case SIGEV_NONE -> new PosixQueue.Notice.Silent();
            case SIGEV_THREAD -> new PosixQueue.Notice.ByCookie((NoticeReceiver) receiver.orElseThrow(), cookie.clone());
            default -> new PosixQueue.Notice.BySignal(signal, sigevent.getLong(0));
        };
        queue.setNotification(new PosixQueue.Notification(task.process(), file, notice));
        return 0;
    }

    /**
     * Reads the bytes by which a thread is to be told.
     *
     * @param receiver what it will get them from: the descriptor that is there in place of a signal
     * @return 0 or an error: also if nothing can be got from that
     */
    private long readCookie(Task task, long address, Optional<OpenFile> receiver) {
        if (task.memory().read(address, cookie, 0, cookie.length) < cookie.length) {
            return EFAULT.result();
        }
        if (receiver.isEmpty()) {
            return EBADF.result();
        }
        if (receiver.get() instanceof NoticeReceiver) {
            return 0;
        }
        return (receiver.get().status().mode() & FileStatus.TYPE) == FileStatus.SOCKET ? EINVAL.result() : ENOTSOCK.result();
    }
}
