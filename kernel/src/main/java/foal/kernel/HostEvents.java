package foal.kernel;

import foal.kernel.net.Network;
import java.util.concurrent.locks.LockSupport;

/**
 * What other threads of the host tell the one that runs the machine, and the only place where that one waits. By the virtual
 * clock, too, waiting takes the host's time: a person has as long as the program says; but if nothing comes, the run does
 * not depend on it.
 */
final class HostEvents {
    private final Network network;
    private volatile Thread machine;
    private volatile boolean stopRequested;
    private volatile boolean inputPending;
    private volatile boolean haltRequested;

    HostEvents(Network network) {
        this.network = network;
    }

    /** The calling thread is the one that runs the machine. */
    void begin() {
        machine = Thread.currentThread();
    }

    // ---- for other threads -------------------------------------------------------------------------------------

    /** The console has input, or the terminal's window has changed. */
    void inputArrived() {
        inputPending = true;
        wake();
    }

    /** The machine is to be stopped. */
    void requestStop() {
        stopRequested = true;
        wake();
    }

    /** A debugger wants to look: a wait ends in vain. */
    void requestHalt() {
        haltRequested = true;
        wake();
    }

    private void wake() {
        network.stopWaiting();
        LockSupport.unpark(machine);
    }

    // ---- for the machine's -------------------------------------------------------------------------------------

    boolean isStopRequested() {
        return stopRequested;
    }

    boolean isInputPending() {
        return inputPending;
    }

    /** The machine waits again from now on. */
    void forgetHalt() {
        haltRequested = false;
    }

    /** Whether input has arrived since this was last asked. */
    boolean takeInput() {
        boolean isPending = inputPending;
        inputPending = false;
        return isPending;
    }

    /** Waits for the host's network, input or a stop. @param patience nanoseconds @return whether so long has passed */
    boolean awaitNetwork(long patience) {
        long start = System.nanoTime();
        network.await(patience);
        return System.nanoTime() - start >= patience;
    }

    /** Waits for input or a stop. @param patience nanoseconds @return whether so long has passed */
    boolean awaitInput(long patience) {
        long start = System.nanoTime();
        long left = patience;
        while (left > 0 && !inputPending && !stopRequested && !haltRequested) {
            LockSupport.parkNanos(left);
            left = patience - (System.nanoTime() - start);
        }
        return left <= 0;
    }
}
