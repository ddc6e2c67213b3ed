package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code foal strace} prints. */
class StraceTest {
    static Set<String> samples() throws foal.tools.cli.Failure {
        return Installation.find().samples().keySet();
    }

    private static List<String> trace(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "strace";
        System.arraycopy(words, 0, all, 1, words.length);
        return foal(all).err().lines().toList();
    }

    private static void assertLines(List<String> trace, String... expected) {
        for (String line : expected) {
            assertTrue(trace.contains(line), () -> "no line " + line + " in\n" + String.join("\n", trace));
        }
    }

    @Test
    void helloIsTracedFromExecveToExit() {
        assertLines(trace("hello"),
                "execve(\"/bin/hello\", [\"/bin/hello\"], 0x3fffeffe78 /* 3 vars */) = 0",
                "getpid()                                = 2",
                "write(1, \"Hello from process 2\\n\", 21)  = 21",
                "exit_group(0)                           = ?",
                "+++ exited with 0 +++");
    }

    @Test
    void callsFailWithNamesAndTexts() {
        assertLines(trace(Guest.program("calls")),
                "syscall_0x44b(0x1, 0x2, 0x3, 0x4, 0x5, 0x6) = -1 ENOSYS (Function not implemented)",
                "openat(AT_FDCWD, \"/no/such\\tfile\", O_RDONLY) = -1 ENOENT (No such file or directory)",
                "write(1, 0x8, 3)                        = -1 EFAULT (Bad address)");
    }

    @Test
    void aCallThatAnotherTaskInterruptsIsResumed() {
        assertLines(trace(Guest.program("calls")),
                "[pid 2] read(3,  <unfinished ...>",
                "[pid 2] <... read resumed> <unfinished ...>) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)",
                "[pid 2] rt_sigreturn({mask=[]})         = 3",
                "[pid 2] --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=3, si_uid=0} ---",
                "[pid 3] write(4, \"x\", 1)                = 1");
    }

    @Test
    void stopsAndEndsAreShown() {
        assertLines(trace(Guest.program("calls")),
                "[pid 3] +++ killed by SIGTERM +++",
                "[pid 4] --- stopped by SIGSTOP ---",
                "[pid 2] <... wait4 resumed>[{WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP}], WUNTRACED, NULL) = 4",
                "[pid 4] +++ exited with 3 +++",
                "[pid 5] +++ killed by SIGKILL +++");
        assertLines(trace("fault"),
                "[pid 3] --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---",
                "[pid 3] +++ killed by SIGSEGV +++",
                "<... wait4 resumed>[{WIFSIGNALED(s) && WTERMSIG(s) == SIGSEGV}], 0, NULL) = 3");
    }

    @Test
    void aSignalThatIsIgnoredIsShownWhenTheCallHasReturned() {
        String wait = "<... wait4 resumed>[{WIFSIGNALED(s) && WTERMSIG(s) == SIGSEGV}], 0, NULL) = 3";
        String signal = "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_KILLED, si_pid=3, si_uid=0, si_status=SIGSEGV, ";
        List<String> lines = trace("fault");
        assertTrue(lines.get(lines.indexOf(wait) + 1).startsWith(signal), lines::toString);
    }

