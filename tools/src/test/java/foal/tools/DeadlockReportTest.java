package foal.tools;

import static foal.tools.Foal.foal;
import static foal.tools.Guest.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlockReportTest {
    private static final String PAIR = "stuck_pair";

    @Test
    void theReportNamesWhoCouldWakeWhom_AndTheLinesThatWait() {
        Foal.Result result = foal("boot", program(PAIR));
        assertEquals(123, result.status());
        assertTrue(result.err().contains("""
                foal:   pid 2 (stuck_pair) is in wait4 and waits for a child to change its state (3, 4), since 0.00"""), result.err());
        assertTrue(result.err().contains("could be woken by pid 3, pid 4"), result.err());
        assertTrue(result.err().matches("(?s).*at await_word \\(.*stuck_pair.c:12\\).*"), result.err());
        assertTrue(result.err().matches("(?s).*at main \\(.*stuck_pair.c:23\\).*at main \\(.*stuck_pair.c:29\\).*"), result.err());
        assertTrue(result.err().endsWith("foal:   a circle: pid 3 waits for pid 4 waits for pid 3\n"), result.err());
    }

    @ParameterizedTest
    @CsvSource({"semaphore,System V semaphores", "flock,a lock on a file", "range,a lock on a file",
        "eventfd,an eventfd to be written to", "epoll,something that an epoll instance watches",
        "queue,a message in a POSIX message queue", "socket,something to come to a socket", "mailbox,a mailbox",
        "direct,its partner in direct communication"})
    void whoHoldsWhatAnotherWaitsForIsKnown(String mechanism, String purpose) {
        Foal.Result result = foal("boot", program("stuck"), mechanism);
        assertEquals(123, result.status(), result.err());
        assertTrue(result.err().matches("(?s).*pid 3 \\(stuck\\) is in \\w+ and waits for " + purpose
                + ", since [^\\n]*\\nfoal:     could be woken by pid 2\\n.*"), result.err());
        assertTrue(result.err().endsWith("foal:   a circle: pid 2 waits for pid 3 waits for pid 2\n"), result.err());
    }

    /** A mutex of the small library does not say who holds it; the first thread, which waits for another's end, holds none. */
    @Test
    void theCircleOfTwoThreadsThatWantEachOthersLocksIsOfThemAlone() {
        Foal.Result result = foal("boot", program("stuck_locks"));
        assertEquals(123, result.status(), result.err());
        assertTrue(result.err().endsWith("foal:   perhaps a circle: thread 3 waits for thread 4 waits for thread 3\n"), result.err());
    }

    @Test
    void aReportOnManyTasksIsShort(@TempDir Path folder) throws Exception {
        Path graph = folder.resolve("graph.dot");
        Foal.Result result = foal("boot", "--deadlock-graph", graph.toString(), program("stuck_many"));
        assertEquals(123, result.status());
        assertTrue(result.err().contains(" (3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 290 more), since "), result.err());
        assertTrue(result.err().contains("could be woken by pid 2, pid 4, pid 5, pid 6, pid 7, pid 8, pid 9, pid 10, pid 11, "
                + "pid 12, others\n"), result.err());
        assertTrue(result.err().endsWith("foal:   and 281 more tasks\nfoal:   perhaps a circle: pid 2 waits for pid 3 waits for pid 2\n"),
                result.err());
        assertTrue(Files.size(graph) < 100_000, "an edge from each to each would be more");
    }

    @Test
    void theGraphIsWrittenForGraphviz(@TempDir Path folder) throws Exception {
        Path graph = folder.resolve("graph.dot");
        assertEquals(123, foal("boot", "--deadlock-graph", graph.toString(), program(PAIR)).status());
        String dot = Files.readString(graph);
        assertTrue(dot.startsWith("digraph deadlock {\n"), dot);
        assertTrue(dot.contains("    t3 -> t4;\n") && dot.contains("    t4 -> t3;\n") && dot.contains("    t2 -> t3;\n"), dot);
    }

    @Test
    void aGraphThatCannotBeWrittenIsAFailure() {
        assertEquals(125, foal("boot", "--deadlock-graph", "/nowhere/graph.dot", program(PAIR)).status());
    }

    @Test
    void tasksThatAreStuckWhileOthersRunAreReportedOnce() {
        Foal.Result result = foal("boot", "--watch-deadlocks", program(PAIR));
        assertEquals("at work\nat work\nat work\n", result.out());
        String first = "foal: deadlock: 2 tasks wait for good, while others run\n";
        assertTrue(result.err().startsWith(first), result.err());
        assertEquals(result.err().lastIndexOf(first), result.err().indexOf(first));
    }

    @Test
    void whoeverMeetsAndPartsIsNotCalledStuck() {
        Foal.Result result = foal("boot", "--watch-deadlocks", "pipeline");
        assertFalse(result.err().contains("deadlock"), result.err());
        assertEquals(0, result.status());
    }
}
