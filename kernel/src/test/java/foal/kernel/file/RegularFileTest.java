package foal.kernel.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import foal.kernel.Guest;
import foal.kernel.memory.Backing;
import foal.kernel.memory.FrameTable;
import foal.kernel.time.VirtualClock;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pages of files. */
class RegularFileTest {
    private static final int PAGE = PhysicalMemory.PAGE_SIZE;

    private final PhysicalMemory memory = new PhysicalMemory(64 * PAGE);
    private final FrameTable frames = new FrameTable(memory, 1);
    private final FileTree tree = new FileTree(frames, new VirtualClock(() -> 0), () -> null);

    @AfterEach
    void giveMemoryBack() {
        tree.close();
        assertEquals(0, frames.used());
        memory.close();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(RegularFile file, int size) {
        byte[] bytes = new byte[size];
        assertEquals(size, file.read(0, bytes));
        return bytes;
    }

    @Test
    void aFileThatIsLargerThanMemoryCanBeRead() {
        byte[] bytes = random(200 * PAGE + 100);
        RegularFile file = tree.addFile("/file", 0444, Guest.contentOf(bytes));
        assertArrayEquals(bytes, read(file, bytes.length));
        assertArrayEquals(bytes, read(file, bytes.length));
    }

    @Test
    void pagesThatSomebodyUsesAreNotTaken() {
        RegularFile file = tree.addFile("/file", 0444, Guest.contentOf(random(200 * PAGE)));
        long kept = file.frame(3);
        frames.share(kept);
        read(file, 200 * PAGE);
        assertEquals(kept, file.frame(3));
        frames.free(kept);
    }

    @Test
    void whatCannotBeReadHasNoFrames() {
        RegularFile file = tree.addFile("/file", 0444, new Content() {
            @Override
            public long size() {
                return PAGE;
            }

            @Override
            public int read(long position, byte[] into) throws IOException {
                throw new IOException("it is gone");
            }
        });
        assertEquals(Backing.BEYOND_END, file.frame(0));
        assertEquals(Backing.BEYOND_END, file.frame(1));
    }

    @Test
    void cuttingAFileShortForgetsWhatItsContentHasBehind() {
        RegularFile file = tree.addFile("/file", 0644, Guest.contentOf(random(3 * PAGE)));
        file.resize(10);
        file.resize(2 * PAGE);
        byte[] bytes = read(file, 2 * PAGE);
        assertArrayEquals(new byte[2 * PAGE - 10], Arrays.copyOfRange(bytes, 10, 2 * PAGE));
        assertTrue(bytes[0] != 0 || bytes[1] != 0);
    }

    @Test
    void writtenPagesOfAFileSystemTakeUpAtMostHalfOfMemory() {
        RegularFile file = new RegularFile(tree.root().inode().fileSystem(), 0644);
        tree.put("/new", file);
        file.resize(64L * PAGE);
        int written = 0;
        while (file.frame(written) > 0) {
            written++;
        }
        assertEquals(32, written);
    }

    @Test
    void holesAndDataAreFound() {
        RegularFile file = new RegularFile(tree.root().inode().fileSystem(), 0644);
        tree.put("/new", file);
        file.resize(1L << 50);
        file.frame(1000);
        assertEquals(1000L * PAGE, file.nextData(5));
        assertEquals(1001L * PAGE, file.nextHole(1000L * PAGE));
        assertEquals(5, file.nextHole(5));
        assertTrue(file.nextData(1001L * PAGE) < 0);
    }

    @Test
    void anObserverFindsWhatAReaderWouldFindAndBringsNothingIn() {
        byte[] bytes = random(40 * PAGE + 100);
        RegularFile file = tree.addFile("/file", 0644, Guest.contentOf(bytes));
        file.frame(20);
        file.resize(30 * PAGE + 7);
        file.resize(50 * PAGE);
        file.frame(45);
        long pages = file.allocated(), used = frames.used();
        byte[] seen = new byte[60 * PAGE];
        assertEquals(50 * PAGE, file.peek(0, seen));
        byte[] middle = new byte[3 * PAGE];
        assertEquals(middle.length, file.peek(19 * PAGE + 5, middle));
        assertEquals(pages, file.allocated());
        assertEquals(used, frames.used());
        for (int page = 0; page < 50; page++) {
            assertEquals(page >= 20 && page < 31 || page == 45, file.residentFrame(page) != 0, "page " + page);
        }
        byte[] read = read(file, 50 * PAGE);
        assertArrayEquals(read, Arrays.copyOf(seen, read.length));
        assertArrayEquals(Arrays.copyOfRange(read, 19 * PAGE + 5, 22 * PAGE + 5), middle);
    }
}