    @Test
    void theEndOfATaskEndsItsCall() {
        assertLines(trace(Guest.program("calls")),
                "[pid 5] <... read resumed> <unfinished ...>) = ?",
                "[pid 5] +++ killed by SIGKILL +++");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theRunIsTheSameAsWithoutTrace(String sample) {
        Foal.Result booted = foal("boot", "--seed", "5", "--quantum", "777", sample);
        Foal.Result traced = foal("strace", "--seed", "5", "--quantum", "777", sample);
        assertEquals(booted.out(), traced.out());
        assertEquals(booted.status(), traced.status());
        assertEquals(traced, foal("strace", "--seed", "5", "--quantum", "777", sample));
    }

    @Test
    void theExitStatusIsThePrograms() {
        assertEquals(foal("boot", Guest.program("calls")).status(), foal("strace", Guest.program("calls")).status());
    }

    @ParameterizedTest
    @CsvSource({"write", "trace=write", "'trace=write,getpid'", "!execve", "all"})
    void callsAreSelectedByName(String expression) {
        assertLines(trace("-e", expression, "hello"), "write(1, \"Hello from process 2\\n\", 21)  = 21");
    }

    @Test
    void callsThatAreNotSelectedAreNotShown() {
        assertEquals(List.of("write(1, \"Hello from process 2\\n\", 21)  = 21", "+++ exited with 0 +++"),
                trace("-e", "trace=write", "hello"));
        assertEquals(List.of("+++ exited with 0 +++"), trace("-e", "trace=none", "hello"));
    }

    @ParameterizedTest
    @CsvSource({"%file, execve", "%process, exit_group", "%desc, write"})
    void callsAreSelectedByClass(String topic, String name) {
        assertTrue(trace("-e", topic, "hello").stream().anyMatch(line -> line.startsWith(name + "(")));
        assertFalse(trace("-e", topic, "hello").stream().anyMatch(line -> line.startsWith("getpid(")));
    }

    @ParameterizedTest
    @CsvSource({"%ipc, shmget, shm_ring", "%ipc, msgget, msgq", "%memory, shmat, shm_ring", "%signal, rt_sigaction, calls"})
    void moreClasses(String topic, String name, String program) {
        String path = program.equals("calls") ? Guest.program(program) : program;
        assertTrue(trace("-e", topic, path).stream().anyMatch(line -> line.contains(name + "(")));
    }

    @Test
    void anUnknownNameIsWrongUsage() {
        Foal.Result result = foal("strace", "-e", "trace=wriet", "hello");
        assertEquals(2, result.status());
        assertTrue(result.err().startsWith("foal: option -e: there is no system call or class 'wriet'\n"), result.err());
    }

    @Test
    void theTableHasTheLongestCallsFirst() {
        List<String> table = trace("-c", "msgq");
        assertEquals("% time     seconds  usecs/call     calls    errors syscall", table.get(0));
        assertTrue(table.get(2).matches(" *\\d+\\.\\d\\d +0\\.\\d{6} +\\d+ +24 +msgrcv"), table.get(2));
        assertTrue(table.getLast().matches("100\\.00 +0\\.\\d{6} +\\d+ +\\d+ +total"), table.getLast());
    }

    @Test
    void theTableHasTheTimeThatEachCallTakesByTheVirtualClock() {
        assertTrue(trace("-c", "--call-cost", "3000", "hello").contains(" 33.33    0.000003           3         1           getpid"));
    }

    @Test
    void timeStampsAreThoseOfTheVirtualClock() {
        List<String> trace = trace("-t", "hello");
        assertTrue(trace.stream().allMatch(line -> line.matches("0\\.\\d{9} .*")), trace.toString());
        List<String> stamps = trace.stream().map(line -> line.substring(0, 11)).toList();
        assertEquals(stamps.stream().sorted().toList(), stamps);
    }

    @Test
    void linesCanGoToAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("trace");
        Foal.Result result = foal("strace", "-f", "-o", file.toString(), "hello");
        assertEquals("", result.err());
        assertEquals(trace("hello"), Files.readAllLines(file));
    }

    @Test
    void aFileThatCannotBeWrittenIsAFailure(@TempDir Path folder) {
        Foal.Result result = foal("strace", "-o", folder.resolve("no/file").toString(), "hello");
        assertEquals(125, result.status());
        assertTrue(result.err().matches("foal: cannot write to .*/no/file: No such file or directory\n"), result.err());
    }

    @Test
    void theReferenceListsEachCall() {
        String page = foal("help", "syscalls").out();
        String write = "- **write** (64): write to a descriptor\n  `long write(int fd, const void *buf, long count)`\n";
        assertTrue(page.contains(write), page);
        assertTrue(page.contains("Differs from Linux: They come from the seed of the run."), page);
    }
}
