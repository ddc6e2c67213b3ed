package foal.kernel.file;

import foal.kernel.task.Processes;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.List;
import java.util.Optional;

/**
 * Signal-driven input and output (O_ASYNC in fcntl(2)): whenever something open becomes ready, its {@link FileOwner} gets
 * SIGIO, or the signal that it has chosen. Like epoll it watches the queues that would wake those who wait. A file that
 * nobody has asked this of has no such object, and its queues no watcher.
 */
final class AsyncNotice {
    private static final int HANG_UP = (int) PollEvent.POLLHUP.value();
    private static final int ENDED = HANG_UP | (int) PollEvent.POLLRDHUP.value();
    private static final int INPUT = PollEvent.READABLE | HANG_UP | (int) PollEvent.POLLERR.value();
    private static final int OUTPUT = PollEvent.WRITABLE | (int) PollEvent.POLLERR.value();

    private final OpenFile file;
    private final int fd;
    private final Processes processes;
    /** Who polls: the kernel itself, so that no process is kept that has ended. */
    private final Task asking;
    private final Optional<WaitQueue> input;
    private final Optional<WaitQueue> output;
    private final Runnable whenInput = this::inputCame;
    private final Runnable whenOutput = this::roomCame;

    /**
     * Begins to watch.
     *
     * @param fd the descriptor by which this was asked for, which the signal will name
     */
    AsyncNotice(OpenFile file, int fd, Processes processes) {
        this.file = file;
        this.fd = fd;
        this.processes = processes;
        asking = processes.findThread(Processes.INIT_PID).orElseThrow();
        List<WaitQueue> queues = file.pollQueues(asking);
        input = file.isReadable() ? Optional.of(queues.getFirst()) : Optional.empty();
        output = file.isWritable() && queues.size() > (file.isReadable() ? 1 : 0) ? Optional.of(queues.getLast()) : Optional.empty();
        input.ifPresent(queue -> queue.watch(whenInput));
        output.ifPresent(queue -> queue.watch(whenOutput));
    }

    /** Watches no longer. */
    void close() {
        input.ifPresent(queue -> queue.unwatch(whenInput));
        output.ifPresent(queue -> queue.unwatch(whenOutput));
    }

    private void inputCame() {
        int ready = file.poll(asking);
        if ((ready & ENDED) == ENDED) {
            tell(SignalInfo.POLL_HUP, HANG_UP | (int) PollEvent.POLLERR.value());
        } else if ((ready & INPUT) != 0) {
            tell(SignalInfo.POLL_IN, PollEvent.READABLE);
        }
    }

    private void roomCame() {
        if (file.hasLackedRoom() && (file.poll(asking) & OUTPUT) != 0) {
            tell(SignalInfo.POLL_OUT, PollEvent.WRITABLE | (int) PollEvent.POLLWRBAND.value());
        }
    }

    private void tell(int code, int band) {
        file.owner().tell(processes, code, band, fd);
    }
}
