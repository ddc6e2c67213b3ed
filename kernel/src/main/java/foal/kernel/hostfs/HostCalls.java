package foal.kernel.hostfs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import foal.kernel.outside.HostError;
import foal.kernel.outside.HostException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.Optional;

/**
 * The C library of the host, for files below a directory that is open: Java has no way to make a directory or a link, or to
 * change a mode, but by a path, and whoever exchanges a part of a path leads it elsewhere.
 *
 * <p>Each function is bound as if it took five {@code long} and returned one, so that all share one type of handle: a callee
 * does not notice arguments that it has not declared, and ignores the high bits of those that it has declared narrower.
 * A file's name is a string of which each character is a byte. Not for two threads at once.
 */
final class HostCalls {
    private static final int MOST_ARGUMENTS = 5;
    /** The longest path that a host takes (PATH_MAX), and the longest piece that is read or written at once. */
    private static final int LONGEST_PATH = 4096, LONGEST_PIECE = 1 << 16, LONGEST_STATUS = 256;
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final HostAbi abi;
    private final MemorySegment errno;
    private final MemorySegment name;
    private final MemorySegment secondName;
    private final MemorySegment status;
    private final MemorySegment piece;

    /** The functions, bound when the first folder of the host's is shown. */
    private static final class Library {
        private static final boolean ON_LINUX = HostAbi.ofThisHost().orElseThrow().isLinux();
        static final MethodHandle OPENAT = bind("openat", 3), CLOSE = bind("close"), PREAD = bind("pread"),
                PWRITE = bind("pwrite"), FTRUNCATE = bind("ftruncate"), FCHMOD = bind("fchmod"), FCHMODAT = bind("fchmodat"),
                MKDIRAT = bind("mkdirat"), SYMLINKAT = bind("symlinkat"), READLINKAT = bind("readlinkat"),
                UNLINKAT = bind("unlinkat"), RENAMEAT = bind("renameat"), UTIMENSAT = bind("utimensat"),
                FDOPENDIR = bind("fdopendir"), READDIR = bind("readdir"), CLOSEDIR = bind("closedir"),
                STATUS = bind(statusCall(ON_LINUX)), STATUS_OF = bind(ON_LINUX ? statusCall(true) : "fstat");

        private static MethodHandle bind(String function) {
            return bind(function, MOST_ARGUMENTS);
        }

        /** @param fixed how many arguments are there always: Apple's calling convention passes the others in another way */
        private static MethodHandle bind(String function, int fixed) {
            Linker linker = Linker.nativeLinker();
            Linker.Option capture = Linker.Option.captureCallState("errno");
            boolean variadicOnMac = fixed < MOST_ARGUMENTS && !ON_LINUX;
            MemoryLayout[] types = Collections.nCopies(MOST_ARGUMENTS, JAVA_LONG).toArray(MemoryLayout[]::new);
            // On macOS for x86-64 the function for inode numbers of 64 bits has a name of its own.
            MemorySegment address = linker.defaultLookup().find(function + "$INODE64")
                    .or(() -> linker.defaultLookup().find(function)).orElseThrow();
            return linker.downcallHandle(address, FunctionDescriptor.of(JAVA_LONG, types), variadicOnMac
                    ? new Linker.Option[] {capture, Linker.Option.firstVariadicArg(fixed)} : new Linker.Option[] {capture});
        }
    }

    private HostCalls(HostAbi abi) {
        Arena arena = Arena.ofAuto();
        this.abi = abi;
        errno = arena.allocate(CAPTURE);
        name = arena.allocate(LONGEST_PATH);
        secondName = arena.allocate(LONGEST_PATH);
        status = arena.allocate(LONGEST_STATUS, Long.BYTES);
        piece = arena.allocate(LONGEST_PIECE, Long.BYTES);
    }

    /** The calls of this host, if it is one that has them and that we know. */
    static Optional<HostCalls> find() {
        return HostAbi.ofThisHost()
                .filter(abi -> Linker.nativeLinker().defaultLookup().find(statusCall(abi.isLinux())).isPresent())
                .map(HostCalls::new);
    }

