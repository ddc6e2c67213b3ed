package foal.kernel.tty;

import static foal.kernel.tty.Termios.ECHO;
import static foal.kernel.tty.Termios.ECHOCTL;
import static foal.kernel.tty.Termios.ECHOE;
import static foal.kernel.tty.Termios.ECHOK;
import static foal.kernel.tty.Termios.ECHOKE;
import static foal.kernel.tty.Termios.ECHONL;
import static foal.kernel.tty.Termios.ICANON;
import static foal.kernel.tty.Termios.ICRNL;
import static foal.kernel.tty.Termios.IEXTEN;
import static foal.kernel.tty.Termios.IGNCR;
import static foal.kernel.tty.Termios.INLCR;
import static foal.kernel.tty.Termios.ISIG;
import static foal.kernel.tty.Termios.ISTRIP;
import static foal.kernel.tty.Termios.IUCLC;
import static foal.kernel.tty.Termios.IUTF8;
import static foal.kernel.tty.Termios.IXANY;
import static foal.kernel.tty.Termios.IXON;
import static foal.kernel.tty.Termios.NOFLSH;

import foal.kernel.task.Signal;

/**
 * The line discipline: what becomes of keys on their way to a program (termios(3)). In canonical mode it lets a person
 * edit a line and hands it over when it is finished; in raw mode every byte is there at once. In both it echoes and
 * turns some keys into signals, as the modes say.
 */
public final class LineDiscipline {
    /** Bytes that a line has at the most; what is typed beyond is lost, but the line can still be ended. */
    public static final int LONGEST_LINE = InputQueue.SIZE;

    private final Driver driver;
    private final InputQueue queue = new InputQueue();
    private final OutputProcessor output;
    private Termios termios = new Termios();
    private boolean takesNextLiterally;
    /** Where the cursor was when the line was begun. */
    private int lineColumn;

    /** What the line discipline works for: the terminal. */
    public interface Driver {
        /** Shows bytes. */
        void transmit(byte[] bytes, int length);

        /** A key has been pressed that stands for a signal to the processes in the foreground. */
        void signal(Signal signal);
    }

    public LineDiscipline(Driver driver) {
        this.driver = driver;
        output = new OutputProcessor(driver, termios);
    }

    public Termios termios() {
        return termios;
    }

    /** Changes the modes; what has been typed stays. */
    public void setTermios(Termios newTermios) {
        boolean wasCanonical = isCanonical();
        termios = newTermios;
        output.setTermios(newTermios);
        if (isCanonical() != wasCanonical) {
            takesNextLiterally = false;
            if (isCanonical()) {
                queue.finishAll();
            } else {
                queue.removeMarks();
            }
        }
        if (!termios.input(IXON)) {
            output.start();
        }
    }

    /** Whether lines are edited here. */
    boolean isCanonical() {
        return termios.local(ICANON);
    }

    // ---- keys --------------------------------------------------------------------------------------------------

    /** How many keys can be taken now. */
    public int room() {
        return queue.room(isCanonical());
    }

    /** Takes keys, {@link #room()} at the most. */
    public void receive(byte[] keys, int count) {
        for (int i = 0; i < count; i++) {
            receive(keys[i] & 0xff);
        }
        output.flush();
    }

    private void receive(int key) {
        int c = termios.input(ISTRIP) ? key & 0x7f : key;
        if (termios.input(IUCLC) && termios.local(IEXTEN) && c >= 'A' && c <= 'Z') {
            c += 'a' - 'A';
        }
        if (takesNextLiterally) {
            takesNextLiterally = false;
            add(c);
            return;
        }
        if (controlsFlow(c) || sendsSignal(c)) {
            return;
        }
        if (output.isStopped() && termios.input(IXON) && termios.input(IXANY)) {
            output.start();
        }
        if (c == '\r') {
            if (termios.input(IGNCR)) {
                return;
            }
            c = termios.input(ICRNL) ? '\n' : c;
        } else if (c == '\n' && termios.input(INLCR)) {
            c = '\r';
        }
        if (!isCanonical() || !edits(c)) {
            add(c);
        }
    }

