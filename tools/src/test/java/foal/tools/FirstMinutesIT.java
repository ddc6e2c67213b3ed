package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import foal.tools.boot.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What somebody new sees: a clone in a folder with spaces and umlauts, its first build, and the runs after it. */
@Tag("campaign")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstMinutesIT {
    private static final String HELLO = "Hello from process 2\n";
    /** Host seconds: a build on a busy machine. */
    private static final int LONGEST_BUILD = 900;

    private Path folder;
    private ProcessBuilder shell;

    private record Result(int status, String out, String err) {}

    @BeforeAll
    void theFirstBuild(@TempDir Path temporary) throws Exception {
        folder = temporary;
        assertTrue(folder.toFile().setExecutable(true, false) && folder.toFile().setReadable(true, false), "others may look in");
        Path home = Installation.find().home();
        Path fetched = home.resolve("cpu/target/unicorn/libunicorn.so.2");
        shell = new ProcessBuilder().directory(folder.toFile()).redirectInput(new File("/dev/null"))
                .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile());
        shell.environment().put("FOAL_JAVA_HOME", System.getProperty("java.home"));
        shell.environment().put("home", home.toString());
        if (Files.exists(fetched)) { // to fetch it is tested elsewhere
            shell.environment().putIfAbsent("FOAL_UNICORN", Files.copy(fetched, folder.resolve("libunicorn.so.2")).toString());
        }
        Result clone = sh("git clone -q \"$home\" 'ein Ordner für Foal' && mkdir other && ln -s '../ein Ordner für Foal/foal' other/foal");
        assumeTrue(clone.status() == 0, "this is no clone: " + clone.err());
        Result built = sh("cd other; ./foal boot hello");
        assertEquals(0, built.status(), built.err());
        assertEquals(HELLO, built.out());
        assertTrue(built.err().startsWith("foal: building (first time: some minutes) …\n"), built.err());
    }

    private Result sh(String script) throws IOException, InterruptedException {
        Process process = shell.command("sh", "-c", script).start();
        assertTrue(process.waitFor(LONGEST_BUILD, TimeUnit.SECONDS), script);
        return new Result(process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    @Test
    void theSecondRunBuildsNothing_FromAnotherFolderAndThroughALink() throws Exception {
        assertEquals(new Result(0, HELLO, ""), sh("other/foal boot hello"));
    }

    @Test
    void withoutANetworkItRuns_AndBuildsWhatWasEdited() throws Exception {
        assumeTrue(sh("unshare --net true").status() == 0, "this host lets nobody be without a network");
        assertEquals(new Result(0, HELLO, ""), sh("unshare --net other/foal boot hello"));
        assertEquals(new Result(0, HELLO, "foal: building …\n"),
                sh("touch 'ein Ordner für Foal/kernel/src/main/java/module-info.java'; unshare --net other/foal boot hello"));
    }

    @Test
    void whoMayNotWriteThereCanRunIt() throws Exception {
        String nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups ";
        assumeTrue(sh(nobody + "true").status() == 0 && sh(nobody + "\"$FOAL_JAVA_HOME/bin/java\" -version").status() == 0,
                "only root can be somebody else, and Java must be for everybody");
        assertEquals(new Result(0, HELLO, ""), sh(nobody + "other/foal boot hello"));
    }

    @Test
    void itIsNotBuiltAnewForWhomItIsCalledBySomeOtherName() throws Exception {
        assertEquals(new Result(0, HELLO, ""), sh("ln -s 'ein Ordner für Foal' short; short/foal boot hello"));
    }
}
