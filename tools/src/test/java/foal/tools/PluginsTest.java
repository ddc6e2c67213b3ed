package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.Kernel;
import foal.tools.boot.Installation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Chapters of the kernel can be brought, and left out. */
class PluginsTest {
    private static final Path HOME = Installation.find().home();
    private static final String SERVICE = "META-INF/services/foal.kernel.chapter.Chapter";
    /** Samples that need none of the chapters. */
    private static final List<String> SAMPLES = List.of("hello", "spinlock", "philosophers", "pc_pipe", "forktree", "peterson");
    static final List<String> CHAPTERS = Kernel.CHAPTERS;

    @TempDir
    private Path folder;

    private static List<String> blocksOfTheReadme(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(HOME.resolve("README.md")))
                .results().map((MatchResult found) -> found.group(1)).toList();
    }

    /** Compiles classes of the package {@code foal.kernel.tally} and puts them into a jar. @param service the text of its service file */
    private Path jar(String name, String service, String... sources) throws Exception {
        Path classes = Files.createDirectory(folder.resolve(name + ".classes"));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "javac").toString(), "-d", classes.toString(),
                "-classpath", HOME.resolve("kernel/target/classes") + ":" + HOME.resolve("cpu/target/classes")));
        for (String source : sources) {
            String type = Pattern.compile("public final class (\\w+)").matcher(source).results().findFirst().orElseThrow().group(1);
            command.add(Files.writeString(folder.resolve(type + ".java"), source).toString());
        }
        if (sources.length > 0) {
            assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
        }
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        try (OutputStream file = Files.newOutputStream(plugins.resolve(name + ".jar")); JarOutputStream jar = new JarOutputStream(file);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path each : compiled.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                jar.write(Files.readAllBytes(each));
            }
            if (!service.isEmpty()) {
                jar.putNextEntry(new JarEntry(SERVICE));
                jar.write(service.getBytes(StandardCharsets.UTF_8));
            }
        }
        return plugins;
    }

    private static String chapter(String type, String body) {
        return "package foal.kernel.tally;\npublic final class " + type + " implements foal.kernel.chapter.Chapter {\n"
                + "    public String name() { return \"" + type.toLowerCase() + "\"; }\n"
                + "    public void open(foal.kernel.chapter.Core core) { " + body + " }\n}\n";
    }

    @Test
    void theChapterInTheReadmePlugsIn() throws Exception {
        List<String> sources = blocksOfTheReadme("java");
        Path plugins = jar("tally", "foal.kernel.tally.TallyChapter\n", sources.get(0), sources.get(1));
        String program = blocksOfTheReadme("c").stream().filter(text -> text.contains("1090")).findFirst().orElseThrow();
        Path source = Files.writeString(folder.resolve("tally.c"), program);
        Foal.Result result = foal("strace", "-e", "trace=%ipc", "--plugins", plugins.toString(), "--libc", "small", source.toString());
        assertEquals("the tally is 15\n", result.out(), result::err);
        assertTrue(result.err().matches("(?s).*tally_wait\\(15.*= 15\n.*"), result::err);
        assertEquals("calls that have been added\n", foal("boot", "--plugins", plugins.toString(), "sh", "-c", "cat /proc/tally").out());
    }

    /** The sum is there already, so that nobody waits: only the declaration says that the two calls order their tasks. */
    @Test
    void theRaceDetectorKnowsWhatACallOfAChapterSaysOfOrder() throws Exception {
        List<String> sources = blocksOfTheReadme("java");
        Path program = Files.writeString(folder.resolve("handed_over.c"), """
                #include <pthread.h>
                #include <sched.h>
                #include <unistd.h>

                static long result;

                static void *work(void *unused)
                {
                    result = 5;
                    syscall(1090, 15);
                    return unused;
                }

                int main(void)
                {
                    pthread_t worker;
                    pthread_create(&worker, NULL, work, NULL);
                    for (int i = 0; i < 100; i++)
                        sched_yield();
                    syscall(1091, 15);
                    return result != 5;
                }
                """);
        Path plugins = jar("tally", "foal.kernel.tally.TallyChapter\n", sources.get(0), sources.get(1));
        Foal.Result result = foal("boot", "--race", "--plugins", plugins.toString(), "--libc", "small", program.toString());
        assertEquals("foal: no data race\n", result.err());
        assertEquals(0, result.status());
        Files.delete(plugins.resolve("tally.jar"));
        jar("silent", "foal.kernel.tally.TallyChapter\n", sources.get(0).replaceAll(", orders = \\w+, by = TallyCalls.class", ""), sources.get(1));
        assertTrue(foal("boot", "--race", "--plugins", plugins.toString(), "--libc", "small", program.toString()).err()
                .contains("data race on result"));
    }

    @Test
    void brokenPluginsAreNamedAndLeftOut() throws Exception {
        jar("a-empty", "");
        jar("b-missing", "foal.kernel.tally.Nowhere\n");
        jar("c-throws", "foal.kernel.tally.Throwing\n", chapter("Throwing", "throw new IllegalStateException(\"not today\");"));
        jar("d-taken", "foal.kernel.tally.Taken\n", chapter("Taken", "core.addCalls(this);").replaceFirst("\\}\n$",
                "    @foal.kernel.syscall.Syscall(nr = 64, doc = \"write\")\n"
                + "    public long mine(foal.kernel.task.Task task) { return 0; }\n}\n"));
        Path plugins = jar("e-good", "foal.kernel.tally.Good\n", chapter("Good", "core.addProcFile(\"good\", () -> \"here\\n\");"));
        Files.writeString(plugins.resolve("f-no.jar"), "no jar");
        Foal.Result result = foal("boot", "--plugins", plugins.toString(), "sh", "-c", "cat /proc/good");
        assertEquals("here\n", result.out(), result::err);
        List<String> lines = result.err().lines().toList();
        assertEquals(5, lines.size(), result::err);
        assertTrue(lines.get(0).startsWith("foal: plugin a-empty.jar is left out: it has no META-INF"), result::err);
        assertTrue(lines.get(1).startsWith("foal: plugin b-missing.jar is left out: ") && lines.get(1).contains("Nowhere"), result::err);
        assertTrue(lines.get(2).startsWith("foal: plugin f-no.jar is left out: "), result::err);
        assertEquals("foal: chapter foal.kernel.tally.Throwing is left out: java.lang.IllegalStateException: not today", lines.get(3));
        assertTrue(lines.get(4).startsWith("foal: chapter foal.kernel.tally.Taken is left out: ") && lines.get(4).contains("write"), result::err);
    }

    @ParameterizedTest
    @FieldSource("CHAPTERS")
    void theSamplesThatDoNotNeedAChapterRunWithoutIt(String chapter) {
        for (String sample : SAMPLES) {
            assertEquals(foal("boot", sample), foal("boot", "--without", chapter, sample));
        }
    }

    @Test
    void theCallsOfAChapterThatIsLeftOutFailWithEnosys() {
        Foal.Result result = foal("boot", "--without", "sysv,net", "msgq");
        assertTrue(result.err().contains("which is not implemented (ENOSYS)"), result::err);
    }

    @Test
    void aChapterThatThereIsNotIsToldSo() {
        Foal.Result result = foal("boot", "--without", "nothing", "hello");
        assertEquals(2, result.status());
        assertTrue(result.err().startsWith("foal: --without nothing: there is no such chapter; there are sysv, "), result::err);
    }

    @Test
    void aRecordingIsOfAllChapters() {
        Foal.Result result = foal("boot", "--without", "net", "--record", folder.resolve("recording").toString(), "hello");
        assertEquals(2, result.status());
        assertTrue(result.err().startsWith("foal: --record: a recording is of a kernel with all of Foal's chapters"), result::err);
    }
}