    /** ^S and ^Q. */
    private boolean controlsFlow(int c) {
        if (!termios.input(IXON) || !termios.is(Termios.VSTART, c) && !termios.is(Termios.VSTOP, c)) {
            return false;
        }
        if (termios.is(Termios.VSTART, c)) {
            output.start();
        } else {
            output.stop();
        }
        return true;
    }

    /** ^C, ^\ and ^Z. */
    private boolean sendsSignal(int c) {
        Signal signal = termios.is(Termios.VINTR, c) ? Signal.SIGINT
                : termios.is(Termios.VQUIT, c) ? Signal.SIGQUIT
                : termios.is(Termios.VSUSP, c) ? Signal.SIGTSTP : null;
        if (signal == null || !termios.local(ISIG)) {
            return false;
        }
        if (!termios.local(NOFLSH)) {
            discardInput();
            output.discard();
        }
        if (termios.input(IXON)) {
            output.start();
        }
        if (termios.local(ECHO)) {
            echo(c);
        }
        output.flush();
        driver.signal(signal);
        return true;
    }

    private void add(int c) {
        if (queue.lineLength() == 0) {
            lineColumn = output.column();
        }
        if (queue.add(c) && termios.local(ECHO)) {
            echo(c);
        }
    }

    // ---- editing a line ----------------------------------------------------------------------------------------

    /** @return false if the byte is no special character, and is to become part of the line */
    private boolean edits(int c) {
        boolean extended = termios.local(IEXTEN);
        if (termios.is(Termios.VERASE, c)) {
            eraseCharacter();
        } else if (termios.is(Termios.VWERASE, c) && extended) {
            eraseWord();
        } else if (termios.is(Termios.VKILL, c)) {
            eraseLine(c);
        } else if (termios.is(Termios.VLNEXT, c) && extended) {
            takesNextLiterally = true;
            if (termios.localAll(ECHO | ECHOCTL)) {
                output.put('^');
                output.put('\b');
            }
        } else if (termios.is(Termios.VREPRINT, c) && extended && termios.local(ECHO)) {
            reprint(c);
        } else if (c == '\n') {
            if (termios.local(ECHO | ECHONL)) {
                output.put('\n');
            }
            queue.endLine(c);
        } else if (termios.is(Termios.VEOF, c)) {
            queue.endFile();
        } else if (termios.is(Termios.VEOL, c) || termios.is(Termios.VEOL2, c) && extended) {
            if (termios.local(ECHO)) {
                echo(c);
            }
            queue.endLine(c);
        } else {
            return false;
        }
        return true;
    }

    private void eraseCharacter() {
        int length = queue.lineLength();
        if (length == 0) {
            return;
        }
        int start = startOfCharacter(length);
        if (termios.local(ECHO) && !termios.local(ECHOE)) {
            queue.cutLine(start);
            echo(termios.character(Termios.VERASE));
        } else {
            eraseFrom(start);
        }
    }

    private void eraseWord() {
        boolean inWord = false;
        while (queue.lineLength() > 0) {
            int start = startOfCharacter(queue.lineLength());
            boolean isWordCharacter = isWordCharacter(queue.lineByte(start));
            if (inWord && !isWordCharacter) {
                return;
            }
            inWord = isWordCharacter;
            eraseFrom(start);
        }
    }

