package foal.tools;

import static foal.tools.Foal.foal;
import static foal.tools.Guest.program;
import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PROGRAM can be, and where it then is in the guest. */
class ProgramLookupTest {
    @TempDir
    private Path folder;

    @Test
    void aSampleByItsName() {
        assertEquals(new Foal.Result(0, "Hello from process 2\n", ""), foal("boot", "hello"));
    }

    @Test
    void anExecutableOfTheHost_WhichCanRunItselfAgain() {
        String path = program("again");
        assertEquals(new Foal.Result(0, path + " first\n" + path + " second\n" + path + " third\n", ""), foal("boot", path));
    }

    @Test
    void anExecutableByARelativePath_AppearsAtItsAbsoluteOne() {
        Path path = Path.of(program("again"));
        Path here = Path.of("").toAbsolutePath();
        Foal.Result result = foal("boot", "./" + here.relativize(path));
        assertEquals(path + " first", result.out().lines().findFirst().orElse(""));
    }

    @Test
    void aSourceFile_CompiledOnTheFly_WithItsPathLessTheSuffix() throws IOException {
        Path source = Files.copy(Guest.source("again.c"), folder.resolve("once more.c"));
        String path = folder.resolve("once more").toString();
        assertEquals(new Foal.Result(0, path + " first\n" + path + " second\n" + path + " third\n", ""),
                foal("boot", source.toString()));
    }

    @Test
    void anAssemblySource() {
        assertEquals(42, foal("boot", Guest.source("answer.S").toString()).status());
    }

    @Test
    void aProgramInADirectoryThatHasTheNameOfASampleInTheGuest() {
        // /bin/hello is a sample; a host folder of that name must not hurt. Nothing is there, so nothing is found.
        assertEquals(127, foal("boot", "/bin/hello/program").status());
    }

    @Test
    void aNameInOtherLetters() throws IOException {
        Path program = Files.copy(Path.of(program("again")), folder.resolve("größer"));
        assertEquals(program + " first", foal("boot", program.toString()).out().lines().findFirst().orElse(""));
    }

    @Test
    void allSamplesAreInBin() throws IOException, foal.tools.cli.Failure {
        Path source = Files.writeString(folder.resolve("bin.c"), """
                #include <unistd.h>
                int main(int argc, char *argv[])
                {
                    return argc > 1 ? execv(argv[1], argv + 1) : 1;
                }
                """);
        for (String sample : Installation.find().samples().keySet()) {
            assertEquals(0, foal("boot", source.toString(), "/bin/" + sample).status(), sample);
        }
    }
}
