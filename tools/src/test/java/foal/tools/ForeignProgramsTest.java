package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers, compilers and runtimes of other languages, as Debian has them: each serves, compiles or runs something small, by a
 * script in the resources beside which stands what it is to print.
 */
@Tag("campaign")
class ForeignProgramsTest {
    private static final Path SCRIPTS = Installation.find().home().resolve("tools/src/test/resources/foreign");

    static List<String> scripts() throws IOException {
        return ExpectedOutput.scripts(SCRIPTS);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aProgramDoesWhatItDoesOnLinux(String script) throws Exception {
        Foal.Result result = foal("boot", "--mem", "2G", "--root", DebianRoot.large().toString(), "--bind", SCRIPTS + ":/scripts",
                "--env", "PATH=/usr/sbin:/usr/bin:/bin", "--env", "HOME=/root", "--env", "LC_ALL=C.UTF-8", "--cwd", "/tmp",
                "/bin/dash", "-c", "echo '127.0.0.1 localhost' > /etc/hosts; . /scripts/" + script);
        assertEquals(ExpectedOutput.of(SCRIPTS.resolve(script)), result.out() + "exit " + result.status() + "\n", result::err);
    }
}