    private static boolean isWordCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80;
    }

    private void eraseLine(int kill) {
        if (queue.lineLength() == 0) {
            return;
        }
        if (!termios.local(ECHO) || termios.localAll(ECHOK | ECHOKE | ECHOE)) {
            while (queue.lineLength() > 0) {
                eraseFrom(startOfCharacter(queue.lineLength()));
            }
            return;
        }
        queue.cutLine(0);
        echo(kill);
        if (termios.local(ECHOK)) {
            output.put('\n');
        }
    }

    /** Where the last character of the line begins, which may have several bytes. @param end above 0 */
    private int startOfCharacter(int end) {
        int start = end - 1;
        while (start > 0 && termios.input(IUTF8) && OutputProcessor.isContinuation(queue.lineByte(start))) {
            start--;
        }
        return start;
    }

    /** Takes the last character back, which begins there, and wipes it off the screen. */
    private void eraseFrom(int start) {
        if (termios.local(ECHO)) {
            int columns = columnAt(queue.lineLength()) - columnAt(start);
            boolean isTab = queue.lineByte(start) == '\t';
            for (int i = 0; i < columns; i++) {
                output.put('\b');
                if (!isTab) {
                    output.put(' ');
                    output.put('\b');
                }
            }
        }
        queue.cutLine(start);
    }

    /** The column at which a byte of the line was echoed. */
    private int columnAt(int end) {
        int column = lineColumn;
        for (int i = 0; i < end; i++) {
            int c = queue.lineByte(i);
            if (c == '\t') {
                column += OutputProcessor.toTabStop(column);
            } else if (OutputProcessor.isControl(c)) {
                column += termios.local(ECHOCTL) ? 2 : 0;
            } else if (!termios.input(IUTF8) || !OutputProcessor.isContinuation(c)) {
                column++;
            }
        }
        return column;
    }

    private void reprint(int c) {
        echo(c);
        output.put('\n');
        lineColumn = output.column();
        for (int i = 0; i < queue.lineLength(); i++) {
            echo(queue.lineByte(i));
        }
    }

    private void echo(int c) {
        boolean isNewline = c == '\n' && !isCanonical();
        if (OutputProcessor.isControl(c) && c != '\t' && !isNewline && termios.local(ECHOCTL)) {
            output.put('^');
            output.put(c ^ 0x40);
        } else {
            output.put(c);
        }
    }

    // ---- reading and writing -----------------------------------------------------------------------------------

    /** How many bytes a read could get now: in canonical mode those of finished lines. */
    public int available() {
        return isCanonical() ? queue.finishedBytes() : queue.length();
    }

    /** Whether a read that wants so many bytes, at least 1, need not wait; one of a line wants any. */
    public boolean isReadable(int least) {
        return isCanonical() ? queue.hasLine() : queue.length() >= least;
    }

    /**
     * Shows a reader what it gets, without taking it: what there is; in canonical mode of one line at the most, and
     * only if it {@link #isReadable}.
     *
     * @return how many bytes; 0 at an end of file (^D)
     */
    public int peek(byte[] into, int limit) {
        return isCanonical() ? queue.peekLine(into, limit) : queue.peek(into, limit);
    }

    /** Takes what a reader has got. */
    public void take(int count) {
        queue.take(count);
    }

    /** Forgets what has been typed and not read. */
    public void discardInput() {
        queue.clear();
        takesNextLiterally = false;
    }

    /** Shows what a program writes. Not while output {@link #isStopped}. */
    public void write(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            output.put(bytes[i] & 0xff);
        }
        output.flush();
    }

    /** How many bytes can be written now if there is so much room for what becomes of them; none if output is stopped. */
    int writable(int room) {
        return output.fitting(room);
    }

    /** Whether ^S has stopped output. */
    public boolean isStopped() {
        return output.isStopped();
    }

    public void stopOutput() {
        output.stop();
    }

    public void startOutput() {
        output.start();
    }

    /** Sends one of the special characters to the other side, which may heed it. */
    void sendCharacter(int which) {
        byte[] bytes = {(byte) termios.character(which)};
        if (termios.is(which, bytes[0])) {
            driver.transmit(bytes, 1);
        }
    }

    /** Forgets what output there is to be shown. */
    public void discardOutput() {
        output.discard();
    }
}
