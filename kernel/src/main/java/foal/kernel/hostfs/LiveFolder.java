package foal.kernel.hostfs;

import foal.kernel.file.Content;
import foal.kernel.file.FileStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A folder that is there. Paths below it are followed from descriptor to descriptor without ever
 * following a link: whatever happens on the host meanwhile, they do not lead out.
 */
final class LiveFolder implements HostFolder {
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    private static final int TYPE_AND_PERMISSIONS = 0xffff;

    private final Path folder;
    private final boolean writable;
    private final OpenChannels channels = new OpenChannels();

    /** @param folder that exists @param writable whether the guest may change what is in it on the host */
    LiveFolder(Path folder, boolean writable) throws IOException {
        this.writable = writable;
        this.folder = folder.toRealPath();
        if (!Files.isDirectory(this.folder)) {
            throw new NotDirectoryException(folder.toString());
        }
    }

    @Override
    public Entry top() throws IOException {
        return entry("/", Files.readAttributes(folder, PosixFileAttributes.class), folder);
    }

    @Override
    public List<Entry> list(HostPath path) throws IOException {
        TreeMap<String, Entry> sorted = new TreeMap<>();
        try (SecureDirectoryStream<Path> directory = openDirectory(path)) {
            for (Path file : directory) {
                Path name = file.getFileName();
                Optional<Entry> entry = entry(directory, path, name);
                boolean canBeSpelt = new String(name.toString().getBytes(NAMES), NAMES).equals(name.toString());
                entry.filter(_ -> canBeSpelt).ifPresent(found -> sorted.put(found.name(), found));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new ArrayList<>(sorted.values());
    }

    private Optional<Entry> entry(SecureDirectoryStream<Path> directory, HostPath path, Path name) {
        try {
            PosixFileAttributes attributes = directory
                    .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
            return Optional.of(entry(toGuest(name.toString()), attributes, resolve(path).resolve(name)));
        } catch (IOException _) {
            return Optional.empty(); // it has just vanished
        }
    }

    private static Entry entry(String name, PosixFileAttributes attributes, Path path) throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE_AND_PERMISSIONS;
        int type = attributes.isRegularFile() ? FileStatus.REGULAR : attributes.isDirectory() ? FileStatus.DIRECTORY
                : attributes.isSymbolicLink() ? FileStatus.SYMLINK : mode & FileStatus.TYPE;
        String target = attributes.isSymbolicLink() ? toGuest(Files.readSymbolicLink(path).toString()) : "";
        Instant modified = attributes.lastModifiedTime().toInstant();
        return new Entry(name, type | mode & ~FileStatus.TYPE, attributes.size(), modified.getEpochSecond() * 1_000_000_000L + modified.getNano(), target);
    }

    @Override
    public Content content(HostPath path, long size) {
        return new HostFile(this, path, size);
    }

    @Override
    public void check(HostFile file) throws IOException {
        open(file);
    }

    @Override
    public int read(HostFile file, long position, byte[] into) throws IOException {
        FileChannel channel = open(file);
        ByteBuffer buffer = ByteBuffer.wrap(into);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
            // one read may return less than there is
        }
        return buffer.position();
    }

    /** A file's channel, which stays open while it is used much. It can be written to if this folder can. */
    private FileChannel open(HostFile file) throws IOException {
        return channels.get(file, () -> openNew(file.path()));
    }

    private FileChannel openNew(HostPath path) throws IOException {
        try (SecureDirectoryStream<Path> directory = openDirectory(path.parent())) {
            Path name = Path.of(toHost(path.name()));
            boolean isRegular = directory.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes().isRegularFile();
            if (!isRegular) {
                throw new NoSuchFileException(name.toString());
            }
            if (writable) {
                try {
                    return open(directory, name, StandardOpenOption.READ, StandardOpenOption.WRITE);
                } catch (AccessDeniedException _) {
                    // then for reading alone
                }
            }
            return open(directory, name, StandardOpenOption.READ);
        }
    }

    private static FileChannel open(SecureDirectoryStream<Path> directory, Path name, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return (FileChannel) directory.newByteChannel(name, all);
    }

