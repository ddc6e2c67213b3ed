package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code foal explore --exhaustive}: all schedules of small programs, as many as there are. */
class ExhaustiveTest {
    private static final Pattern WHOLE = Pattern.compile("no failure within bound ([0-9]+): (?:all ([0-9]+) schedules|the only schedule was) run");
    private static final Pattern TOKEN = Pattern.compile("foal replay (foal1/\\S+) ");

    private static final String BEGINNING = """
            #include <sys/mman.h>
            #include <sys/wait.h>
            #include <unistd.h>

            int main(void)
            {
                volatile int *x = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
                int child = fork();
            """;
    private static final String END = """
                if (child == 0)
                    _exit(0);
                wait(0);
                return *x != 2;
            }
            """;
    /** The parent can be interrupted before the atomic addition and before wait4, the child before the addition and before its end. */
    private static final String ADDS = BEGINNING + "__atomic_fetch_add(x, 1, __ATOMIC_SEQ_CST);\n" + END;
    private static final String LOSES = BEGINNING + "int seen = *x; *x = seen + 1;\n" + END;
    /** What parent and child do has nothing to do with each other, before the end. */
    private static final String APART = BEGINNING + """
                volatile int *own = child == 0 ? x + 100 : x + 200;
                for (int i = 0; i < 3; i++)
                    *own += 1;
                if (child != 0)
                    *x = x[100] + x[200];
                *x = 2;
            """ + END;

    /** Has a file compiled against Foal's own C library, in which schedules can be counted by hand. */
    private static final String OF_FOALS_LIBRARY = "\n#include <foal.h>\n";

    @TempDir
    Path folder;

    private Foal.Result explore(String text, String... options) throws IOException {
        String program = Files.writeString(folder.resolve("program.c"), text + OF_FOALS_LIBRARY).toString();
        List<String> words = new ArrayList<>(List.of("explore", "--exhaustive", "--jobs", "2"));
        words.addAll(List.of(options));
        words.add(program);
        return Foal.foal(words.toArray(String[]::new));
    }

    private static int schedules(Foal.Result explored) {
        Matcher whole = WHOLE.matcher(explored.out());
        assertTrue(whole.find(), explored.out() + explored.err());
        assertEquals(0, explored.status());
        return whole.group(2) == null ? 1 : Integer.parseInt(whole.group(2));
    }

    /**
     * By hand, with P for the parent and C for the child: 1 without a preemption. Either of the parent's two places: 2 more. After each
     * of them either of the child's: 4 more. Then, if the first was P's addition, before P's wait: 2 more. Then, if the
     * second was C's addition, before C's end: 1 more.
     */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 3", "2, 7", "3, 9", "4, 10", "5, 10"})
    void thereAreAsManySchedulesAsCanBeCounted(int bound, int count) throws IOException {
        assertEquals(count, schedules(explore(ADDS, "--no-reduction", "--bound", Integer.toString(bound))));
    }

    @Test
    void schedulesThatComeToTheSameAreRunOnce() throws IOException {
        int all = schedules(explore(APART, "--no-reduction", "--bound", "3"));
        int some = schedules(explore(APART, "--bound", "3"));
        assertTrue(some < all / 2, some + " of " + all);
    }

    @Test
    void aFailureIsFoundAtItsLeastBoundAndRepeated() throws IOException {
        assertEquals(1, schedules(explore(LOSES, "--bound", "0")));
        Foal.Result explored = explore(LOSES, "--bound", "5");
        assertEquals(1, explored.status());
        assertTrue(explored.out().contains("1 failed, in one way, within bound 1 and not below"), explored.out());
        assertTrue(explored.out().contains("It takes 1 preemption and no choices"), explored.out());
        Matcher token = TOKEN.matcher(explored.out());
        assertTrue(token.find(), explored.out());
        for (int i = 0; i < 3; i++) {
            assertEquals(1, Foal.foal("replay", token.group(1), folder.resolve("program.c").toString()).status());
        }
    }

    @ParameterizedTest
    @CsvSource({"lost_update_broken, 1", "torn_read_broken, 1", "lost_wakeup_broken, 1", "barrier_reuse_broken, 0", "dekker_broken, 2"})
    void whatIsBrokenIsFoundWithAndWithoutReduction(String sample, int bound) {
        List<Foal.Result> both = List.of(Foal.foal("explore", "--exhaustive", sample),
                Foal.foal("explore", "--exhaustive", "--no-reduction", sample));
        for (Foal.Result explored : both) {
            assertEquals(1, explored.status(), explored.out());
            assertTrue(explored.out().contains("within bound " + bound + " and not below"), explored.out());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost_update", "torn_read", "lost_wakeup", "dekker", "peterson"})
    void whatIsRightHasNoScheduleThatFails(String sample) {
        Foal.Result explored = Foal.foal("explore", "--exhaustive", "--bound", "1", sample);
        assertTrue(schedules(explored) > 2, explored.out());
    }

    @Test
    void theNumberOfThreadsMakesNoDifference() throws IOException {
        String one = explore(LOSES, "--bound", "2", "--jobs", "1").out(), four = explore(LOSES, "--bound", "2", "--jobs", "4").out();
        assertEquals(withoutTime(one), withoutTime(four));
    }

    private static String withoutTime(String report) {
        return report.replaceFirst(" in [0-9.]+ s \\([0-9]+/s\\)", "");
    }

    @Test
    void aTaskThatSpinsMakesRoom() throws IOException {
        Foal.Result explored = explore(BEGINNING + """
                if (child == 0) {
                    x[1] = 1;
                    while (x[2] == 0)
                        ;
                    *x = 2;
                } else {
                    while (x[1] == 0)
                        ;
                    x[2] = 1;
                }
                """ + END, "--bound", "1");
        assertTrue(schedules(explored) > 1, explored.out());
    }

    @Test
    void twoTasksThatSpinForEverFailInTime() throws IOException {
        Foal.Result explored = explore(BEGINNING + "while (x[child != 0] == 0) ;\n" + END, "--bound", "0", "--timeout", "0.001");
        assertTrue(explored.out().contains("no end in time"), explored.out());
    }

    @Test
    void optionsThatMakeNoSenseTogetherAreUsageErrors() {
        for (String words : List.of("--bound 1", "--no-reduction", "--exhaustive --runs 3", "--exhaustive --sched pct", "--exhaustive --depth 2",
                "--exhaustive --shard 1/2", "--exhaustive --harts 2", "--exhaustive --merge", "--exhaustive --bound x", "--exhaustive --bound -1")) {
            List<String> all = new ArrayList<>(List.of("explore"));
            all.addAll(List.of(words.split(" ")));
            all.add("hello");
            assertEquals(2, Foal.foal(all.toArray(String[]::new)).status(), words);
        }
    }
}
