package foal.kernel.hostfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that others exchange for a link that leads out of what the guest was given. */
class ExchangedFolderTest {
    private static final int ROUNDS = 1000;
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

    @TempDir
    private Path host;
    private Path outside;
    private Path inside;
    private LiveFolder folder;
    private final HostPath exchanged = HostPath.top().below("exchanged");

    /** Something that the guest does. */
    private interface Deed {
        void run() throws IOException;
    }

    @BeforeEach
    void fillFolder() throws IOException {
        outside = Files.createDirectories(host.resolve("outside/empty")).getParent();
        Files.writeString(outside.resolve("file"), "secret");
        Files.setAttribute(outside.resolve("file"), "unix:mode", 0600);
        Files.setLastModifiedTime(outside.resolve("file"), LONG_AGO);
        inside = Files.createDirectories(host.resolve("inside/exchanged/empty")).getParent().getParent();
        Files.writeString(inside.resolve("exchanged/file"), "inner");
        Files.createSymbolicLink(inside.resolve("link"), Path.of("../outside"));
        folder = new LiveFolder(inside, true);
    }

    @AfterEach
    void nothingOutsideHasChanged() throws IOException {
        folder.close();
        try (Stream<Path> names = Files.list(outside)) {
            assertEquals(List.of("empty", "file"), names.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals("secret", Files.readString(outside.resolve("file")));
        assertEquals(0600, (int) Files.getAttribute(outside.resolve("file"), "unix:mode") & 07777);
        assertEquals(LONG_AGO, Files.getLastModifiedTime(outside.resolve("file")));
    }

    private void exchange() throws IOException {
        Files.move(inside.resolve("exchanged"), inside.resolve("folder"));
        Files.move(inside.resolve("link"), inside.resolve("exchanged"));
        Files.move(inside.resolve("exchanged"), inside.resolve("link"));
        Files.move(inside.resolve("folder"), inside.resolve("exchanged"));
    }

    /** One of each kind, with names that are the round's own. */
    private List<Deed> deeds(int round) {
        HostFile file = new HostFile(folder, exchanged.below("file"), 0); // a new one, so that it is opened again
        HostFile made = new HostFile(folder, exchanged.below("made" + round), 0);
        return List.of(
                () -> folder.createDirectory(exchanged.below("directory" + round), 0755),
                () -> folder.createSymlink(exchanged.below("link" + round), "file"),
                () -> folder.createFile(made, 0644),
                () -> folder.setPermissions(exchanged.below("file"), 0666),
                () -> folder.setTimes(exchanged.below("file"), 0, 0),
                () -> folder.move(exchanged.below("file"), exchanged, "moved"),
                () -> folder.move(exchanged.below("moved"), exchanged, "file"),
                () -> assertFalse(folder.list(exchanged).stream().anyMatch(entry -> entry.size() == "secret".length())),
                () -> folder.write(file, 0, "INNER".getBytes(), "INNER".length()),
                () -> folder.resize(file, "inner".length()),
                () -> assertTrue(folder.read(file, 0, new byte[100]) <= "inner".length()),
                () -> folder.delete(exchanged.below("made" + round), false),
                () -> folder.delete(exchanged.below("directory" + round), true),
                () -> folder.delete(exchanged.below("link" + round), false));
    }

    @Test
    void nothingLeadsThroughALinkThatIsWhereAFolderWas() throws IOException {
        Files.move(inside.resolve("exchanged"), inside.resolve("folder"));
        Files.move(inside.resolve("link"), inside.resolve("exchanged"));
        for (Deed deed : deeds(0)) {
            assertThrows(NoSuchFileException.class, deed::run);
        }
    }

    @Test
    void aFolderThatIsExchangedMeanwhileIsNeverLeft() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                while (!isOver.get()) {
                    exchange();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        try {
            for (int round = 0; round < ROUNDS; round++) {
                for (Deed deed : deeds(round)) {
                    try {
                        deed.run();
                    } catch (IOException _) {
                        // the link was there
                    }
                }
            }
        } finally {
            isOver.set(true);
            other.join();
        }
    }

    @Test
    void aFileThatHasBecomeALinkIsNotOpened() throws IOException {
        Files.delete(inside.resolve("exchanged/file"));
        Files.createSymbolicLink(inside.resolve("exchanged/file"), outside.resolve("file"));
        HostFile file = new HostFile(folder, exchanged.below("file"), 0);
        assertThrows(NoSuchFileException.class, () -> folder.read(file, 0, new byte[10]));
        assertThrows(IOException.class, () -> folder.setPermissions(exchanged.below("file"), 0666));
        folder.setTimes(exchanged.below("file"), 0, 0); // of the link itself
    }

    @Test
    void noFileOfTheHostsGivesRightsToWhoeverRunsIt() throws IOException {
        folder.setPermissions(HostPath.top().below("exchanged").below("file"), 06755);
        folder.createDirectory(HostPath.top().below("made"), 02755);
        assertEquals(0755, (int) Files.getAttribute(inside.resolve("exchanged/file"), "unix:mode") & 07777);
        assertEquals(0, (int) Files.getAttribute(inside.resolve("made"), "unix:mode") & 06000);
    }

    @Test
    void theFolderItselfIsTheOneThatWasThereAtFirst() throws IOException {
        Files.move(inside, host.resolve("elsewhere"));
        Files.createSymbolicLink(inside, outside);
        folder.createDirectory(HostPath.top().below("new"), 0700);
        assertTrue(Files.isDirectory(host.resolve("elsewhere/new")));
    }

    @Test
    void onAHostThatIsNotKnownThereIsNoWayToSuchFolders() {
        assertTrue(HostAbi.of("Windows 11", "amd64").isEmpty());
        assertTrue(HostAbi.of("Linux", "s390x").isEmpty());
        assertTrue(HostAbi.of("Mac OS X", "aarch64").isPresent());
    }
}
