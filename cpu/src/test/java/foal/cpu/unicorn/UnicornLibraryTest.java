package foal.cpu.unicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnicornLibraryTest {
    private static final String CHOSEN = "foal.unicorn";

    private final String chosenBefore = System.getProperty(CHOSEN);

    @AfterEach
    void restoreProperty() {
        if (chosenBefore == null) {
            System.clearProperty(CHOSEN);
        } else {
            System.setProperty(CHOSEN, chosenBefore);
        }
    }

    @Test
    void theLibraryThatIsFoundIsNewEnough() {
        String[] version = UnicornLibrary.load().versionText().split("\\.");
        assertEquals("2", version[0]);
        assertTrue(Integer.parseInt(version[1]) >= 1);
    }

    @Test
    void aChosenFileThatDoesNotExistIsNamedInTheMessage(@TempDir Path folder) {
        expectRefusal(folder.resolve("libnothing.so"), "does not exist");
    }

    @Test
    void aChosenFolderIsNoLibrary(@TempDir Path folder) {
        expectRefusal(folder, "is not a file");
    }

    @Test
    void aTextFileIsNoLibrary(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no library\n");
        expectRefusal(text, "is not a libunicorn");
    }

    @Test
    void anotherLibraryIsNoLibunicorn() {
        String other = System.mapLibraryName("java");
        expectRefusal(Path.of(System.getProperty("java.home"), "lib", other), "is not a libunicorn");
    }

    @Test
    void aNameThatTheSystemDoesNotKnowIsNotInstalled() {
        System.setProperty(CHOSEN, "libno-such-thing.so.7");
        String message = assertThrows(UnicornException.class, UnicornLibrary::load).getMessage();
        assertTrue(message.contains("libno-such-thing.so.7 is not installed"), message);
    }

    /** One line: what was tried, what is wrong with it, what to install. */
    private static void expectRefusal(Path chosen, String reason) {
        System.setProperty(CHOSEN, chosen.toString());
        String message = assertThrows(UnicornException.class, UnicornLibrary::load).getMessage();
        assertTrue(message.contains(chosen + " " + reason), message);
        assertTrue(message.contains("Install it"), message);
        assertEquals(1, message.lines().count());
    }
}
