package foal.tools.boot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process's folder for temporary files: made when the first is wanted, and deleted at the end. A process that is killed leaves its
 * folder behind, and the next that makes one deletes it.
 *
 * <p>A folder is in use as long as its file {@code lock} is locked: the system gives up the lock with the process, however that ends. The
 * lock is taken before the file gets its name, so a folder that has one without a lock is nobody's.
 */
public final class TemporaryFolder {
    private static final String PREFIX = "foal-", LOCK = "lock", NEW_LOCK = "new";
    /** This process's. */
    private static final TemporaryFolder OWN = new TemporaryFolder(Path.of(System.getProperty("java.io.tmpdir")));

    private final Path all;
    private Path folder;
    private FileLock lock;

    /** @param all the folder in which all processes have theirs */
    public TemporaryFolder(Path all) {
        this.all = all;
    }

    public static TemporaryFolder own() {
        return OWN;
    }

    /** A new file in it, which is empty. @param suffix of its name */
    public synchronized Path file(String suffix) throws IOException {
        if (folder == null) {
            if (!Files.isWritable(all)) {
                throw new IOException("nothing can be written to " + all);
            }
            deleteLeftovers();
            folder = Files.createTempDirectory(all, PREFIX);
            Runtime.getRuntime().addShutdownHook(new Thread(this::close));
            Path unnamed = folder.resolve(NEW_LOCK);
            lock = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).lock();
            Files.move(unnamed, folder.resolve(LOCK));
        }
        return Files.createTempFile(folder, "", suffix);
    }

    private void deleteLeftovers() throws IOException {
        for (Path other : entries(all)) {
            Path otherLock = other.resolve(LOCK);
            if (other.getFileName().toString().startsWith(PREFIX) && Files.isWritable(otherLock)) {
                try (FileChannel file = FileChannel.open(otherLock, StandardOpenOption.WRITE); FileLock taken = file.tryLock()) {
                    if (taken != null) {
                        delete(other);
                    }
                } catch (IOException _) {
                    // another process deletes it just now
                }
            }
        }
    }

    /** Deletes it. */
    private synchronized void close() {
        delete(folder);
        try {
            lock.channel().close();
        } catch (IOException _) {
            // the end of the process does it too
        }
    }

    /** Deletes a folder that holds files alone, as far as possible; its lock last, so that it is tried again. */
    private static void delete(Path some) {
        try {
            for (Path file : entries(some)) {
                if (!file.endsWith(LOCK)) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(some.resolve(LOCK));
            Files.deleteIfExists(some);
        } catch (IOException _) {
            // the next process tries again
        }
    }

    private static List<Path> entries(Path some) throws IOException {
        try (Stream<Path> files = Files.list(some)) {
            return files.toList();
        }
    }
}
