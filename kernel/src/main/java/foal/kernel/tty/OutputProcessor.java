package foal.kernel.tty;

import static foal.kernel.tty.Termios.IUTF8;
import static foal.kernel.tty.Termios.OCRNL;
import static foal.kernel.tty.Termios.OLCUC;
import static foal.kernel.tty.Termios.ONLCR;
import static foal.kernel.tty.Termios.ONLRET;
import static foal.kernel.tty.Termios.ONOCR;
import static foal.kernel.tty.Termios.OPOST;

/**
 * What is on its way to the screen: output of programs and echoes, changed as the output modes say. It keeps account of
 * the column that the cursor is in, since to erase a tab one must know how far it went.
 */
final class OutputProcessor {
    private static final int TAB_WIDTH = 8;
    /** Echoes that are kept while output is stopped; further ones are lost. */
    private static final int MOST_WAITING = 4096;

    private final LineDiscipline.Driver driver;
    private Termios termios;
    private byte[] waiting = new byte[MOST_WAITING];
    private int length;
    private int column;
    private boolean stopped;

    OutputProcessor(LineDiscipline.Driver driver, Termios termios) {
        this.driver = driver;
        this.termios = termios;
    }

    void setTermios(Termios newTermios) {
        termios = newTermios;
    }

    /** Where the cursor is, from 0; not more than a guess when programs move it. */
    int column() {
        return column;
    }

    /** Whether ^S has stopped output. */
    boolean isStopped() {
        return stopped;
    }

    void stop() {
        flush();
        stopped = true;
    }

    /** Lets output go on, and what has waited go first. */
    void start() {
        stopped = false;
        flush();
    }

    /** How many bytes a program may write so that they fit into a room, whatever becomes of them. */
    int fitting(int room) {
        return stopped ? 0 : termios.output(OPOST) ? room / TAB_WIDTH : room;
    }

    /** Puts a byte, which {@link #flush} shows. */
    void put(int c) {
        if (!termios.output(OPOST)) {
            send(c);
            return;
        }
        switch (c) {
            case '\n' -> newline();
            case '\r' -> carriageReturn();
            case '\t' -> tab();
            case '\b' -> {
                column = Math.max(0, column - 1);
                send(c);
            }
            default -> {
                boolean isShown = !isControl(c) && !(termios.input(IUTF8) && isContinuation(c));
                column += isShown ? 1 : 0;
                send(termios.output(OLCUC) && c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
            }
        }
    }

    private void newline() {
        if (termios.output(ONLCR)) {
            send('\r');
        }
        column = termios.output(ONLCR | ONLRET) ? 0 : column;
        send('\n');
    }

    private void carriageReturn() {
        if (termios.output(ONOCR) && column == 0) {
            return;
        }
        if (termios.output(OCRNL)) {
            column = termios.output(ONLRET) ? 0 : column;
            send('\n');
        } else {
            column = 0;
            send('\r');
        }
    }

    private void tab() {
        int spaces = TAB_WIDTH - column % TAB_WIDTH;
        column += spaces;
        if (termios.expandsTabs()) {
            for (int i = 0; i < spaces; i++) {
                send(' ');
            }
        } else {
            send('\t');
        }
    }

    private void send(int c) {
        if (length == waiting.length) {
            flush();
        }
        if (length < waiting.length) {
            waiting[length++] = (byte) c;
        }
    }

    /** Shows what was put, unless output is stopped. */
    void flush() {
        if (!stopped && length > 0) {
            driver.transmit(waiting, length);
            length = 0;
        }
    }

    /** Forgets what could not be shown yet because output is stopped. */
    void discard() {
        flush();
        length = 0;
    }

    static boolean isControl(int c) {
        return c < ' ' || c == 0x7f;
    }

    /** Whether a byte goes on with a character of UTF-8 that others have begun. */
    static boolean isContinuation(int c) {
        return (c & 0xc0) == 0x80;
    }

    /** Columns from one to the next tab stop. */
    static int toTabStop(int column) {
        return TAB_WIDTH - column % TAB_WIDTH;
    }
}
