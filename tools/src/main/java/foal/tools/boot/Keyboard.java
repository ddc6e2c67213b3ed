package foal.tools.boot;

import foal.kernel.tty.HostTerminal;
import java.io.IOException;
import java.io.InputStream;

/**
 * The keys of a terminal in raw mode, read by a thread of its own as they are pressed: a key may be ^C for a program
 * that reads nothing.
 *
 * <p>One key is for us: ^] and then q ends the run, whatever the guest does. ^] twice is one ^] for the guest.
 */
final class Keyboard {
    private static final int ESCAPE = ']' - 64, QUIT = 'q';
    private static final int PIECE = 4096;

    private final InputStream stream;
    private Runnable pressed;
    private Runnable quit;
    private boolean isEscaped;

    // Guarded by this object's lock.
    private final byte[] keys = new byte[2 * PIECE];
    private int length;
    private boolean isGone;

    Keyboard(InputStream stream) {
        this.stream = stream;
    }

    /**
     * Begins to read.
     *
     * @param whenPressed is called, by another thread, when there are keys
     * @param whenQuit is called by it when the run is to be ended
     */
    void start(Runnable whenPressed, Runnable whenQuit) {
        pressed = whenPressed;
        quit = whenQuit;
        Thread.ofPlatform().daemon().name("keyboard").start(this::read);
    }

    /** As {@link HostTerminal#read}. */
    synchronized int take(byte[] into, int limit) {
        if (length == 0 && isGone) {
            return HostTerminal.GONE;
        }
        int count = Math.min(length, limit);
        System.arraycopy(keys, 0, into, 0, count);
        System.arraycopy(keys, count, keys, 0, length - count);
        length -= count;
        notifyAll();
        return count;
    }

    private void read() {
        byte[] piece = new byte[PIECE];
        int count = 0;
        while (count >= 0) {
            try {
                count = stream.read(piece);
            } catch (IOException _) {
                count = -1; // the window was closed
            }
            for (int i = 0; i < count; i++) {
                filter(piece[i]);
            }
            if (count < 0) {
                leave();
            }
            pressed.run();
        }
    }

    private void filter(byte key) {
        if (key == ESCAPE && !isEscaped) {
            isEscaped = true;
        } else if (isEscaped && key == QUIT) {
            quit.run();
        } else {
            if (isEscaped && key != ESCAPE) {
                add((byte) ESCAPE);
            }
            isEscaped = false;
            add(key);
        }
    }

    private synchronized void add(byte key) {
        try {
            while (length == keys.length) {
                pressed.run();
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts this thread
        }
        keys[length++] = key;
    }

    private synchronized void leave() {
        isGone = true;
    }
}
