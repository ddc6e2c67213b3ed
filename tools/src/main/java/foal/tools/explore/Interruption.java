package foal.tools.explore;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets work be ended early by ^C, and the process wait until what was found so far has been told. */
final class Interruption implements AutoCloseable {
    /** How long the schedules that are being tried may take to their ends, and what has been found to be told, in milliseconds. */
    private static final int SOON = 1000, PATIENCE = 30_000;
    private static final int AGAIN = 100;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().unstarted(this::interrupt);
    private volatile Runnable stop = () -> { };
    private volatile boolean isInterrupted;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Says how the work that comes now is ended early. */
    void endsBy(Runnable newStop) {
        stop = newStop;
        if (isInterrupted) {
            newStop.run();
        }
    }

    private void interrupt() {
        isInterrupted = true;
        stop.run();
        try {
            boolean isOver = over.await(SOON, TimeUnit.MILLISECONDS);
            for (int waited = SOON; !isOver && waited < PATIENCE; waited += AGAIN) {
                Trial.endEarly(); // again and again: a machine may just have been about to start
                isOver = over.await(AGAIN, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts this thread
        }
    }

    /** All has been told. */
    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the process is ending, and has waited for this
        }
    }
}
