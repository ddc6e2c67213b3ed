package foal.tools.boot;

import foal.kernel.Kernel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a run before its own end: when its time is up, or when the person at the terminal wants that. */
final class Stopper implements AutoCloseable {
    private static final int ASK_AGAIN_MILLIS = 5;

    private final Kernel kernel;
    private final HostInput input;
    private final CountDownLatch runIsOver = new CountDownLatch(1);
    private final Thread timer;
    private volatile boolean byUser;
    private boolean isOver; // guarded by this object's lock

    /**
     * @param after when to end the run; null for never
     * @param input which a machine that waits for it is to wait for no longer
     */
    Stopper(Duration after, Kernel kernel, HostInput input) {
        this.kernel = kernel;
        this.input = input;
        timer = Thread.ofPlatform().daemon().name("deadline").unstarted(() -> stopAfter(after));
        if (after != null) {
            timer.start();
        }
    }

    /** Ends the run because the user wants it. Called by another thread than the one that runs the machine. */
    void stopForUser() {
        byUser = true;
        stopAfter(Duration.ZERO);
    }

    /** Whether the user has ended the run. */
    boolean isByUser() {
        return byUser;
    }

    private void stopAfter(Duration after) {
        try {
            boolean hasEnded = runIsOver.await(after.toNanos(), TimeUnit.NANOSECONDS);
            // The engine can miss a request that comes just as it starts, so ask until it has heard.
            while (!hasEnded) {
                ask();
                hasEnded = runIsOver.await(ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts these threads
        }
    }

    private synchronized void ask() {
        if (!isOver) {
            kernel.requestStop();
            input.close();
        }
    }

    /** Returns when this will not touch the kernel any more. */
    @Override
    public void close() {
        synchronized (this) {
            isOver = true;
        }
        runIsOver.countDown();
        Threads.join(timer);
    }
}
