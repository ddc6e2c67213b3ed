package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import foal.tools.cli.FileTrouble;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a file is said in the host's words, and not by its name alone. */
class FileTroubleTest {
    @TempDir
    Path folder;

    private static String reason(Executable use) {
        return FileTrouble.reason(assertThrows(IOException.class, use));
    }

    @Test
    void theReasonIsNotTheName() {
        Path none = folder.resolve("none");
        assertEquals("No such file or directory", reason(() -> Files.readString(none)));
        assertEquals("No such file or directory", reason(() -> new FileInputStream(none.toFile()).close()));
        assertEquals("Is a directory", reason(() -> Files.readString(folder)));
        assertEquals("Is a directory", reason(() -> new FileOutputStream(folder.toFile()).close()));
        assertEquals("Permission denied", FileTrouble.reason(new AccessDeniedException("none")));
    }

    @Test
    void theCommandsSayIt() {
        assertEquals("foal: cannot read /none/such: No such file or directory\n", Foal.foal("explore", "--merge", "/none/such").err());
        assertEquals("foal: " + folder + " is a directory\n", Foal.foal("replay", folder.toString()).err());
    }
}
