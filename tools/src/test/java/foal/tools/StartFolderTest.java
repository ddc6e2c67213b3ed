package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that Foal is started in, which is this module's own while tests run. */
class StartFolderTest {
    private static final Path HERE = Path.of("").toAbsolutePath();

    @TempDir
    private Path folder;
    private String program;

    /** Says where it is and how long the file is that it is told to read, then writes to it, and says how long it is then. */
    @BeforeEach
    void compile() throws IOException {
        program = Files.writeString(folder.resolve("looks.c"), """
                #include <fcntl.h>
                #include <foal.h>
                #include <stdio.h>
                #include <sys/stat.h>
                #include <unistd.h>
                static long size(const char *file)
                {
                    struct stat status;
                    return stat(file, &status) == 0 ? (long)status.st_size : -1;
                }
                int main(int argc, char *argv[])
                {
                    char here[4096];
                    printf("%s %ld\\n", getcwd(here, sizeof here), size(argv[1]));
                    int file = open(argv[1], O_WRONLY | O_CREAT | O_APPEND, 0644);
                    if (file < 0 || write(file, "more", 4) != 4)
                        return 1;
                    printf("%ld\\n", size(argv[1]));
                    return argc - 2;
                }
                """).toString();
    }

    @Test
    void aProgramOfTheHostsStartsThereAndReadsItsFiles() throws IOException {
        long size = Files.size(HERE.resolve("pom.xml"));
        assertEquals(new Foal.Result(0, HERE + " " + size + "\n" + (size + 4) + "\n", ""), foal("boot", program, "pom.xml"));
        assertEquals(size, Files.size(HERE.resolve("pom.xml")), "what it writes stays in memory");
    }

    @Test
    void newFilesStayInMemory() {
        assertEquals(new Foal.Result(0, HERE + " -1\n4\n", ""), foal("boot", program, "surely-new.txt"));
        assertFalse(Files.exists(HERE.resolve("surely-new.txt")));
    }

    @Test
    void noCwdHidesIt() {
        assertEquals(new Foal.Result(0, "/ -1\n4\n", ""), foal("boot", "--no-cwd", program, "pom.xml"));
        assertEquals(1, foal("boot", "--no-cwd", program, HERE + "/pom.xml").status());
    }

    @Test
    void cwdBeginsElsewhere_AndTheFolderIsThereAllTheSame() throws IOException {
        long size = Files.size(HERE.resolve("pom.xml"));
        assertEquals(new Foal.Result(0, "/bin " + size + "\n" + (size + 4) + "\n", ""),
                foal("boot", "--cwd", "/bin", program, HERE + "/pom.xml"));
    }

    @Test
    void aFolderThatIsBoundToItsPlaceCountsInstead() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("pom.xml"), "12345");
        assertEquals(new Foal.Result(0, HERE + " 5\n9\n", ""), foal("boot", "--bind", other + ":" + HERE + ":rw", program, "pom.xml"));
        assertEquals("12345more", Files.readString(other.resolve("pom.xml")));
        assertEquals(1, foal("boot", "--bind", other + ":" + HERE, program, "pom.xml").status(), "read-only");
    }

    @Test
    void samplesDoNotSeeIt() {
        assertEquals("/\n", foal("boot", "sh", "-c", "pwd").out());
        assertTrue(foal("boot", "sh", "-c", "cat " + HERE + "/pom.xml").err().contains("cat"));
    }

    @Test
    void whatIsReadThereIsInARecording() throws IOException {
        String recording = folder.resolve("run.foal").toString();
        Path data = Files.writeString(Files.createDirectories(HERE.resolve("target")).resolve("recorded-data.txt"), "123");
        Foal.Result recorded = foal("boot", "--record", recording, program, "target/recorded-data.txt");
        Files.delete(data);
        assertEquals(new Foal.Result(0, HERE + " 3\n7\n", ""), recorded);
        assertEquals(recorded, foal("replay", recording));
    }
}
