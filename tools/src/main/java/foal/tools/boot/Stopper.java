package foal.tools.boot;

import foal.kernel.Kernel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Ends a run before its own end: when its time is up, or when the person at the terminal wants that. */
final class Stopper implements AutoCloseable {
    private static final int ASK_AGAIN_MILLIS = 5;
    /** Asked in vain so often, the machine will not stop any more: some seconds, where it takes milliseconds at most. */
    private static final int HOPELESS = 1000;

    private final Kernel kernel;
    private final HostInput input;
    private final CountDownLatch runIsOver = new CountDownLatch(1);
    private final Thread timer;
    private final Consumer<String> lastResort;
    private volatile boolean byUser;
    private boolean isOver; // guarded by this object's lock

    /**
     * @param after when to end the run; null for never
     * @param input which a machine that waits for it is to wait for no longer
     * @param lastResort ends this process if the machine does not stop; is told why, in a line
     */
    Stopper(Duration after, Kernel kernel, HostInput input, Consumer<String> lastResort) {
        this.lastResort = lastResort;
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
            for (int asked = 0; !hasEnded; asked++) {
                ask();
                if (asked == HOPELESS) {
                    lastResort.accept(kernel.callInProgress().map(call -> call + " does not come to an end in the kernel")
                            .orElse("the machine does not stop"));
                }
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
