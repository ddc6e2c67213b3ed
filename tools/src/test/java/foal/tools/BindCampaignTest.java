package foal.tools;

import static foal.tools.Foal.foal;
import static foal.tools.Guest.program;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Two machines with one writable folder: one exchanges a folder in it for a link that leads out, the other makes things there. */
@Tag("campaign")
class BindCampaignTest {
    private static final int RUNS = 4;

    @TempDir
    private Path host;

    @RepeatedTest(RUNS)
    void neitherMachineLeavesItsFolder() throws IOException {
        Path outside = Files.createDirectories(host.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("secret"), "secret");
        Files.setAttribute(secret, "unix:mode", 0600);
        Path exchanged = Files.createDirectories(host.resolve("rw/exchanged"));
        Files.writeString(exchanged.resolve("secret"), "inner");

        CompletableFuture<Foal.Result> exchanger = CompletableFuture.supplyAsync(() -> boot("exchange"));
        assertEquals(0, boot("make").status());
        assertEquals(0, exchanger.join().status());

        try (Stream<Path> files = Files.list(outside)) {
            assertEquals(List.of(secret), files.toList());
        }
        assertEquals(0600, (int) Files.getAttribute(secret, "unix:mode") & 07777);
    }

    private Foal.Result boot(String deed) {
        return foal("boot", "--bind", host.resolve("rw") + ":/rw:rw", program("exchanger"), deed);
    }
}
