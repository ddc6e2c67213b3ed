package foal.kernel.file;

import static foal.kernel.syscall.Errno.ELOOP;
import static foal.kernel.syscall.Errno.ENAMETOOLONG;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOTDIR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import foal.cpu.PhysicalMemory;
import foal.kernel.Guest;
import foal.kernel.memory.FrameTable;
import foal.kernel.syscall.Errno;
import foal.kernel.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Walks along paths. */
class FileTreeTest {
    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final FileTree tree = new FileTree(new FrameTable(memory, 1), new VirtualClock(() -> 0), () -> null);
    private Dentry home;
    private Inode file;

    @BeforeEach
    void grow() {
        home = tree.makeDirectories("/home/user");
        file = tree.addFile("/home/user/file", 0444, Guest.contentOf(new byte[] {1, 2, 3}));
        link("/home/link", "user/file");
        link("/absolute", "/home/user");
        link("/chain", "absolute");
        link("/loop", "/loop");
        link("/home/dangling", "nowhere");
        link("/tofile", "/home/user/file");
    }

    private void link(String path, String target) {
        tree.addSymlink(path, target);
    }

    @AfterEach
    void giveMemoryBack() {
        tree.close();
        memory.close();
    }

    private void assertFinds(Inode expected, String path) {
        assertSame(expected, find(path, true), path);
    }

    private void assertFinds(Dentry expected, String path) {
        assertFinds(expected.inode(), path);
    }

    private Inode find(String path, boolean followLast) {
        return ((FileTree.Found.File) tree.walk(home, path, null, followLast)).inode();
    }

    private void assertFails(Errno errno, String path) {
        assertEquals(new FileTree.Found.Error(errno), tree.walk(home, path, null, true), path);
    }

    @Test
    void pathsAreAbsoluteOrFromTheWorkingDirectory() {
        assertFinds(file, "/home/user/file");
        assertFinds(file, "file");
        assertFinds(tree.root(), "/");
        assertFinds(home, ".");
    }

    @Test
    void dotsAndDoubleSlashesAreWalkedOver() {
        assertFinds(file, "..//user/./file");
        assertFinds(file, "//home///user//file");
        assertFinds(tree.root(), "/../../..");
        assertFinds(home, "./../../home/user/.");
    }

    @Test
    void aSlashAtTheEndWantsADirectory() {
        assertFinds(home, "/home/user/");
        assertFinds(home, "/absolute/");
        assertFails(ENOTDIR, "file/");
        assertFails(ENOTDIR, "/tofile/");
    }

    @Test
    void symbolicLinksAreFollowed() {
        assertFinds(file, "/home/link");
        assertFinds(file, "/absolute/file");
        assertFinds(file, "/chain/file");
        assertFinds(tree.makeDirectories("/home"), "/chain/..");
    }

    @Test
    void theLastLinkIsFoundItselfIfItIsNotToBeFollowed() {
        assertEquals("/loop", ((Symlink) find("/loop", false)).target(null));
        assertSame(file, find("/chain/file", false));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertFails(ENOENT, "");
        assertFails(ENOENT, "nothing");
        assertFails(ENOENT, "/nothing/file");
        assertFails(ENOENT, "/home/dangling");
        assertFails(ENOENT, "...");
    }

    @Test
    void nothingLiesBelowAFile() {
        assertFails(ENOTDIR, "file/more");
        assertFails(ENOTDIR, "file/..");
        assertFails(ENOTDIR, "file/.");
    }

    @Test
    void linksThatGoInCirclesEnd() {
        assertFails(ELOOP, "/loop");
        assertFails(ELOOP, "/loop/file");
        link("/a", "b");
        link("/b", "a");
        assertFails(ELOOP, "/a");
    }

    @Test
    void fortyLinksAreTheMost() {
        for (int i = 1; i <= 41; i++) {
            link("/l" + i, i == 1 ? "/home/user/file" : "l" + (i - 1));
        }
        assertFinds(file, "/l40");
        assertFails(ELOOP, "/l41");
    }

    @Test
    void namesAndPathsHaveALongest() {
        assertFails(ENOENT, "x".repeat(255));
        assertFails(ENAMETOOLONG, "x".repeat(256));
        assertFinds(file, "./".repeat(2045) + "file");
        assertFails(ENAMETOOLONG, "./".repeat(2046) + "file");
    }

    @Test
    void aDirectoryKnowsItsPath() {
        assertEquals("/home/user", home.path());
        assertEquals("/", tree.root().path());
        assertEquals("/home", home.parent().path());
    }
}
