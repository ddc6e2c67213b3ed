package foal.tools.bench;

import foal.kernel.Hardware;
import foal.kernel.HostSide;
import foal.kernel.Kernel;
import foal.kernel.Options;
import foal.kernel.Outcome;
import foal.kernel.file.Content;
import foal.kernel.task.ExitStatus;
import foal.kernel.tty.HostStreams;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A run of a program on a kernel of its own, without input and output. */
final class FoalRun {
    private static final int READ_AND_EXECUTE = 0555;

    private static final HostStreams NO_STREAMS = new HostStreams() {
        @Override
        public void write(boolean toError, byte[] bytes, int length) {
            // the programs say nothing
        }
    };

    private FoalRun() {}

    /** @return nanoseconds from the first instruction to the last */
    static long run(Guest guest, long rounds, Options options) throws Failure {
        return run(guest, rounds, options, false);
    }

    /** @param isWatched whether data races are looked for @return as above */
    static long run(Guest guest, long rounds, Options options, boolean isWatched) throws Failure {
        try (Hardware hardware = new Hardware(options, isWatched)) {
            return run(guest, rounds, options, isWatched, hardware);
        }
    }

    /** Nanoseconds from making a kernel on hardware that was used before to its end. */
    static long wholeRun(Guest guest, long rounds, Options options, Hardware hardware) throws Failure {
        long start = System.nanoTime();
        run(guest, rounds, options, false, hardware);
        return System.nanoTime() - start;
    }

    private static long run(Guest guest, long rounds, Options options, boolean isWatched, Hardware hardware) throws Failure {
        String path = guest.path();
        Options there = options.withFolders(new Options.Folders(guest.root(), List.of()));
        try (Kernel kernel = new Kernel(there, HostSide.live(NO_STREAMS, _ -> { }), hardware)) {
            if (isWatched) {
                kernel.instruments().detectRaces();
            }
            if (guest.root().isEmpty()) {
                kernel.files().addFile(path, READ_AND_EXECUTE, Content.ofHostFile(Path.of(path)));
            }
            Optional<String> mistake = kernel.boot(path, guest.arguments(rounds));
            if (mistake.isPresent()) {
                throw new Failure(ExitCode.FAILED, path + " " + mistake.get());
            }
            long start = System.nanoTime();
            Outcome outcome = kernel.run();
            long time = System.nanoTime() - start;
            kernel.shutDown();
            if (!(outcome instanceof Outcome.Ended(ExitStatus.Exited(int status), _)) || status != 0) {
                throw new Failure(ExitCode.FAILED, path + " ended with " + outcome);
            }
            return time;
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot read " + path + ": " + FileTrouble.reason(e), e);
        }
    }
}
