package foal.tools;

import foal.kernel.Kernel;
import foal.kernel.explore.Recording;
import foal.kernel.explore.SchedulingPolicy;
import foal.kernel.explore.Switch;
import foal.kernel.tty.Terminals;
import foal.tools.boot.BootOptions;
import foal.tools.boot.Machine;
import foal.tools.cli.CommandLines;
import foal.tools.cli.MessageStream;
import foal.tools.cli.Streams;
import foal.tools.strace.Printer;
import foal.tools.strace.StraceOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/**
 * What a run has done, which must not depend on who watches it.
 *
 * @param switches of tasks, each after so many instructions, as far as another policy could have decided otherwise
 * @param contended instructions for which there was a choice
 * @param nanos the machine's time at the end, which grows with each instruction, call and page fault
 */
record ObservedRun(int status, String out, List<Switch> switches, long contended, long nanos) {
    /** Ways to watch a run. @param withStrace whether calls are printed, too */
    record Instrument(boolean withStrace, List<String> options) {
        static final Instrument NONE = new Instrument(false, List.of());

        static Instrument of(String... options) {
            return new Instrument(false, List.of(options));
        }

        /** All there are, each alone and then all together. @param folder for what they write */
        static List<Instrument> all(Path folder) {
            String trace = folder + "/trace", recording = folder + "/recording";
            return List.of(new Instrument(true, List.of()), of("--stats"), of("--lockset"), of("--race"), of("--watch-deadlocks"),
                    of("--trace", trace), of("--record", recording), together(folder));
        }

        /** All at once. */
        static Instrument together(Path folder) {
            return new Instrument(true, List.of("--stats", "--lockset", "--race", "--watch-deadlocks", "-t",
                    "--trace", folder + "/trace", "--record", folder + "/recording"));
        }
    }

    /** Runs a program of Foal's or of the host's. @param machine options of the machine */
    static ObservedRun of(Instrument instrument, List<String> machine, String... program) throws Exception {
        return of(OutputStream.nullOutputStream(), instrument, machine, program);
    }

    /** The same. @param err takes what the instruments say */
    static ObservedRun of(OutputStream err, Instrument instrument, List<String> machine, String... program) throws Exception {
        List<String> words = new ArrayList<>(machine);
        words.addAll(instrument.options());
        words.addAll(List.of(program));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Streams streams = new Streams(new ByteArrayInputStream("a line\n".getBytes(StandardCharsets.US_ASCII)), out,
                new MessageStream(err), Terminals.NONE, false);
        CommandLine line = CommandLines.parse(new StraceCommand(), words);
        BootOptions asked = BootOptions.of(line, streams);
        Recording decisions = new Recording(false);
        BootOptions recorded = asked.on(asked.machine().withPolicy(new SchedulingPolicy.Recorded(asked.machine().policy(), decisions)));
        List<Kernel> kernels = new ArrayList<>();
        int status;
        try (Printer printer = Printer.open(StraceOptions.of(line), streams)) {
            status = Machine.run(recorded, streams, kernel -> {
                kernels.add(kernel);
                if (instrument.withStrace()) {
                    printer.watch(kernel);
                }
            });
        }
        return new ObservedRun(status, out.toString(StandardCharsets.ISO_8859_1), decisions.script(), decisions.contended(),
                kernels.getFirst().clock().monotonic());
    }
}
