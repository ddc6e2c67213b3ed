package foal.kernel.hostfs;

import foal.kernel.file.FileStatus;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A directory of the host's that is open. It is the same one wherever others move it and whatever they put in its place; all
 * that is done here is done to names in it, and none of it follows a link.
 */
final class HostDirectoryHandle implements AutoCloseable {
    private static final Charset PATHS = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    /** The permissions of what is new, until it has its own. */
    private static final int OWNER_ONLY = 0700;

    private final HostCalls calls;
    private final HostAbi abi;
    private final int descriptor;

    private HostDirectoryHandle(HostCalls calls, int descriptor) {
        this.calls = calls;
        this.abi = calls.abi();
        this.descriptor = descriptor;
    }

    /** Opens the directory that a path of the user's leads to: that path may hold links. */
    static HostDirectoryHandle at(HostCalls calls, Path path) throws IOException {
        HostAbi abi = calls.abi();
        String bytes = new String(path.toAbsolutePath().toString().getBytes(PATHS), StandardCharsets.ISO_8859_1);
        return new HostDirectoryHandle(calls, calls.open(abi.currentFolder(), bytes, HostAbi.READ_ONLY | abi.directory(), 0));
    }

    /** Opens one that is in this one. "." is this one again. */
    HostDirectoryHandle directory(String name) throws IOException {
        return new HostDirectoryHandle(calls, calls.open(descriptor, name, HostAbi.READ_ONLY | abi.directory() | abi.noFollow(), 0));
    }

    /** What the host says of this directory itself. */
    HostFolder.Entry self() throws IOException {
        return entry(".");
    }

    /** What is in it. */
    List<HostFolder.Entry> list() throws IOException {
        List<HostFolder.Entry> entries = new ArrayList<>();
        for (String name : names()) {
            try {
                entries.add(entry(name));
            } catch (IOException _) {
                // it has vanished since, or is another now
            }
        }
        return entries;
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        long listing = openListing();
        try {
            for (Optional<String> name = calls.nextName(listing); name.isPresent(); name = calls.nextName(listing)) {
                name.filter(Predicate.not(Predicate.isEqual(".").or(Predicate.isEqual("..")))).ifPresent(names::add);
            }
        } finally {
            calls.closeListing(listing);
        }
        return names;
    }

    private long openListing() throws IOException {
        HostDirectoryHandle again = directory("."); // a descriptor of its own, since the listing closes it
        try {
            return calls.openListing(again.descriptor);
        } catch (IOException e) {
            again.close();
            throw e;
        }
    }

    private HostFolder.Entry entry(String name) throws IOException {
        HostCalls.Status status = calls.status(descriptor, name);
        boolean isLink = (status.mode() & FileStatus.TYPE) == FileStatus.SYMLINK;
        return new HostFolder.Entry(name, status.mode(), status.size(), status.modified(),
                isLink ? calls.target(descriptor, name) : "");
    }

    // ---- files ------------------------------------------------------------------------------------------------------

    /** Opens a regular file. @param writable whether also for writing, where the host allows it */
    HostFileHandle file(String name, boolean writable) throws IOException {
        requireRegular(name); // to open a device may already do something
        int flags = abi.noFollow() | abi.nonBlock() | abi.noTerminal();
        int file = open(name, flags, writable);
        try {
            boolean isRegular = (calls.statusOf(file).mode() & FileStatus.TYPE) == FileStatus.REGULAR;
            if (!isRegular) { // another has just taken its name
                throw new NoSuchFileException(name);
            }
            return new HostFileHandle(calls, file);
        } catch (IOException e) {
            calls.close(file);
            throw e;
        }
    }

    private void requireRegular(String name) throws IOException {
        if (entry(name).type() != FileStatus.REGULAR) {
            throw new NoSuchFileException(name);
        }
    }

    private int open(String name, int flags, boolean writable) throws IOException {
        if (writable) {
            try {
                return calls.open(descriptor, name, flags | HostAbi.READ_WRITE, 0);
            } catch (AccessDeniedException _) {
                // then for reading alone
            }
        }
        return calls.open(descriptor, name, flags | HostAbi.READ_ONLY, 0);
    }

    /** Makes a regular file, and opens it for reading and writing. */
    HostFileHandle newFile(String name, int permissions) throws IOException {
        int flags = HostAbi.READ_WRITE | abi.create() | abi.exclusive() | abi.noFollow();
        int file = calls.open(descriptor, name, flags, OWNER_ONLY);
        calls.setModeOf(file, permissions); // the creation mask of this process is no concern of the guest's
        return new HostFileHandle(calls, file);
    }

    void makeDirectory(String name, int permissions) throws IOException {
        calls.makeDirectory(descriptor, name, OWNER_ONLY);
        setPermissions(name, permissions);
    }

    void makeLink(String name, String target) throws IOException {
        calls.makeLink(descriptor, name, target);
    }

    void remove(String name, boolean isDirectory) throws IOException {
        calls.remove(descriptor, name, isDirectory);
    }

    void move(String name, HostDirectoryHandle newDirectory, String newName) throws IOException {
        calls.rename(descriptor, name, newDirectory.descriptor, newName);
    }

    void setPermissions(String name, int permissions) throws IOException {
        calls.setMode(descriptor, name, permissions);
    }

    /** @param accessed nanoseconds since 1970, as the other */
    void setTimes(String name, long accessed, long modified) throws IOException {
        calls.setTimes(descriptor, name, accessed, modified);
    }

    @Override
    public void close() {
        calls.close(descriptor);
    }
}
