package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import foal.tools.boot.CLibrary;
import foal.tools.boot.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs such as courses have them, in userland/tests/homework: each prints what it prints on the host. */
class HomeworkTest {
    private static final Path SOURCES = Installation.find().home().resolve("userland/tests/homework");
    /** Of so many programs one is run every time. */
    private static final int SOME = 12;

    @TempDir
    private Path folder;

    static List<String> programs() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static List<String> somePrograms() throws IOException {
        List<String> all = programs();
        return all.stream().filter(name -> all.indexOf(name) % SOME == 0).toList();
    }

    @BeforeAll
    static void thereIsACompleteLibrary() {
        assumeTrue(Installation.find().has(CLibrary.GLIBC), "there is no glibc here");
    }

    @ParameterizedTest
    @MethodSource("somePrograms")
    void someProgramsPrintWhatTheyPrintOnTheHost(String name) throws Exception {
        assertPrintsTheSame(name);
    }

    @Tag("campaign")
    @ParameterizedTest
    @MethodSource("programs")
    void allProgramsPrintWhatTheyPrintOnTheHost(String name) throws Exception {
        assertPrintsTheSame(name);
    }

    /** What is said to be in Foal's own library is there. */
    @ParameterizedTest
    @ValueSource(strings = {"thread_mutex_kinds.c", "thread_timed_wait.c", "thread_rwlock.c", "thread_barrier.c", "thread_detached.c",
        "thread_pool.c", "process_shared.c", "posix_queue.c", "getopt_long.c", "popen.c", "exec_by_path.c", "file_lock.c", "atfork.c",
        "thread_local.c", "thread_cancel.c", "thread_cancel_points.c", "thread_attributes.c", "thread_inherit.c", "thread_timed_rwlock.c",
        "thread_sigwait.c", "thread_once_and_keys.c", "robust_mutex.c", "robust_processes.c", "mq_notify_thread.c", "named_semaphores.c"})
    void programsForFoalsOwnLibraryPrintTheSameToo(String name) throws Exception {
        assertPrintsTheSame(name, "--libc", "small");
    }

    private void assertPrintsTheSame(String name, String... options) throws Exception {
        String source = SOURCES.resolve(name).toString(), program = folder.resolve("program").toString();
        assertEquals("", run(List.of(hostCompiler(name.endsWith(".cpp") ? "g++" : "gcc"), "-w", "-pthread", source, "-lm", "-o", program)));
        String expected = run(List.of(program));
        List<String> command = new ArrayList<>(List.of("boot"));
        command.addAll(List.of(options));
        command.add(source);
        assertEquals(new Foal.Result(0, expected, ""), foal(command.toArray(String[]::new)));
    }

    private static String hostCompiler(String name) {
        boolean isThere = Stream.of(System.getenv("PATH").split(File.pathSeparator)).anyMatch(path -> Files.isExecutable(Path.of(path, name)));
        assumeTrue(isThere, name + " is not installed");
        return name;
    }

    /** Runs a command of the host's in a folder of its own. @return what it printed */
    private String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), () -> command + ": " + output);
        return output;
    }
}
