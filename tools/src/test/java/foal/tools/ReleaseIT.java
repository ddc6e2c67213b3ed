package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import foal.tools.boot.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive that {@code mvn -Prelease package} makes, on a system that has a shell and a libc, and nothing else: no Java, no
 * Maven, no compiler, no network. It lies in a folder with a space and an umlaut, where nothing can be written.
 */
@Tag("campaign")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReleaseIT {
    /** In bytes. */
    private static final long LARGEST = 150_000_000;

    /** The programs of the host that the system has: a shell, and what the launcher follows links with. */
    private static final List<String> PROGRAMS = List.of("/bin/sh", "/usr/bin/readlink");

    /** Enters the system whose folder is $1, where Foal's is $2, and runs the script $3. */
    private static final String ENTER = """
            set -e
            for folder in proc dev; do mount --rbind /$folder "$1/$folder"; done
            mount --bind "$1/$2" "$1/$2"
            mount -o remount,bind,ro "$1/$2"
            foal=/$2/bin/foal PATH=/bin exec "$(command -v chroot)" "$1" /bin/sh -c "$3"
            """;

    private Path folder;
    private Path system;
    private String place;
    private Path archive;

    private record Result(int status, String out, String err) {}

    @BeforeAll
    void unpack(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Path archives = Installation.find().home().resolve("tools/target/release");
        assumeTrue(Files.isDirectory(archives), "no release was made; mvn -Prelease package makes one");
        system = Files.createDirectory(folder.resolve("system"));
        Path home = Files.createDirectories(system.resolve("home/ein Schüler"));
        try (Stream<Path> files = Files.list(archives)) {
            archive = files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
            assertEquals(0, new ProcessBuilder("tar", "xf", archive.toString(), "-C", home.toString()).inheritIO().start().waitFor());
        }
        try (Stream<Path> unpacked = Files.list(home)) {
            place = system.relativize(unpacked.findFirst().orElseThrow()).toString();
        }
        for (String name : List.of("bin", "tmp", "proc", "dev")) {
            Files.createDirectory(system.resolve(name));
        }
        assumeTrue(copyPrograms() == 0, "the host's shell does not run without more of its libraries");
        assumeTrue(enter("true").status() == 0, "this host lets nobody have a root of their own");
    }

    /** The programs with the libraries that they need; besides these, those of the libc that Java wants. */
    private int copyPrograms() throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", """
                set -e
                system=$1; shift
                if [ -d /usr/lib/locale/C.utf8 ]; then # a part of the libc, too
                    mkdir -p "$system/usr/lib/locale"; cp -R /usr/lib/locale/C.utf8 "$system/usr/lib/locale"
                fi
                for program; do cp -L "$program" "$system/bin/"; done
                { ldd "$@"; libc=$(ldd /bin/sh | sed -n 's/.* => \\(.*\\)\\/libc\\.so.*/\\1/p')
                for name in m dl pthread rt; do echo "=> $libc/lib$name.so.[0-9] (0)"; done
                } | sed -n 's/[^/]*\\(\\/[^ ]*\\) (.*/\\1/p' | sort -u | while read -r libraries; do
                    for library in $libraries; do
                        mkdir -p "$system${library%/*}"; cp -L "$library" "$system$library"
                    done
                done
                """, "sh", system.toString(), PROGRAMS.get(0), PROGRAMS.get(1)).inheritIO().start().waitFor();
    }

    private Result enter(String script) throws IOException, InterruptedException {
        Stream<String> unshare = Stream.concat(Stream.of("unshare", "--mount", "--net"),
                System.getProperty("user.name").equals("root") ? Stream.empty() : Stream.of("--user", "--map-root-user"));
        List<String> words = Stream.concat(unshare, Stream.of("sh", "-c", ENTER, "sh", system.toString(), place, script)).toList();
        ProcessBuilder shell = new ProcessBuilder(words).redirectInput(new File("/dev/null"))
                .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile());
        shell.environment().clear();
        shell.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        Process process = shell.start();
        assertTrue(process.waitFor(300, TimeUnit.SECONDS), script);
        return new Result(process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    @Test
    void aSampleRuns() throws Exception {
        Result result = enter("\"$foal\" boot spinlock");
        assertEquals("", result.err());
        assertTrue(result.out().startsWith("expected 200000, got 200000, lost 0\n"), result.out());
    }

    @Test
    void javaStartsWithWhatItHasLearned() throws Exception {
        assertEquals(new Result(0, "Hello from process 2\n", ""), enter("FOAL_JAVA_OPTIONS=-XX:AOTMode=on exec \"$foal\" boot hello"));
    }

    @Test
    void aProgramInCWithThreadsIsCompiledAndRun() throws Exception {
        assumeTrue(Files.isDirectory(system.resolve(place).resolve("userland/target/libc")), "no complete C library could be fetched");
        Files.writeString(system.resolve("tmp/threads.c"), """
                #include <pthread.h>
                #include <stdio.h>
                static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
                static int sum;
                static void *add(void *number)
                {
                    pthread_mutex_lock(&mutex);
                    sum += *(int *)number;
                    pthread_mutex_unlock(&mutex);
                    return 0;
                }
                int main(void)
                {
                    int numbers[] = {20, 22};
                    pthread_t threads[2];
                    for (int i = 0; i < 2; i++)
                        pthread_create(&threads[i], NULL, add, &numbers[i]);
                    for (int i = 0; i < 2; i++)
                        pthread_join(threads[i], NULL);
                    printf("%d\\n", sum);
                    return 0;
                }
                """);
        assertEquals(new Result(0, "42\n", ""), enter("cd /tmp; exec \"$foal\" boot threads.c"));
    }

    @Test
    void exploreFindsAFailingSchedule_AndItsTokenRepeatsIt() throws Exception {
        Result found = enter("exec \"$foal\" explore --runs 300 lost_update_broken");
        assertEquals(1, found.status(), found.err());
        Matcher repetition = Pattern.compile("To repeat it: foal (replay \\S+ lost_update_broken)").matcher(found.out());
        assertTrue(repetition.find(), found.out());
        assertTrue(found.out().contains("add (userland/samples/lost_update_broken.c:21)"), found.out());
        Result repeated = enter("exec \"$foal\" " + repetition.group(1));
        assertEquals(1, repeated.status(), repeated.err());
    }

    @Test
    void aRaceIsFoundWithItsLines() throws Exception {
        Result result = enter("exec \"$foal\" boot --race lost_update_broken");
        assertTrue(result.err().startsWith("foal: data race on counter\n"), result.err());
        assertTrue(result.err().contains("at add (userland/samples/lost_update_broken.c:20)"), result.err());
    }

    @Test
    void systemCallsAreTraced() throws Exception {
        assertTrue(enter("exec \"$foal\" strace hello").err().contains("write(1, \"Hello from process 2\\n\", 21)  = 21\n"));
    }

    @Test
    void itSaysWhatItIs_AndThatNothingIsMissing() throws Exception {
        Result version = enter("exec \"$foal\" --version");
        assertTrue(version.out().matches("(?s)foal .*\ncommit {8}[0-9a-f]+\n.*compiler .*clang version.*/runtime\nhost .*"), version.out() + version.err());
    }

    @Test
    void theArchiveIsSmall() throws IOException {
        assertTrue(Files.size(archive) <= LARGEST, Files.size(archive) + " bytes");
    }
}
