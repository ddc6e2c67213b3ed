package foal.tools.boot;

/** The end of a helper thread. */
final class Threads {
    private Threads() {}

    /** Waits until a thread has ended. */
    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts the thread that runs the machine
        }
    }
}
