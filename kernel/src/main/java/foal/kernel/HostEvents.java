package foal.kernel;

import foal.kernel.net.Network;
import foal.kernel.outside.Journal;
import foal.kernel.outside.Journal.Topic;
import foal.kernel.tty.Console;
import java.util.concurrent.locks.LockSupport;

/**
 * What the host brings to the console and the network, what other threads of the host tell the one that runs the machine, and the
 * only place where that one waits. By the virtual clock, too, waiting takes the host's time: a person has as long as the program
 * says; but if nothing comes, the run does not depend on it.
 */
final class HostEvents {
    private final Journal journal;
    private final Console console;
    private final Network network;
    private volatile Thread machine;
    private volatile boolean stopRequested;
    private volatile boolean inputPending;
    private volatile boolean haltRequested;

    HostEvents(Journal journal, Console console, Network network) {
        this.journal = journal;
        this.console = console;
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

    /** The machine waits again from now on. */
    void forgetHalt() {
        haltRequested = false;
    }

    /** Takes to console and network what has come for them. */
    void deliver() {
        if (journal.happened(Topic.INPUT_CAME, this::takeInput)) {
            console.inputArrived();
        }
        network.pump();
    }

    /** Whether input has arrived since this was last asked. */
    private boolean takeInput() {
        boolean isPending = inputPending;
        inputPending = false;
        return isPending;
    }

    /** Whether something has come that is not yet delivered. */
    boolean isPending() {
        return journal.happened(Topic.INPUT_IS_PENDING, () -> inputPending);
    }

    /** Whether a person or the network may interrupt a task that runs. */
    boolean canInterrupt() {
        return console.isInteractive() || console.awaitsInput() || network.awaitsHost();
    }

    /** Whether a task waits for something from the host. */
    boolean isAwaited() {
        return network.awaitsHost() || console.awaitsInput();
    }

    /** Whether something from the host could make a task run, though none can now. */
    boolean couldWake() {
        return console.couldWake() || network.awaitsHost();
    }

    /** Waits for the host. @param patience nanoseconds @return whether so long has passed, and nothing has come */
    boolean await(long patience) {
        return journal.happened(Topic.WAITED_IN_VAIN, () -> {
            long start = System.nanoTime();
            if (network.awaitsHost()) {
                network.await(patience);
            } else {
                awaitInput(patience);
            }
            return System.nanoTime() - start >= patience;
        });
    }

    private void awaitInput(long patience) {
        long start = System.nanoTime();
        long left = patience;
        while (left > 0 && !inputPending && !stopRequested && !haltRequested) {
            LockSupport.parkNanos(left);
            left = patience - (System.nanoTime() - start);
        }
    }
}
