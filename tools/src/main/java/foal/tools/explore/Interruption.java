package foal.tools.explore;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets work be ended early by ^C, and the process wait until what was found so far has been told. */
final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().unstarted(this::interrupt);
    private volatile Runnable stop = () -> { };

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Says how the work that comes now is ended early. */
    void endsBy(Runnable newStop) {
        stop = newStop;
    }

    private void interrupt() {
        stop.run();
        try {
            over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
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
