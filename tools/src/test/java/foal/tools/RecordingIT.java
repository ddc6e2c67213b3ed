package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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
        Foal.Result repeated = foal("replay", file.toString());
        assertEquals(7, repeated.status(), repeated::toString);
        assertTrue(session.out().contains(repeated.out().strip()), () -> session + "\n" + repeated);
        assertTrue(foal("replay", "--strace", file.toString()).err().contains("--- SIGINT {"), "the key is seen");
    }

    @Test
    void aSessionThatWasEndedIsRepeatedUpToThere(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("recording");
        Foal.Result session = new Dialogue()
                .when("$ ", "sh -c 'echo on; while true; do :; done'\r")
                .when("\non\r\n", "\u001dq")
                .run(List.of("boot", "--record", file.toString()));
        assertEquals(130, session.status(), session::toString);
        Foal.Result repeated = foal("replay", file.toString());
        assertEquals(130, repeated.status(), repeated::toString);
        assertTrue(repeated.out().endsWith("\non\r\n"), repeated::toString);
        assertTrue(repeated.err().contains("there the run was stopped by ^] q"), repeated::toString);
    }
}