    private SecureDirectoryStream<Path> openDirectory(HostPath path) throws IOException {
        SecureDirectoryStream<Path> at = secure(Files.newDirectoryStream(folder));
        for (String name : path.names()) {
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

    // ---- changes: only of a folder that can be written to ----------------------------------------------------------

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void createFile(HostFile file, int permissions) throws IOException {
        HostPath path = file.path();
        try (SecureDirectoryStream<Path> directory = openDirectory(path.parent())) {
            Path name = Path.of(toHost(path.name()));
            channels.get(file, () -> open(directory, name, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                    StandardOpenOption.WRITE));
        }
        setPermissions(path, permissions);
    }

    @Override
    public void write(HostFile file, long position, byte[] from, int length) throws IOException {
        write(file, ByteBuffer.wrap(from, 0, length), position);
    }

    private void write(HostFile file, ByteBuffer buffer, long position) throws IOException {
        FileChannel channel = open(file);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer, position + buffer.position());
            }
        } catch (NonWritableChannelException _) {
            throw new AccessDeniedException(file.path().name());
        }
    }

    @Override
    public void resize(HostFile file, long newSize) throws IOException {
        FileChannel channel = open(file);
        if (newSize > channel.size()) {
            write(file, ByteBuffer.allocate(1), newSize - 1);
            return;
        }
        try {
            channel.truncate(newSize);
        } catch (NonWritableChannelException _) {
            throw new AccessDeniedException(file.path().name());
        }
    }

    @Override
    public void createDirectory(HostPath path, int permissions) throws IOException {
        Files.createDirectory(checked(path));
        setPermissions(path, permissions);
    }

    @Override
    public void createSymlink(HostPath path, String target) throws IOException {
        Files.createSymbolicLink(checked(path), Path.of(toHost(target)));
    }

    @Override
    public void delete(HostPath path, boolean isDirectory) throws IOException {
        try (SecureDirectoryStream<Path> directory = openDirectory(path.parent())) {
            Path name = Path.of(toHost(path.name()));
            if (isDirectory) {
                directory.deleteDirectory(name);
            } else {
                directory.deleteFile(name);
            }
        }
    }

    @Override
    public void move(HostPath path, HostPath newParent, String newName) throws IOException {
        try (SecureDirectoryStream<Path> from = openDirectory(path.parent());
                SecureDirectoryStream<Path> to = openDirectory(newParent)) {
            from.move(Path.of(toHost(path.name())), to, Path.of(toHost(newName)));
        }
    }

    @Override
    public void setPermissions(HostPath path, int permissions) throws IOException {
        Files.setAttribute(checked(path), "unix:mode", permissions);
    }

    @Override
    public void setTimes(HostPath path, long accessed, long modified) throws IOException {
        try (SecureDirectoryStream<Path> directory = openDirectory(path.parent())) {
            directory.getFileAttributeView(Path.of(toHost(path.name())), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.from(modified, TimeUnit.NANOSECONDS), FileTime.from(accessed, TimeUnit.NANOSECONDS), null);
        }
    }

    /** A path for the few calls that Java makes by path only: that nobody has put a link into it is seen just before. */
    private Path checked(HostPath path) throws IOException {
        Path parent = resolve(path.parent());
        Path file = parent.resolve(toHost(path.name()));
        if (!parent.toRealPath().equals(parent) || Files.isSymbolicLink(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return file;
    }

    private Path resolve(HostPath path) throws IOException {
        Path at = folder;
        for (String name : path.names()) {
            at = at.resolve(toHost(name));
        }
        return at;
    }

    @Override
    public void forget(HostFile file) {
        channels.forget(file);
    }

    @Override
    public void close() {
        channels.close();
    }

    // To the kernel names are bytes; it keeps them in strings of which each character is one byte.

    private static String toGuest(String host) {
        return new String(host.getBytes(NAMES), StandardCharsets.ISO_8859_1);
    }

    /** @throws IOException if this host cannot spell it */
    private static String toHost(String guest) throws IOException {
        String host = new String(guest.getBytes(StandardCharsets.ISO_8859_1), NAMES);
        if (!toGuest(host).equals(guest)) {
            throw new IOException("no name on this host");
        }
        return host;
    }
}
