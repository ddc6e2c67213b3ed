package foal.kernel.hostfs;

import foal.kernel.file.FileStatus;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder of the host's, and what lies in it. Paths are lists of names below it, and are followed from descriptor to
 * descriptor without ever following a link: whatever happens on the host meanwhile, they do not lead out.
 */
public final class HostFolder {
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    private static final int TYPE_AND_PERMISSIONS = 0xffff;

    private final Path folder;
    private final OpenChannels channels = new OpenChannels();

    /** @param folder that exists */
    public HostFolder(Path folder) throws IOException {
        this.folder = folder.toRealPath();
        if (!Files.isDirectory(this.folder)) {
            throw new java.nio.file.NotDirectoryException(folder.toString());
        }
    }

    /**
     * A file on the host.
     *
     * @param mode type and permissions
     * @param modified nanoseconds since 1970
     * @param target of a symbolic link, else empty
     */
    public record Entry(String name, int mode, long size, long modified, String target) {
        int type() {
            return mode & FileStatus.TYPE;
        }

        int permissions() {
            return mode & ~FileStatus.TYPE;
        }
    }

    /** The folder itself. */
    Entry top() throws IOException {
        return entry("/", Files.readAttributes(folder, PosixFileAttributes.class), folder);
    }

    /** What is in a directory, in the order of the names' bytes. Names that this host cannot spell are left out. */
    List<Entry> list(List<String> path) throws IOException {
        TreeMap<String, Entry> sorted = new TreeMap<>();
        try (SecureDirectoryStream<Path> directory = openDirectory(path)) {
            for (Path file : directory) {
                Path name = file.getFileName();
                Optional<Entry> entry = entry(directory, path, name);
                entry.filter(found -> toHost(found.name()).equals(name.toString())).ifPresent(found -> sorted.put(found.name(), found));
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new ArrayList<>(sorted.values());
    }

    private Optional<Entry> entry(SecureDirectoryStream<Path> directory, List<String> path, Path name) {
        try {
            PosixFileAttributes attributes = directory
                    .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
            return Optional.of(entry(toGuest(name.toString()), attributes, resolve(path).resolve(name)));
        } catch (IOException _) {
            return Optional.empty(); // it has just vanished
        }
    }

    private static Entry entry(String name, PosixFileAttributes attributes, Path path) throws IOException {
        int permissions = 0;
        for (PosixFilePermission permission : attributes.permissions()) {
            permissions |= 0400 >> permission.ordinal();
        }
        int type = attributes.isRegularFile() ? FileStatus.REGULAR : attributes.isDirectory() ? FileStatus.DIRECTORY
                : attributes.isSymbolicLink() ? FileStatus.SYMLINK : 0;
        int mode = type != 0 ? type | permissions
                : (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE_AND_PERMISSIONS;
        String target = attributes.isSymbolicLink() ? toGuest(Files.readSymbolicLink(path).toString()) : "";
        java.time.Instant modified = attributes.lastModifiedTime().toInstant();
        return new Entry(name, mode, attributes.size(), modified.getEpochSecond() * 1_000_000_000L + modified.getNano(), target);
    }

    /** A file's channel, which stays open while it is used much. */
    SeekableByteChannel open(HostFile file) throws IOException {
        return channels.get(file, () -> openNew(file.path()));
    }

    private SeekableByteChannel openNew(List<String> path) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (SecureDirectoryStream<Path> directory = openDirectory(path.subList(0, path.size() - 1))) {
            Path name = Path.of(toHost(path.getLast()));
            boolean isRegular = directory.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes().isRegularFile();
            if (!isRegular) {
                throw new java.nio.file.NoSuchFileException(name.toString());
            }
            return directory.newByteChannel(name, options);
        }
    }

    private SecureDirectoryStream<Path> openDirectory(List<String> path) throws IOException {
        SecureDirectoryStream<Path> at = secure(Files.newDirectoryStream(folder));
        for (String name : path) {
            try (SecureDirectoryStream<Path> above = at) {
                at = secure(above.newDirectoryStream(Path.of(toHost(name)), LinkOption.NOFOLLOW_LINKS));
            }
        }
        return at;
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this host cannot follow paths safely");
    }

    private Path resolve(List<String> path) {
        Path at = folder;
        for (String name : path) {
            at = at.resolve(toHost(name));
        }
        return at;
    }

    /** Closes what is open. */
    public void close() {
        channels.close();
    }

    // To the kernel names are bytes; it keeps them in strings of which each character is one byte.

    private static String toGuest(String host) {
        return new String(host.getBytes(NAMES), StandardCharsets.ISO_8859_1);
    }

    private static String toHost(String guest) {
        return new String(guest.getBytes(StandardCharsets.ISO_8859_1), NAMES);
    }
}
