package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code foal explore} and {@code foal replay}: from many schedules to the few switches that matter, and back. */
class ExploreTest {
    private static final Pattern TOKEN = Pattern.compile("foal replay (foal1/\\S+) (.*)");

    /** Loses an update, and says so, if a task is interrupted between two lines. */
    private static final String LOSES = """
            #include <stdio.h>
            #include <sys/mman.h>
            #include <sys/wait.h>
            #include <unistd.h>

            int main(void)
            {
                volatile int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
                int child = fork();
                for (int i = 0; i < 5; i++) {
                    int seen = *shared;
                    *shared = seen + 1;
                }
                if (child == 0)
                    _exit(0);
                wait(NULL);
                if (*shared != 10) {
                    fprintf(stderr, "it is %d\\n", *shared);
                    return 7;
                }
                return 0;
            }
            """;

    /** Two processes that take two things in opposite order. */
    private static final String DEADLOCKS = """
            #include <sys/wait.h>
            #include <unistd.h>

            static void take(int *pipe) { char c; read(pipe[0], &c, 1); }
            static void give(int *pipe) { write(pipe[1], "x", 1); }

            int main(void)
            {
                int a[2], b[2];
                pipe(a);
                pipe(b);
                give(a);
                give(b);
                if (fork() == 0) {
                    take(a);
                    take(b);
                    give(b);
                    give(a);
                    _exit(0);
                }
                take(b);
                take(a);
                give(a);
                give(b);
                wait(NULL);
                return 0;
            }
            """;

    @TempDir
    Path folder;

    private String source(String name, String text) throws IOException {
        // Compiled against Foal's own C library, which adds few instructions to those that are looked for.
        return Files.writeString(folder.resolve(name), text + "\n#include <foal.h>\n").toString();
    }

    private static Matcher token(String report) {
        Matcher token = TOKEN.matcher(report);
        assertTrue(token.find(), report);
        return token;
    }

    @Test
    void aLostUpdateIsFoundAndShrunkToAFewPreemptionsThatAreRepeated() throws IOException {
        String program = source("loses.c", LOSES);
        Foal.Result explored = Foal.foal("explore", "--runs", "60", "--jobs", "2", program);
        assertEquals(1, explored.status(), explored.err());
        assertTrue(explored.out().contains("60 schedules of " + program), explored.out());
        assertTrue(explored.out().contains("1. exit status 7, in "), explored.out());
        assertTrue(explored.out().contains("it says: it is "), explored.out());
        assertTrue(Pattern.compile("It takes [12] preemptions? and no choices").matcher(explored.out()).find(), explored.out());
        assertTrue(explored.out().contains("int seen = *shared;"), explored.out());
        for (int i = 0; i < 3; i++) {
            Foal.Result replayed = Foal.foal("replay", token(explored.out()).group(1), program);
            assertEquals(7, replayed.status());
            assertTrue(explored.out().contains("it says: " + replayed.err()), replayed.err());
        }
    }

    @Test
    void whatFailsOnSeveralHartsIsShortenedAndRepeated() throws IOException {
        String program = source("loses.c", LOSES);
        Foal.Result explored = Foal.foal("explore", "--harts", "2", "--runs", "200", program);
        assertEquals(1, explored.status(), explored.out());
        assertTrue(Pattern.compile("It takes [12] preemptions?").matcher(explored.out()).find(), explored.out());
        String token = token(explored.out()).group(1);
        assertTrue(token.contains("/harts:2/script:"), token);
        Foal.Result first = Foal.foal("replay", token, program);
        assertEquals(7, first.status());
        assertEquals(first, Foal.foal("replay", token, program));
        assertEquals(2, Foal.foal("replay", token.replace("harts:2", "harts:17"), program).status());
    }

    @Test
    void aTokenKnowsWhatCallsCost() throws IOException {
        String program = source("polls.c", """
                #include <time.h>
                int main(void)
                {
                    struct timespec a, b;
                    clock_gettime(CLOCK_MONOTONIC, &a);
                    clock_gettime(CLOCK_MONOTONIC, &b);
                    return b.tv_nsec - a.tv_nsec > 100 ? 7 : 8;
                }
                """);
        for (String[] how : new String[][] {{"0", "8"}, {"500", "7"}, {"5000", "7"}}) {
            String token = token(Foal.foal("explore", "--call-cost", how[0], "--runs", "3", program).out()).group(1);
            assertEquals(how[0].equals("500") ? "" : "/cost:" + how[0], token.replaceAll("^foal1(/[0-9]+){3}|/(pct|random|script|rr).*", ""), token);
            assertEquals(Integer.parseInt(how[1]), Foal.foal("replay", token, program).status(), token);
            assertEquals(2, Foal.foal("replay", token.replaceAll("cost:[0-9]+", "cost:1000001").replaceAll("/[^/]*$", "/x"), program).status());
        }
    }