    /** The youngest of the calls: C libraries from before 2018 do not have it. */
    private static String statusCall(boolean onLinux) {
        return onLinux ? "statx" : "fstatat";
    }

    HostAbi abi() {
        return abi;
    }

    // ---- files that are open: descriptors ---------------------------------------------------------------------------

    /** @param directory a descriptor, or {@link HostAbi#currentFolder} @param mode of a file that is made */
    int open(int directory, String path, int flags, int mode) throws IOException {
        return (int) check(path, call(Library.OPENAT, directory, address(name, path), flags | abi.closeOnExec(), mode, 0));
    }

    void close(int descriptor) {
        call(Library.CLOSE, descriptor, 0, 0, 0, 0); // what it could say has nobody to hear it
    }

    /** @return how many bytes were read; 0 at the end */
    int read(int descriptor, long position, byte[] into, int offset) throws IOException {
        int wanted = Math.min(LONGEST_PIECE, into.length - offset);
        int count = (int) check("", call(Library.PREAD, descriptor, piece.address(), wanted, position, 0));
        MemorySegment.copy(piece, JAVA_BYTE, 0, into, offset, count);
        return count;
    }

    /** @param end of what is to be written @return how many bytes were written */
    int write(int descriptor, long position, byte[] from, int offset, int end) throws IOException {
        int wanted = Math.min(LONGEST_PIECE, end - offset);
        MemorySegment.copy(from, offset, piece, JAVA_BYTE, 0, wanted);
        return (int) check("", call(Library.PWRITE, descriptor, piece.address(), wanted, position, 0));
    }

    void truncate(int descriptor, long size) throws IOException {
        check("", call(Library.FTRUNCATE, descriptor, size, 0, 0, 0));
    }

    void setModeOf(int descriptor, int mode) throws IOException {
        check("", call(Library.FCHMOD, descriptor, mode, 0, 0, 0));
    }

    /** What a host says of a file. @param modified in nanoseconds since 1970 */
    record Status(int mode, long size, long modified) {}

    Status statusOf(int descriptor) throws IOException {
        check("", abi.isLinux()
                ? call(Library.STATUS, descriptor, address(name, ""), HostAbi.AT_EMPTY_PATH, HostAbi.STATX_BASIC_STATS, status.address())
                : call(Library.STATUS_OF, descriptor, status.address(), 0, 0, 0));
        return status();
    }

    // ---- names in a directory that is open --------------------------------------------------------------------------

    Status status(int directory, String file) throws IOException {
        long path = address(name, file);
        check(file, abi.isLinux()
                ? call(Library.STATUS, directory, path, abi.atNoFollow(), HostAbi.STATX_BASIC_STATS, status.address())
                : call(Library.STATUS, directory, path, status.address(), abi.atNoFollow(), 0));
        return status();
    }

    private Status status() {
        HostAbi.Status at = abi.status();
        int nanos = status.get(JAVA_INT, at.modified() + Long.BYTES);
        return new Status(Short.toUnsignedInt(status.get(JAVA_SHORT, at.mode())), status.get(JAVA_LONG, at.size()),
                status.get(JAVA_LONG, at.modified()) * 1_000_000_000L + nanos);
    }

    void makeDirectory(int directory, String file, int mode) throws IOException {
        check(file, call(Library.MKDIRAT, directory, address(name, file), mode, 0, 0));
    }

    void makeLink(int directory, String file, String target) throws IOException {
        check(file, call(Library.SYMLINKAT, address(secondName, target), directory, address(name, file), 0, 0));
    }

