package foal.tools;

import foal.tools.boot.Installation;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Somebody at a terminal of their own, who starts the launcher there, and types when what they wait for has been shown.
 * The terminal is made by script(1).
 */
final class Dialogue {
    private static final String SCRIPT = "script";
    private static final int PATIENCE_SECONDS = 120;

    private record Turn(String awaited, String typed) {}

    private final List<Turn> turns = new ArrayList<>();

    /** Types some text as soon as another has been shown, after what was waited for before. */
    Dialogue when(String awaited, String typed) {
        turns.add(new Turn(awaited, typed));
        return this;
    }

    /** Waits for some text, after what was waited for before. */
    Dialogue when(String awaited) {
        return when(awaited, "");
    }

    /** Runs the command. @return its status, and all that was shown */
    Foal.Result run(List<String> words) throws Exception {
        boolean isThere = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, SCRIPT)));
        Assumptions.assumeTrue(isThere, SCRIPT + " is not installed");
        ProcessBuilder builder = new ProcessBuilder(SCRIPT, "-qec", "stty rows 24 cols 80; exec \"$foal\" " + String.join(" ", words), "/dev/null")
                .redirectErrorStream(true);
        builder.environment().put("foal", Installation.find().home().resolve("foal").toString());
        builder.environment().put("FOAL_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SHELL", "/bin/sh");
        Process process = builder.start();
        CompletableFuture<Void> watchdog = CompletableFuture.runAsync(process.toHandle()::destroyForcibly,
                CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (InputStream screen = process.getInputStream(); OutputStream keyboard = process.getOutputStream()) {
            int seen = 0;
            for (Turn turn : turns) {
                seen = await(turn.awaited, seen, screen, shown);
                if (seen < 0) {
                    break;
                }
                keyboard.write(turn.typed.getBytes(StandardCharsets.UTF_8));
                keyboard.flush();
            }
            screen.transferTo(shown);
        }
        watchdog.cancel(false);
        return new Foal.Result(process.waitFor(), shown.toString(StandardCharsets.UTF_8), "");
    }

    /** @return where what comes after the awaited text begins, or −1 if it is not shown */
    private static int await(String awaited, int from, InputStream screen, ByteArrayOutputStream shown) throws IOException {
        while (true) {
            int at = shown.toString(StandardCharsets.UTF_8).indexOf(awaited, from);
            if (at >= 0) {
                return at + awaited.length();
            }
            byte[] more = new byte[4096];
            int count = screen.read(more);
            if (count < 0) {
                return -1;
            }
            shown.write(more, 0, count);
        }
    }
}
