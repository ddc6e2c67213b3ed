package foal.kernel.hostfs;

import foal.kernel.file.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A folder that is there. It stays open, and what is below it is reached from directory to directory without ever following
 * a link: whatever happens on the host meanwhile, nothing leads out.
 */
final class LiveFolder implements HostFolder {
    /** Set-user-ID and set-group-ID. */
    private static final int SET_IDS = 06000;

    private final boolean writable;
    private final HostDirectoryHandle folder;
    private final OpenFiles files = new OpenFiles();

    /** @param folder that exists @param writable whether the guest may change what is in it on the host */
    LiveFolder(Path folder, boolean writable) throws IOException {
        this.writable = writable;
        HostCalls calls = HostCalls.find().orElseThrow(() -> new IOException("this host cannot follow paths safely"));
        this.folder = HostDirectoryHandle.at(calls, folder);
    }

    @Override
    public Entry top() throws IOException {
        return folder.self();
    }

    @Override
    public List<Entry> list(HostPath path) throws IOException {
        try (HostDirectoryHandle directory = open(path)) {
            return directory.list().stream().sorted(Comparator.comparing(Entry::name)).toList();
        }
    }

    private HostDirectoryHandle open(HostPath path) throws IOException {
        HostDirectoryHandle at = folder.directory(".");
        for (String name : path.names()) {
            try (HostDirectoryHandle above = at) {
                at = above.directory(name);
            }
        }
        return at;
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
        return open(file).read(position, into);
    }

    /** A file, which stays open while it is used much. It can be written to if this folder can. */
    private HostFileHandle open(HostFile file) throws IOException {
        return files.get(file, () -> {
            try (HostDirectoryHandle directory = open(file.path().parent())) {
                return directory.file(file.path().name(), writable);
            }
        });
    }

    // ---- changes: only of a folder that can be written to ----------------------------------------------------------

    @Override
    public boolean isWritable() {
        return writable;
    }

    /** Whoever runs a file that is set-user-ID on the host gets the rights of its owner there, who is the user of Foal. */
    private static int onHost(int permissions) {
        return permissions & ~SET_IDS;
    }

    @Override
    public void createFile(HostFile file, int permissions) throws IOException {
        try (HostDirectoryHandle directory = open(file.path().parent())) {
            files.get(file, () -> directory.newFile(file.path().name(), onHost(permissions)));
        }
    }

    @Override
    public void write(HostFile file, long position, byte[] from, int length) throws IOException {
        open(file).write(position, from, length);
    }

    @Override
    public void resize(HostFile file, long newSize) throws IOException {
        open(file).resize(newSize);
    }

    @Override
    public void createDirectory(HostPath path, int permissions) throws IOException {
        try (HostDirectoryHandle parent = open(path.parent())) {
            parent.makeDirectory(path.name(), onHost(permissions));
        }
    }

    @Override
    public void createSymlink(HostPath path, String target) throws IOException {
        try (HostDirectoryHandle parent = open(path.parent())) {
            parent.makeLink(path.name(), target);
        }
    }

    @Override
    public void delete(HostPath path, boolean isDirectory) throws IOException {
        try (HostDirectoryHandle parent = open(path.parent())) {
            parent.remove(path.name(), isDirectory);
        }
    }

    @Override
    public void move(HostPath path, HostPath newParent, String newName) throws IOException {
        try (HostDirectoryHandle from = open(path.parent()); HostDirectoryHandle to = open(newParent)) {
            from.move(path.name(), to, newName);
        }
    }

    @Override
    public void setPermissions(HostPath path, int permissions) throws IOException {
        try (HostDirectoryHandle parent = open(path.parent())) {
            parent.setPermissions(path.name(), onHost(permissions));
        }
    }

    @Override
    public void setTimes(HostPath path, long accessed, long modified) throws IOException {
        try (HostDirectoryHandle parent = open(path.parent())) {
            parent.setTimes(path.name(), accessed, modified);
        }
    }

    @Override
    public void forget(HostFile file) {
        files.forget(file);
    }

    @Override
    public void close() {
        files.close();
        folder.close();
    }
}
