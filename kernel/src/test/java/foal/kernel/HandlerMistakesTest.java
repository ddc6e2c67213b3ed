package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.chapter.ChapterChoice;
import foal.kernel.dispatch.HandlerMistake;
import foal.kernel.file.Content;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.tty.HostStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mistake in the handler of a system call leads to: a line that says where it is. */
class HandlerMistakesTest {
    private static final HostStreams NO_STREAMS = (_, _, _) -> { };

    @TempDir
    private static Path folder;

    /** Mistakes of beginners. */
    public static final class Wrong {
        private final WaitQueue never = new WaitQueue("something that never comes");
        private Task last;
        private Optional<String> seenFromElsewhere = Optional.empty();
        private Kernel kernel;

        @Syscall(nr = 1090, doc = "divides by its argument")
        public long divides(Task task, long by) {
            return 100 / by;
        }

        @Syscall(nr = 1091, doc = "forgets that there was no task before")
        public long forgets(Task task) {
            return last.pid();
        }

        @Syscall(nr = 1092, doc = "throws what must be declared")
        public long declares(Task task) throws IOException {
            throw new IOException("the disk is on fire");
        }

        @Syscall(nr = 1093, doc = "waits, but says something else")
        public long drops(Task task) {
            task.waitOn(never);
            return 7;
        }

        @Syscall(nr = 1094, doc = "is asked about while it runs")
        public long lasts(Task task) throws InterruptedException {
            Thread other = Thread.ofPlatform().start(() -> seenFromElsewhere = kernel.callInProgress());
            other.join();
            return 0;
        }
    }

    @BeforeAll
    static void compile() throws Exception {
        Path source = Files.writeString(folder.resolve("calls.c"), """
                #include <stdlib.h>
                #include <unistd.h>
                int main(int argc, char *argv[])
                {
                    return argc == 2 ? (int)syscall(atoi(argv[1]), 0) : 1;
                }
                """);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path arguments = Path.of(System.getProperty("foal.home")).resolve("userland/target/cc.args");
        assertEquals(0, new ProcessBuilder(java, "@" + arguments, source.toString(), "-o", folder.resolve("calls").toString())
                .inheritIO().start().waitFor());
    }

    private static void run(int number, Wrong calls) throws IOException {
        try (Kernel kernel = new Kernel(Options.DEFAULT.withChapters(ChapterChoice.STANDARD.and(new CallsChapter(calls))),
                HostSide.live(NO_STREAMS, _ -> { }))) {
            calls.kernel = kernel;
            kernel.files().addFile("/calls", 0555, Content.ofHostFile(folder.resolve("calls")));
            assertEquals(Optional.empty(), kernel.boot("/calls", List.of("calls", Integer.toString(number))));
            kernel.run();
        }
    }

    private static String mistake(int number) {
        return assertThrows(HandlerMistake.class, () -> run(number, new Wrong())).getMessage();
    }

    @Test
    void anExceptionNamesTheCallTheProcessAndThePlace() {
        String message = mistake(1090);
        assertTrue(message.startsWith("system call divides of pid 2 failed in the kernel: java.lang.ArithmeticException: / by zero, at "
                + "foal.kernel.HandlerMistakesTest$Wrong.divides (HandlerMistakesTest.java:"), message);
    }

    @Test
    void aNullIsNamedAsTheLanguageNamesIt() {
        String message = mistake(1091);
        assertTrue(message.contains("system call forgets of pid 2") && message.contains("\"this.last\" is null"), message);
    }

    @Test
    void soIsAnExceptionThatMustBeDeclared() {
        String message = mistake(1092);
        assertTrue(message.contains("java.io.IOException: the disk is on fire"), message);
    }

    @Test
    void aWaitWhoseResultIsDroppedIsSeen() {
        assertEquals("system call drops of pid 2 waits, but its handler returned 7: it must return what Task.waitOn returns", mistake(1093));
    }

    @Test
    void anotherThreadCanAskWhichCallIsBeingHandled() throws IOException {
        Wrong calls = new Wrong();
        run(1094, calls);
        assertEquals(Optional.of("system call lasts of pid 2"), calls.seenFromElsewhere);
    }
}