    @Test
    void whatOnlyAnotherHartDoesIsRepeatedAsItWas() throws IOException {
        String program = source("second_hart.c", """
                #include <sys/syscall.h>
                #include <unistd.h>
                int main(void)
                {
                    unsigned hart = 0;
                    syscall(SYS_getcpu, &hart, NULL, NULL);
                    return hart;
                }
                """);
        Foal.Result explored = Foal.foal("explore", "--harts", "2", "--runs", "5", program);
        assertTrue(explored.out().contains("The schedule could not be made shorter."), explored.out() + explored.err());
        assertEquals(1, Foal.foal("replay", token(explored.out()).group(1), program).status());
    }

    @Test
    void aReplayIsTheSameUnderStrace() throws IOException {
        String program = source("loses.c", LOSES);
        String token = token(Foal.foal("explore", "--runs", "30", program).out()).group(1);
        Foal.Result traced = Foal.foal("replay", "--strace", token, program);
        assertEquals(7, traced.status());
        assertTrue(traced.err().contains("exit_group(7)"), traced.err());
    }

    @Test
    void aDeadlockIsFound() throws IOException {
        Foal.Result explored = Foal.foal("explore", "--runs", "60", source("deadlocks.c", DEADLOCKS));
        assertEquals(1, explored.status(), explored.err());
        assertTrue(explored.out().contains("1. deadlock, in "), explored.out());
        assertTrue(Pattern.compile("Where it ends:\n   - pid 2 \\(deadlocks\\) is in read and waits for .*, in .* from take \\(deadlocks.c:4\\) from main "
                + "\\(deadlocks.c:2[23]\\).*\n   - pid 3 .* from main \\(deadlocks.c:1[56]\\)").matcher(explored.out()).find(), explored.out());
    }

    @Test
    void ofACrashItIsToldWhereItIs_InEachReport() throws IOException {
        Path junit = folder.resolve("junit.xml"), json = folder.resolve("report.json");
        Foal.Result explored = Foal.foal("explore", "--runs", "1", "--junit", junit.toString(), "--json", json.toString(), source("crashes.c", """
                static volatile int *nothing;
                static int look(void) { return *nothing; }
                int main(void)
                {
                    return look();
                }
                """));
        assertTrue(explored.out().startsWith("1 schedule of ") && explored.out().contains("1. killed by SIGSEGV, in 1 schedule\n"), explored.out());
        String place = "at address 0x0, in look (crashes.c:2) from main (crashes.c:5)";
        assertTrue(explored.out().contains("Where it ends:\n   - " + place), explored.out());
        assertTrue(Files.readString(junit).contains(place) && Files.readString(json).contains(place));
    }

    @Test
    void theLineThatRepeatsAFailureSaysWhatTheProgramFoundAroundIt() throws IOException {
        String program = source("asks.c", """
                #include <stdlib.h>
                #include <string.h>
                #include <unistd.h>
                int main(void)
                {
                    const char *word = getenv("WORD");
                    return word != NULL && strcmp(word, "a b") == 0 && access("/data/asks.c", R_OK) == 0 ? 7 : 0;
                }
                """);
        Path junit = folder.resolve("junit.xml");
        Foal.Result explored = Foal.foal("explore", "--env", "WORD=a b", "--bind", folder + ":/data", "--no-cwd", "--runs", "2",
                "--junit", junit.toString(), program);
        Matcher line = Pattern.compile("To repeat it: (foal replay --bind \\S+:/data --env 'WORD=a b' --no-cwd (foal1/\\S+) .*)").matcher(explored.out());
        assertTrue(line.find(), explored.out());
        assertEquals(7, Foal.foal("replay", "--bind", folder + ":/data", "--env", "WORD=a b", "--no-cwd", line.group(2), program).status());
        assertTrue(Files.readString(junit).contains(line.group(1)), line.group(1));
    }

    @Test
    void aTokenWhoseScheduleNamesTasksThatNeverAreIsRefused() {
        String token = token(Foal.foal("explore", "--exhaustive", "--bound", "1", "lost_update_broken").out()).group(1);
        Foal.Result result = Foal.foal("replay", token.replaceFirst("script:[^/]*", "script:2@86-77"), "lost_update_broken");
        assertEquals(2, result.status(), result.err());
        assertTrue(result.err().startsWith("foal: the token does not fit this program: its schedule names task 77, which there never was\n"), result.err());
    }

