package foal.tools.boot;

import foal.kernel.Kernel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a run when its time is up. */
final class Deadline implements AutoCloseable {
    private static final int ASK_AGAIN_MILLIS = 5;

    private final CountDownLatch runIsOver = new CountDownLatch(1);
    private final Thread thread;

    private Deadline(Duration after, Kernel kernel, HostInput input) {
        thread = Thread.ofPlatform().daemon().name("deadline").unstarted(() -> watch(after, kernel, input));
    }

    /** @param input which a machine that waits for it is to wait for no longer */
    static Deadline start(Duration after, Kernel kernel, HostInput input) {
        Deadline deadline = new Deadline(after, kernel, input);
        deadline.thread.start();
        return deadline;
    }

    private void watch(Duration after, Kernel kernel, HostInput input) {
        try {
            boolean isOver = runIsOver.await(after.toNanos(), TimeUnit.NANOSECONDS);
            // The engine can miss a request that comes just as it starts, so ask until it has heard.
            while (!isOver) {
                kernel.requestStop();
                input.close();
                isOver = runIsOver.await(ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts this thread
        }
    }

    /** Returns when this will not touch the kernel any more. */
    @Override
    public void close() {
        runIsOver.countDown();
        Threads.join(thread);
    }
}
