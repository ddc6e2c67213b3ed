package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person types at a terminal is recorded, and shown again without one. */
class RecordingIT {
    private static final String CTRL_C = "\u0003";

    @Test
    void aSessionAtATerminalIsRepeated(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("recording");
        Foal.Result session = new Dialogue()
                .when("$ ", "sh -c 'echo on; sleep 1000'\r")
                .when("\non\r\n", CTRL_C)
                .when("$ ", "echo status $?\r")
                .when("status 130\r\n").when("$ ", "date\r")
                .when("UTC").when("$ ", "exit 7\r")
                .run(List.of("boot", "--record", file.toString()));
        assertEquals(7, session.status(), session::toString);
        Foal.Result repeated = replay(folder, file.toString());
        assertEquals(7, repeated.status(), repeated::toString);
        assertTrue(session.out().contains(repeated.out().strip()), () -> session + "\n" + repeated);
        assertTrue(replay(folder, "--strace", file.toString()).err().contains("--- SIGINT {"), "the key is seen");
    }

    @Test
    void aSessionThatWasEndedIsRepeatedUpToThere(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("recording");
        Foal.Result session = new Dialogue()
                .when("$ ", "sh -c 'echo on; while true; do :; done'\r")
                .when("\non\r\n", "\u001dq")
                .run(List.of("boot", "--record", file.toString()));
        assertEquals(130, session.status(), session::toString);
        Foal.Result repeated = replay(folder, file.toString());
        assertEquals(130, repeated.status(), repeated::toString);
        assertTrue(repeated.out().endsWith("\non\r\n"), repeated::toString);
        assertTrue(repeated.err().contains("there the run was stopped by ^] q"), repeated::toString);
    }

    /** By the launcher, which has recorded: classes on the class path do not know their version. */
    private static Foal.Result replay(Path folder, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Installation.find().home().resolve("foal").toString(), "replay"));
        command.addAll(List.of(words));
        Path out = folder.resolve("out"), err = folder.resolve("err");
        int status = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
        return new Foal.Result(status, Files.readString(out), Files.readString(err));
    }
}
