package foal.kernel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import foal.kernel.file.Content;
import foal.kernel.task.Event;
import foal.kernel.tty.HostStreams;
import foal.kernel.tty.HostTerminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A program for the machine, with all that a run of it depends on. {@link #run} boots a machine of its own for it. */
public final class Guest {
    /** Where the build of the userland puts programs. */
    private static final Path USERLAND = Path.of(System.getProperty("foal.home"), "userland", "target");

    private final String name;
    private final Content content;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, Content> files = new LinkedHashMap<>();
    private final List<Consumer<Event>> watchers = new ArrayList<>();
    private Options options = Options.DEFAULT;
    private String input = "";
    private Optional<HostTerminal> terminal = Optional.empty();
    private Consumer<Runnable> listener = _ -> { };

    private Guest(String name, Content content) {
        this.name = name;
        this.content = content;
        arguments.add("/bin/" + name);
    }

    /** A program of the userland. @param folder {@code bin} for samples, {@code tests} for tests */
    public static Guest program(String folder, String name) {
        try {
            return new Guest(name, Content.ofHostFile(USERLAND.resolve(folder, name)));
        } catch (IOException e) {
            throw new UncheckedIOException("the userland must be built first", e);
        }
    }

    /** The programs in a folder of the userland. */
    public static List<String> programs(String folder) {
        try (Stream<Path> files = Files.list(USERLAND.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the userland must be built first", e);
        }
    }

    /** A program that a test has assembled. */
    public static Guest code(Code code) {
        return file(ElfBuilder.executable(code));
    }

    /** Any bytes, as a file. */
    public static Guest file(byte[] bytes) {
        return new Guest("program", contentOf(bytes));
    }

    /** Bytes as the content of a file. */
    public static Content contentOf(byte[] bytes) {
        return new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public int read(long position, byte[] into) {
                int length = (int) Math.max(0, Math.min(into.length, bytes.length - position));
                System.arraycopy(bytes, (int) Math.min(position, bytes.length), into, 0, length);
                return length;
            }
        };
    }

    public Guest with(Options newOptions) {
        options = newOptions;
        return this;
    }

    /** What the program finds on its standard input. */
    public Guest input(String text) {
        input = text;
        return this;
    }

    /** Puts one more file into the tree, which may be run. */
    public Guest file(String path, Content fileContent) {
        files.put(path, fileContent);
        return this;
    }

    /**
     * The terminal that the program runs at.
     *
     * @param takesListener is given what the terminal is to call when keys were pressed
     */
    public Guest at(HostTerminal newTerminal, Consumer<Runnable> takesListener) {
        terminal = Optional.of(newTerminal);
        listener = takesListener;
        return this;
    }

    /** What the program finds behind its name. */
    public Guest arguments(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /** Lets the run be watched. */
    public Guest watchedBy(Consumer<Event> watcher) {
        watchers.add(watcher);
        return this;
    }

    /** Boots a machine, runs the program, and switches the machine off. */
    public GuestRun run() {
        return run(new ArrayList<>(), false);
    }

    /** The same, with a line for each event of the run: what happened to whom, and when by the machine's clock. */
    public GuestRun runRecorded() {
        return run(new ArrayList<>(), true);
    }

    /** The same on hardware that other runs may have used before. */
    public GuestRun runRecordedOn(Hardware hardware) {
        return run(new ArrayList<>(), true, (streams, warnings) -> new Kernel(options, HostSide.live(streams, warnings::add), hardware));
    }

    private GuestRun run(List<String> events, boolean recorded) {
        return run(events, recorded, (streams, warnings) -> new Kernel(options, HostSide.live(streams, warnings::add)));
    }

    private GuestRun run(List<String> events, boolean recorded, BiFunction<HostStreams, List<String>, Kernel> maker) {
        Streams streams = new Streams(input.getBytes(ISO_8859_1), terminal);
        List<String> warnings = new ArrayList<>();
        try (Kernel kernel = maker.apply(streams, warnings)) {
            listener.accept(kernel::inputArrived);
            kernel.files().addFile("/bin/" + name, 0555, content);
            files.forEach((path, file) -> kernel.files().addFile(path, 0555, file));
            if (recorded) {
                kernel.trace().watch(event -> events.add(kernel.clock().monotonic() + " " + GuestRun.describe(event)));
            }
            watchers.forEach(kernel.trace()::watch);
            Optional<String> mistake = kernel.boot("/bin/" + name, arguments);
            Optional<Outcome> outcome = mistake.isPresent() ? Optional.empty() : Optional.of(kernel.run());
            return new GuestRun(outcome, mistake, streams.output.toString(ISO_8859_1), streams.errors.toString(ISO_8859_1),
                    warnings, kernel.shutDown(), events);
        }
    }

    /** Standard streams in memory. */
    private static final class Streams implements HostStreams {
        private final byte[] input;
        private final Optional<HostTerminal> terminal;
        private int position;
        private final ByteArrayOutputStream output = new ByteArrayOutputStream();
        private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

        Streams(byte[] input, Optional<HostTerminal> terminal) {
            this.input = input;
            this.terminal = terminal;
        }

        @Override
        public Optional<HostTerminal> terminal() {
            return terminal;
        }

        @Override
        public int peekLine(byte[] into, int limit) {
            int length = 0;
            while (length < limit && position + length < input.length && (length == 0 || into[length - 1] != '\n')) {
                into[length] = input[position + length];
                length++;
            }
            return length;
        }

        @Override
        public void take(int count) {
            position += count;
        }

        @Override
        public void write(boolean toError, byte[] bytes, int length) {
            (toError ? errors : output).write(bytes, 0, length);
        }
    }
}
