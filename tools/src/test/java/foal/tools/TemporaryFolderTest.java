package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.TemporaryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are gone when Foal is, in whichever way it ends. */
class TemporaryFolderTest {
    @TempDir
    Path all;

    @Test
    void whatAKilledProcessHasLeftIsDeletedByTheNext() throws Exception {
        Path left = Files.createDirectory(all.resolve("foal-1234"));
        Files.writeString(left.resolve("5678.elf"), "a program");
        Files.createFile(left.resolve("lock"));
        Path file = new TemporaryFolder(all).file(".elf");
        assertTrue(Files.isRegularFile(file) && file.startsWith(all), file::toString);
        assertFalse(Files.exists(left));
    }

    @Test
    void whatIsNotFoalsOrNotYetLockedStays() throws Exception {
        Path beginning = Files.createFile(Files.createDirectory(all.resolve("foal-1")).resolve("new"));
        Path another = Files.createFile(Files.createDirectory(all.resolve("other")).resolve("lock"));
        new TemporaryFolder(all).file("");
        assertTrue(Files.exists(beginning) && Files.exists(another));
    }

    @Test
    void theFolderOfAProcessThatRunsStays() throws Exception {
        Path program = Path.of(Foal.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                program + ":" + Path.of(TemporaryFolder.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
                Holder.class.getName(), all.toString()).start();
        Path file = Path.of(other.inputReader().readLine());
        new TemporaryFolder(all).file("");
        assertTrue(Files.exists(file), file::toString);
        other.getOutputStream().close();
        assertEquals(0, other.waitFor());
        assertFalse(Files.exists(file.getParent()), file::toString);
    }

    /** The other process: makes a file, and ends when its input does. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] words) throws Exception {
            System.out.println(new TemporaryFolder(Path.of(words[0])).file(".elf"));
            System.in.read();
        }
    }
}
