package foal.cpu.unicorn;

import java.io.IOException;
import java.nio.file.Path;

/** The build's step that makes sure of a libunicorn: looks for one, and fetches one if there is none. */
public final class UnicornSetup {
    private UnicornSetup() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            UnicornLibrary.load();
        } catch (UnicornException notFound) {
            fetch();
            loadOrExit();
        }
    }

    private static void fetch() throws IOException, InterruptedException {
        Path script = Path.of(System.getProperty("foal.home", "."), "cpu", "fetch-unicorn.sh").toAbsolutePath();
        new ProcessBuilder("sh", script.toString(), UnicornLibrary.buildFolder().toAbsolutePath().toString())
                .inheritIO().start().waitFor();
    }

    private static void loadOrExit() {
        try {
            UnicornLibrary.load();
        } catch (UnicornException notFound) {
            System.err.println("foal: " + notFound.getMessage());
            System.exit(1);
        }
    }
}