    String target(int directory, String link) throws IOException {
        int length = (int) check(link, call(Library.READLINKAT, directory, address(name, link), piece.address(), LONGEST_PATH, 0));
        return new String(piece.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    void remove(int directory, String file, boolean isDirectory) throws IOException {
        check(file, call(Library.UNLINKAT, directory, address(name, file), isDirectory ? abi.atRemoveDirectory() : 0, 0, 0));
    }

    void rename(int directory, String file, int newDirectory, String newFile) throws IOException {
        check(file, call(Library.RENAMEAT, directory, address(name, file), newDirectory, address(secondName, newFile), 0));
    }

    /** Changes the mode of a file that is no link. */
    void setMode(int directory, String file, int mode) throws IOException {
        if ((int) call(Library.FCHMODAT, directory, address(name, file), mode, abi.atNoFollow(), 0) == 0) {
            return;
        }
        // Older C libraries cannot do that without following a link; a file that is open is none.
        int descriptor = open(directory, file, HostAbi.READ_ONLY | abi.noFollow() | abi.nonBlock() | abi.noTerminal(), 0);
        try {
            setModeOf(descriptor, mode);
        } finally {
            close(descriptor);
        }
    }

    /** @param accessed nanoseconds since 1970, as the other */
    void setTimes(int directory, String file, long accessed, long modified) throws IOException {
        int timespec = 2 * Long.BYTES;
        long[] times = {accessed, modified};
        for (int i = 0; i < times.length; i++) {
            status.set(JAVA_LONG, i * timespec, Math.floorDiv(times[i], 1_000_000_000L));
            status.set(JAVA_LONG, i * timespec + Long.BYTES, Math.floorMod(times[i], 1_000_000_000L));
        }
        check(file, call(Library.UTIMENSAT, directory, address(name, file), status.address(), abi.atNoFollow(), 0));
    }

    // ---- what is in a directory -------------------------------------------------------------------------------------

    /** Begins to list. @param descriptor of a directory, which belongs to the listing from now on */
    long openListing(int descriptor) throws IOException {
        long listing = call(Library.FDOPENDIR, descriptor, 0, 0, 0, 0);
        return listing == 0 ? check("", -1) : listing;
    }

    /** The next name, unless that was the last. */
    Optional<String> nextName(long listing) {
        long entry = call(Library.READDIR, listing, 0, 0, 0, 0);
        if (entry == 0) {
            return Optional.empty();
        }
        MemorySegment start = MemorySegment.ofAddress(entry).reinterpret(abi.nameInEntry());
        int size = Short.toUnsignedInt(start.get(JAVA_SHORT, abi.sizeInEntry()));
        return Optional.of(start.reinterpret(size).getString(abi.nameInEntry(), StandardCharsets.ISO_8859_1));
    }

    void closeListing(long listing) {
        call(Library.CLOSEDIR, listing, 0, 0, 0, 0);
    }

    // ---- how a call is made -----------------------------------------------------------------------------------------

    private static long address(MemorySegment buffer, String path) throws IOException {
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length >= buffer.byteSize() || path.indexOf('\0') >= 0) {
            throw new IOException("no name on this host");
        }
        MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, 0, bytes.length);
        buffer.set(JAVA_BYTE, bytes.length, (byte) 0);
        return buffer.address();
    }

    private long call(MethodHandle function, long a, long b, long c, long d, long e) {
        try {
            return (long) function.invokeExact(errno, a, b, c, d, e);
        } catch (Throwable thrown) {
            throw new AssertionError(thrown); // C throws nothing
        }
    }

    /** @return what a function has returned, unless that is the -1 that stands for an error: an {@code int} or a {@code long} */
    private long check(String file, long result) throws IOException {
        if ((int) result != -1) {
            return result;
        }
        throw exception((int) ERRNO.get(errno, 0L), file);
    }

    /** An error as Java's own classes would tell it; that a link or a file is where a directory was means that it is gone. */
    private IOException exception(int error, String file) {
        if (error == abi.tooManyLinks()) {
            return new NoSuchFileException(file);
        }
        if (error == abi.overQuota()) {
            return new HostException(HostError.NO_SPACE, file);
        }
        if (error == abi.notEmpty()) {
            return new DirectoryNotEmptyException(file);
        }
        return switch (error) {
            case HostAbi.ENOENT, HostAbi.ENOTDIR -> new NoSuchFileException(file);
            case HostAbi.EPERM, HostAbi.EACCES, HostAbi.EROFS, HostAbi.ETXTBSY -> new AccessDeniedException(file);
            case HostAbi.EEXIST -> new FileAlreadyExistsException(file);
            case HostAbi.ENOSPC -> new HostException(HostError.NO_SPACE, file);
            case HostAbi.EFBIG -> new HostException(HostError.TOO_LARGE, file);
            default -> new IOException(file + ": error " + error + " of the host");
        };
    }
}