    @Test
    void theSameSchedulesAreTriedInPartsAndAtOnce() throws IOException {
        String program = source("loses.c", LOSES);
        Path whole = folder.resolve("whole.json"), first = folder.resolve("1.json"), second = folder.resolve("2.json"),
                joined = folder.resolve("joined.json");
        Foal.foal("explore", "--runs", "41", "--json", whole.toString(), program);
        Foal.foal("explore", "--runs", "41", "--shard", "1/2", "--json", first.toString(), program);
        Foal.foal("explore", "--runs", "41", "--shard", "2/2", "--json", second.toString(), program);
        assertEquals(1, Foal.foal("explore", "--merge", "--json", joined.toString(), first.toString(), second.toString()).status());
        assertEquals(withoutTime(whole), withoutTime(joined));
    }

    private static String withoutTime(Path report) throws IOException {
        return Files.readString(report).replaceFirst("\"seconds\": [^,]*,", "");
    }

    @Test
    void reportsForGradersNameTheFailure() throws IOException {
        Path junit = folder.resolve("junit.xml");
        Foal.foal("explore", "--runs", "30", "--junit", junit.toString(), source("loses.c", LOSES));
        String xml = Files.readString(junit);
        assertTrue(xml.contains("failures=\"1\"") && xml.contains("<failure type=\"exit\" message=\"exit status 7: it is "), xml);
    }

    @Test
    void whoseReportCannotBeWrittenIsToldBeforeTheSearch() {
        assertEquals(new Foal.Result(125, "", "foal: cannot write to " + folder + ": Is a directory\n"),
                Foal.foal("explore", "--junit", folder.toString(), "hello"));
    }

    @Test
    void aProgramThatIsRightIsNotBlamed() {
        Foal.Result explored = Foal.foal("explore", "--runs", "40", "spinlock", "20");
        assertEquals(0, explored.status(), explored.out());
        assertTrue(explored.out().endsWith("no failure\n"), explored.out());
    }

    @Test
    void aProgramThatNeverEndsFailsInTime() throws IOException {
        Foal.Result explored = Foal.foal("explore", "--runs", "2", "--timeout", "0.001", source("spins.c", "int main(void) { for (;;) ; }\n"));
        assertTrue(explored.out().contains("1. no end in time, in 2 schedules"), explored.out());
    }

    @Test
    void outputsThatDependOnTheScheduleAreFoundWhereTheyMustNot() throws IOException {
        String program = source("order.c", """
                #include <stdio.h>
                #include <sys/wait.h>
                #include <unistd.h>
                int main(void)
                {
                    if (fork() == 0) {
                        write(1, "child\\n", 6);
                        _exit(0);
                    }
                    write(1, "parent\\n", 7);
                    wait(NULL);
                }
                """);
        assertEquals(0, Foal.foal("explore", "--runs", "20", program).status());
        assertTrue(Foal.foal("explore", "--runs", "20", "--same-output", program).out().contains("other output"));
        Path expected = Files.writeString(folder.resolve("expected"), "neither\n");
        assertTrue(Foal.foal("explore", "--runs", "20", "--expect", expected.toString(), program).out().contains("other output, in 20 schedules"));
    }

    @Test
    void aTokenIsOfAMachineThatThereCanBe() {
        for (String memory : new String[] {"268435457", "4096", "99999999999999"}) {
            Foal.Result result = Foal.foal("replay", "foal1/0/1/" + memory + "/script:3@8-4/b6beaddfd18d0134", "lost_update_broken");
            assertEquals(2, result.status(), result::toString);
        }
    }

    @Test
    void aTokenIsOfOneProgramOnly() throws IOException {
        String program = source("loses.c", LOSES);
        String token = token(Foal.foal("explore", "--runs", "30", program).out()).group(1);
        Foal.Result other = Foal.foal("replay", token, program, "argument");
        assertEquals(2, other.status());
        assertTrue(other.err().startsWith("foal: the token is of another program"), other.err());
        assertEquals(2, Foal.foal("replay", "foal1/0/1", program).status());
        assertEquals(2, Foal.foal("replay").status());
        assertEquals(2, Foal.foal("replay", token).status());
    }

    @Test
    void badOptionsAreUsageErrors() {
        for (String[] bad : new String[][] {{"--runs", "0"}, {"--jobs", "x"}, {"--shard", "3/2"}, {"--shard", "0/2"}, {"--for", "0"},
                {"--sched", "rr"}, {"--depth", "0"}}) {
            assertEquals(2, Foal.foal("explore", bad[0], bad[1], "hello").status(), String.join(" ", bad));
        }
        assertEquals(2, Foal.foal("explore").status());
        assertEquals(127, Foal.foal("explore", "no_such_program").status());
    }
}
