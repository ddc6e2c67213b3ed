package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import org.junit.jupiter.api.Test;

/** What Foal says about itself. */
class HelpTest {
    @Test
    void helpListsTheCommands() {
        for (String[] words : new String[][] {{"help"}, {"--help"}, {"-h"}}) {
            Foal.Result result = foal(words);
            assertEquals(0, result.status());
            assertEquals("", result.err());
            assertTrue(result.out().lines().allMatch(line -> line.length() <= 80), result.out());
            assertTrue(result.out().contains("\n  boot ") && result.out().contains("\n  list "), result.out());
        }
    }

    @Test
    void everyCommandExplainsItself() {
        for (Commands.Group group : Commands.GROUPS) {
            for (var command : group.commands()) {
                Foal.Result help = foal("help", command.name());
                assertEquals(0, help.status());
                assertTrue(help.out().startsWith("usage: foal " + command.name()), help.out());
                assertTrue(help.out().contains("--help"), help.out());
                assertTrue(help.out().lines().allMatch(line -> line.length() <= 80), help.out());
                assertEquals(help, foal(command.name(), "--help"));
            }
        }
    }

    @Test
    void helpWithACommandThatThereIsNot() {
        assertEquals(2, foal("help", "nonesuch").status());
        assertEquals(2, foal("help", "boot", "list").status());
        assertEquals(2, foal("list", "hello").status());
    }

    @Test
    void helpExplainsSystemCallsOneByOne() {
        Foal.Result help = foal("help", "pipe2");
        assertEquals(0, help.status());
        assertEquals("- **pipe2** (59): make a pipe\n  `long pipe2(int *pipefd, int flags)`\n", help.out());
        assertEquals("foal: there is no command and no system call pipe3; did you mean pipe2?", firstLine(foal("help", "pipe3")));
    }

    @Test
    void whoMistypesANameIsToldWhatItMayHaveBeen() {
        assertEquals("foal: there is no command boto; did you mean boot?", firstLine(foal("boto", "hello")));
        assertEquals("foal: there is no command xyzzy", firstLine(foal("xyzzy")));
        assertEquals("foal: philosopher_broken: no such file and no such sample; foal list shows the samples; did you mean philosophers_broken?",
                firstLine(foal("boot", "philosopher_broken")));
        assertEquals("foal: unknown option --verson; did you mean --version?", firstLine(foal("--verson")));
    }

    @Test
    void helpForgivesCapitalsAndNamesTheCallThatAWordIsPartOf() {
        assertEquals(foal("help", "pipe2"), foal("help", "PIPE2"));
        assertEquals(foal("help", "boot"), foal("help", "Boot"));
        assertEquals("foal: there is no command and no system call open; did you mean openat?", firstLine(foal("help", "open")));
        assertEquals("foal: there is no command and no system call syscall; did you mean syscalls?", firstLine(foal("help", "syscall")));
        assertEquals("foal: there is no command and no system call hello, but a program; did you mean foal boot hello?",
                firstLine(foal("help", "hello")));
    }

    @Test
    void whoForgetsBootIsToldOfIt() {
        assertEquals("foal: there is no command hello; did you mean foal boot hello?", firstLine(foal("hello")));
        assertEquals("foal: there is no command echo; did you mean foal boot echo 'a b'?", firstLine(foal("echo", "a b")));
    }

    private static String firstLine(Foal.Result result) {
        return result.err().lines().findFirst().orElse("");
    }

    @Test
    void listShowsTheSamplesInColumns() throws foal.tools.cli.Failure {
        Foal.Result result = foal("list");
        assertEquals(0, result.status());
        assertEquals(Installation.find().samples().size(), result.out().lines().count());
        assertTrue(result.out().matches("(?s).*\\nhello {5,}prints.*"), result.out());
        assertTrue(result.out().matches("(?s).*\\nspinlock {2,}two.*"), result.out());
    }

    @Test
    void versionSaysWhatFoalIsMadeOfAndRunsOn_AFactALine() {
        Foal.Result result = foal("--version");
        assertEquals(0, result.status());
        assertEquals("", result.err());
        assertTrue(result.out().matches("""
                foal {10}.+
                commit {8}([0-9a-f]{12}|unknown)
                libunicorn {4}2\\.[1-9].*, .+
                compiler {6}.*clang version [0-9].*
                JDK {11}[0-9]+.*, .+
                host {10}.+, .+
                machine code {2}(on|off)
                """), result.out());
    }
}
