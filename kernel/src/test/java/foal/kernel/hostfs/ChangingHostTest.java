package foal.kernel.hostfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import foal.cpu.PhysicalMemory;
import foal.kernel.file.FileTree;
import foal.kernel.file.Inode;
import foal.kernel.file.RegularFile;
import foal.kernel.memory.Backing;
import foal.kernel.memory.FrameTable;
import foal.kernel.syscall.Errno;
import foal.kernel.time.VirtualClock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the host's that change while the guest uses them. */
class ChangingHostTest {
    private static final int PAGE = PhysicalMemory.PAGE_SIZE;

    private final PhysicalMemory memory = new PhysicalMemory(64 * PAGE);
    private final FrameTable frames = new FrameTable(memory, 1);
    private final HostFolders folders = new HostFolders();
    private FileTree tree;
    @TempDir
    private Path folder;

    @BeforeEach
    void showFolder() throws IOException {
        Files.write(folder.resolve("file"), new byte[3 * PAGE]);
        Files.createDirectory(folder.resolve("shared"));
        Files.setAttribute(folder.resolve("shared"), "unix:mode", 01777);
        Files.setAttribute(folder.resolve("file"), "unix:mode", 04755);
        tree = new FileTree(frames, new VirtualClock(() -> 0), () -> null, made ->
                folders.show(made, folder, HostFolders.Changes.IN_MEMORY));
    }

    @AfterEach
    void giveMemoryBack() {
        tree.close();
        folders.close();
        assertEquals(0, frames.used());
        memory.close();
    }

    private Inode find(String path) {
        return ((FileTree.Found.File) tree.walk(tree.root(), path, null, true)).inode();
    }

    @Test
    void allBitsOfTheModeAreTheHosts() {
        assertEquals(04755, find("/file").mode() & 07777);
        assertEquals(01777, find("/shared").mode() & 07777);
    }

    @Test
    void aFileThatVanishesCannotBeLoaded() throws IOException {
        RegularFile file = (RegularFile) find("/file");
        Files.delete(folder.resolve("file"));
        assertEquals(Backing.BEYOND_END, file.frame(0));
        assertEquals(0, file.read(0, new byte[10]));
        assertEquals(Optional.of(Errno.ENOENT), file.content().orElseThrow().obstacle());
    }

    @Test
    void aFileThatShrinksCanBeLoadedUpToItsEnd() throws IOException {
        RegularFile file = (RegularFile) find("/file");
        try (FileChannel channel = FileChannel.open(folder.resolve("file"), StandardOpenOption.WRITE)) {
            channel.truncate(PAGE + 100);
        }
        assertNotEquals(Backing.BEYOND_END, file.frame(0));
        assertEquals(Backing.BEYOND_END, file.frame(1));
        assertEquals(PAGE, file.read(0, new byte[3 * PAGE]));
    }

    @Test
    void aFileThatMayNotBeReadCannotBeOpened() throws IOException {
        Files.setPosixFilePermissions(folder.resolve("file"), PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(folder.resolve("file")), "this user may read everything");
        RegularFile file = (RegularFile) find("/file");
        assertEquals(Optional.of(Errno.EACCES), file.content().orElseThrow().obstacle());
        assertEquals(Backing.BEYOND_END, file.frame(0));
    }
}
