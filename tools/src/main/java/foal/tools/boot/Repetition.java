package foal.tools.boot;

import foal.kernel.tty.Terminals;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import foal.tools.cli.Streams;
import foal.tools.recording.FileHash;
import foal.tools.recording.Header;
import foal.tools.recording.Replayer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A run that is repeated from its recording: none of the files that it has used need be here. */
public final class Repetition {
    private Repetition() {}

    /**
     * Repeats the run.
     *
     * @param instruments what the user wants to be told of it
     * @return the exit status, which is that of the recorded run
     * @throws Failure if the file is no recording, is damaged, or was made by another Foal or of another program
     */
    public static int run(Path file, BootOptions instruments, Streams streams, Machine.Preparation beforeBoot) throws Failure {
        try (Replayer recording = Replayer.open(file)) {
            check(file, recording.header());
            Streams output = new Streams(InputStream.nullInputStream(), streams.out(), streams.err(), Terminals.NONE, false);
            return Machine.replay(instruments, recording, output, beforeBoot);
        }
    }

    private static void check(Path file, Header header) throws Failure {
        if (!header.foal().equals(Installation.version())) {
            throw new Failure(ExitCode.FAILED, file + " was recorded by foal " + header.foal() + "; this is foal " + Installation.version());
        }
        Header.ProgramFile program = header.program();
        for (Header.Source source : program.sources()) {
            check(file, source.path(), source.hash(), Optional.of(Path.of(source.path())));
        }
        if (program.sources().isEmpty() && !program.hash().isEmpty()) {
            String name = program.guestPath().substring(program.guestPath().lastIndexOf('/') + 1);
            check(file, name, program.hash(), Optional.ofNullable(Installation.find().commands().get(name)));
        }
    }

    /** Whether a program that is here is the one that was recorded. */
    private static void check(Path recording, String name, String hash, Optional<Path> here) throws Failure {
        if (here.filter(file -> Files.isRegularFile(file) && Files.isReadable(file)).isEmpty()) {
            return;
        }
        try {
            String hashHere = FileHash.of(here.get());
            if (!hashHere.equals(hash)) {
                throw new Failure(ExitCode.FAILED, recording + " is of another " + name + ": that had the hash " + hash + ", this has " + hashHere);
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, name + " cannot be read: " + FileTrouble.reason(e), e);
        }
    }
}
