package foal.tools.boot;

import foal.cpu.host.HostSignals;
import foal.kernel.tty.WindowSize;
import java.io.IOException;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;

/**
 * The host's terminal in raw mode: it hands every key over and changes nothing (cfmakeraw of termios(3)). However
 * this process ends, unless by SIGKILL, JLine puts the terminal back into the mode in which it was.
 *
 * <p>The one class that knows JLine, which takes long to load.
 */
final class RawTerminal implements AutoCloseable {
    private final Terminal terminal;
    private final Attributes before;
    private final Attributes raw;
    private volatile Runnable resized = () -> { };
    private volatile WindowSize size;
    private boolean isClosed;

    /** The terminal as it is: raw mode begins with {@link #enter}. */
    RawTerminal() throws IOException {
        terminal = TerminalBuilder.builder().system(true).provider("ffm").dumb(false).nativeSignals(false)
                .graphemeCluster(false).build();
        before = terminal.getAttributes();
        raw = raw(before);
        size = ask();
    }

    /** Puts the terminal into raw mode. @param whenResized is called, also by another thread, when the window may have changed */
    void enter(Runnable whenResized) {
        resized = whenResized;
        takeOver();
        // The terminal's own way to handle signals would also change what those do that end this process.
        Signals.register("WINCH", this::lookAgain);
        Signals.register("CONT", this::takeOver);
        Signals.register("TSTP", this::stop);
        HostSignals.ignoreQuit(); // as shells do: it would leave the terminal raw
    }

    /** Stops this process, as SIGTSTP asks for: meanwhile others have the terminal as it was. */
    private synchronized void stop() {
        if (!isClosed) {
            terminal.setAttributes(before);
        }
        HostSignals.stop();
        takeOver();
    }

    private static Attributes raw(Attributes before) {
        Attributes raw = new Attributes(before);
        raw.setInputFlags(EnumSet.of(InputFlag.IGNBRK, InputFlag.BRKINT, InputFlag.PARMRK, InputFlag.ISTRIP, InputFlag.INLCR,
                InputFlag.IGNCR, InputFlag.ICRNL, InputFlag.IXON), false);
        raw.setOutputFlag(OutputFlag.OPOST, false);
        raw.setLocalFlags(EnumSet.of(LocalFlag.ECHO, LocalFlag.ECHONL, LocalFlag.ICANON, LocalFlag.ISIG, LocalFlag.IEXTEN), false);
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        return raw;
    }

    /** Sets the mode: at first, and when we go on after others have had the terminal. */
    private synchronized void takeOver() {
        if (!isClosed) {
            terminal.setAttributes(raw);
        }
        lookAgain();
    }

    private synchronized void lookAgain() {
        if (!isClosed) {
            size = ask();
            resized.run();
        }
    }

    private WindowSize ask() {
        Size now = terminal.getSize();
        return now.getRows() == 0 || now.getColumns() == 0 ? WindowSize.STANDARD
                : new WindowSize(now.getRows(), now.getColumns(), 0, 0);
    }

    WindowSize size() {
        return size;
    }

    /** Puts the terminal back into the mode in which it was. */
    @Override
    public synchronized void close() throws IOException {
        isClosed = true;
        terminal.close();
        HostSignals.endByQuit();
    }
}
