package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shells at a terminal: jobs are stopped and interrupted by keys, and moved to the background and back. */
class JobControlIT {
    private static final String CTRL_C = "\u0003", CTRL_D = "\u0004", CTRL_Z = "\u001a", CTRL_BACKSLASH = "\u001c";

    @Test
    void theBundledShellControlsJobs() throws Exception {
        controlsJobs(List.of("boot"), "$ ", "Stopped", "Running");
    }

    @Test
    void bashControlsJobs() throws Exception {
        controlsJobs(debian("/usr/bin/bash", "--norc", "--noediting"), "# ", "Stopped", "Running");
    }

    @Test
    void bashControlsJobsWhileItEditsLines() throws Exception {
        controlsJobs(debian("/usr/bin/bash", "--norc"), "# ", "Stopped", "Running");
    }

    @Test
    void zshControlsJobs() throws Exception {
        controlsJobs(debian("/usr/bin/zsh", "-f"), "# ", "suspended", "running");
    }

    @Test
    void dashControlsJobs() throws Exception {
        controlsJobs(debian("/usr/bin/dash"), "# ", "Stopped", "Running");
    }

    @Test
    void theShellOfBusyboxControlsJobs() throws Exception {
        controlsJobs(debian("/bin/busybox", "sh"), "# ", "Stopped", "Running");
    }

    private static void controlsJobs(List<String> command, String prompt, String stopped, String running)
            throws Exception {
        String program = "sh -c 'echo on; exec cat'";
        Foal.Result result = new Dialogue()
                .when(prompt, program + "\r")
                .when("\non\r\n", "hello\r")
                .when("hello\r\nhello\r\n", CTRL_Z) // the terminal's echo, and what the program prints
                .when(stopped).when(prompt, "jobs\r")
                .when(stopped).when(prompt, "fg\r")
                .when("exec cat").when("\r\n", "again\r")
                .when("again\r\nagain\r\n", CTRL_C)
                .when(prompt, "echo status $?\r")
                .when("status 130\r\n").when(prompt, "sh -c 'echo on; sleep 1000'\r")
                .when("\non\r\n", CTRL_Z)
                .when(stopped).when(prompt, "bg\r")
                .when("\n").when(prompt, "jobs\r")
                .when(running).when(prompt, "kill %1\r")
                .when(prompt, "wait; jobs; echo gone\r") // had it not ended, it would be waited for long
                .when("\ngone\r\n").when(prompt, program + " | cat\r")
                .when("\non\r\n", "through\r")
                .when("through\r\nthrough\r\n", CTRL_BACKSLASH)
                .when(prompt, "echo status $?\r")
                .when("status 131\r\n").when(prompt, program + "\r")
                .when("\non\r\n", "last\r")
                .when("last\r\nlast\r\n", CTRL_D)
                .when(prompt, "exit 7\r")
                .run(command);
        assertEquals(7, result.status(), result::toString);
        for (String shown : List.of("^C", "^Z", "^\\")) {
            assertTrue(result.out().contains(shown), result::toString);
        }
    }

    /** The command for a program of Debian's, by the host's clock, as a person would have it. */
    private static List<String> debian(String... program) throws Exception {
        List<String> words = new ArrayList<>(List.of("boot", "--clock", "host", "--root", DebianRoot.get().toString(),
                "--env", "PATH=/usr/bin:/bin", "--env", "TERM=vt100"));
        words.addAll(List.of(program));
        return words;
    }
}
