package foal.kernel.hostfs;

import foal.kernel.file.Content;
import foal.kernel.file.FileStatus;
import java.io.IOException;
import java.util.List;

/** A folder of the host's, and what lies in it: as it is, or as it was in a run that is repeated. */
interface HostFolder {
    /**
     * A file on the host.
     *
     * @param mode type and permissions
     * @param modified nanoseconds since 1970
     * @param target of a symbolic link, else empty
     */
    record Entry(String name, int mode, long size, long modified, String target) {
        int type() {
            return mode & FileStatus.TYPE;
        }

        int permissions() {
            return mode & ~FileStatus.TYPE;
        }
    }

    /** The folder itself. */
    Entry top() throws IOException;

    /** What is in a directory, in the order of the names' bytes. Names that this host cannot spell are left out. */
    List<Entry> list(HostPath path) throws IOException;

    /** The bytes of a file that was listed. */
    Content content(HostPath path, long size);

    /** @throws IOException if a file cannot be read */
    void check(HostFile file) throws IOException;

    /** As {@link Content#read}. */
    int read(HostFile file, long position, byte[] into) throws IOException;

    /** As {@link Content#peek}. */
    default int peek(HostFile file, long position, byte[] into) throws IOException {
        return read(file, position, into);
    }

    /** Closes a file that will not be used again. */
    void forget(HostFile file);

    /** Closes what is open. */
    void close();

    // ---- changes: only of a folder that can be written to ----------------------------------------------------------

    boolean isWritable();

    void createFile(HostFile file, int permissions) throws IOException;

    /** As {@link Content#write}. */
    void write(HostFile file, long position, byte[] from, int length) throws IOException;

    void resize(HostFile file, long newSize) throws IOException;

    void createDirectory(HostPath path, int permissions) throws IOException;

    void createSymlink(HostPath path, String target) throws IOException;

    void delete(HostPath path, boolean isDirectory) throws IOException;

    void move(HostPath path, HostPath newParent, String newName) throws IOException;

    void setPermissions(HostPath path, int permissions) throws IOException;

    /** @param accessed nanoseconds since 1970, as the other */
    void setTimes(HostPath path, long accessed, long modified) throws IOException;
}
