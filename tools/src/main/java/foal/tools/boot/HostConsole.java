package foal.tools.boot;

import foal.kernel.tty.HostStreams;
import foal.kernel.tty.HostTerminal;
import foal.kernel.tty.WindowSize;
import foal.tools.cli.OutputLost;
import foal.tools.cli.Streams;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The machine's console: the standard streams of this command. What the guest writes goes out at once. If a person sits
 * there, it is a terminal, in raw mode from {@link #listen} to {@link #close}.
 */
final class HostConsole implements HostStreams, AutoCloseable {
    private final Streams streams;
    private final HostInput input;
    private final Optional<Screen> screen;
    /** Whether standard output and standard error are seen on one screen. */
    private final boolean isOneScreen;
    /** Whether the guest's last line is ended where messages are seen. */
    private boolean atLineStart = true;

    /** @throws IOException if the terminal cannot be had */
    HostConsole(Streams streams, HostInput input) throws IOException {
        this.streams = streams;
        this.input = input;
        isOneScreen = streams.terminals().output() && streams.terminals().error();
        screen = streams.isInteractive() ? Optional.of(new Screen()) : Optional.empty();
    }

    /**
     * Begins to listen to the person.
     *
     * @param whenChanged is called, by other threads, when keys were pressed or the window has changed
     * @param whenQuit is called by another thread when the person wants to end the run
     */
    void listen(Runnable whenChanged, Runnable whenQuit) {
        streams.keepOutputForGuest();
        if (screen.isPresent()) {
            streams.err().setRaw(streams.terminals().error());
            screen.get().raw.enter(whenChanged);
            screen.get().keyboard.start(whenChanged, whenQuit);
        }
    }

    /** Gives the host's terminal back. */
    @Override
    public void close() throws IOException {
        if (screen.isPresent()) {
            streams.err().setRaw(false);
            screen.get().raw.close();
        }
    }

    /** Tells the user something: on a line of its own, also where the guest has not ended its last one. */
    void say(String message) {
        if (!atLineStart) {
            streams.complain("\n");
            atLineStart = true;
        }
        streams.say(message);
    }

    @Override
    public Optional<HostTerminal> terminal() {
        return screen.map(it -> it);
    }

    /** Keyboard and screen as the guest's terminal has them. */
    private final class Screen implements HostTerminal {
        private final RawTerminal raw = new RawTerminal();
        private final Keyboard keyboard = new Keyboard(streams.in());

        Screen() throws IOException {}

        @Override
        public int read(byte[] into, int limit) {
            return keyboard.take(into, limit);
        }

        @Override
        public void write(byte[] bytes, int length) {
            HostConsole.this.write(false, bytes, length);
        }

        @Override
        public WindowSize size() {
            return raw.size();
        }
    }

    // ---- streams as they are -----------------------------------------------------------------------------------

    @Override
    public int peekLine(byte[] into, int limit) {
        return input.peekLine(into, limit);
    }

    @Override
    public void take(int count) {
        input.take(count);
    }

    @Override
    public boolean isReady() {
        return input.isReady();
    }

    /** @throws OutputLost ends the run: a guest could do no more about it than we can */
    @Override
    public void write(boolean toError, byte[] bytes, int length) {
        OutputStream stream = toError ? streams.err() : streams.out();
        if (length > 0 && (toError || isOneScreen)) {
            atLineStart = bytes[length - 1] == '\n';
        }
        try {
            stream.write(bytes, 0, length);
            stream.flush();
        } catch (IOException e) {
            throw new OutputLost(toError ? "standard error" : "standard output", e);
        }
    }
}
