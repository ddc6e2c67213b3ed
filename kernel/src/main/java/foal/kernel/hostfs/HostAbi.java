package foal.kernel.hostfs;

import java.util.Locale;
import java.util.Optional;

/**
 * What the C library of a kind of host calls by number: the same names stand for other numbers on Linux and on macOS, and
 * two of them also on Linux for arm64.
 *
 * @param noFollow O_NOFOLLOW, and so on: flags of open(2)
 * @param atNoFollow AT_SYMLINK_NOFOLLOW, and so on: flags of the calls whose names end in "at"
 * @param currentFolder AT_FDCWD
 * @param sizeInEntry where the size of a {@code struct dirent} is in it; 16 bits
 * @param nameInEntry where the name is in it
 * @param status where things are in what tells the status of a file
 * @param tooManyLinks ELOOP
 * @param notEmpty ENOTEMPTY
 * @param overQuota EDQUOT
 */
record HostAbi(boolean isLinux, int noFollow, int directory, int nonBlock, int noTerminal, int closeOnExec, int create,
        int exclusive, int atNoFollow, int atRemoveDirectory, int currentFolder, int sizeInEntry, int nameInEntry, Status status,
        int tooManyLinks, int notEmpty, int overQuota) {
    /** READ_ONLY and READ_WRITE of open(2), and the errors that have the same number on all hosts. */
    static final int READ_ONLY = 0, READ_WRITE = 2,
            EPERM = 1, ENOENT = 2, EACCES = 13, EEXIST = 17, ENOTDIR = 20, ETXTBSY = 26, EFBIG = 27, ENOSPC = 28, EROFS = 30;

    /** Two flags of statx(2), which Linux alone has. */
    static final int AT_EMPTY_PATH = 0x1000, STATX_BASIC_STATS = 0x7ff;

    /** Offsets in Linux's {@code struct statx}, and in the {@code struct stat} of macOS. The mode has 16 bits, the others 64. */
    record Status(int mode, int size, int modified) {}

    private static final HostAbi LINUX = new HostAbi(true, 0x20000, 0x10000, 0x800, 0x100, 0x80000, 0x40, 0x80,
            0x100, 0x200, -100, 16, 19, new Status(28, 40, 112), 40, 39, 122);
    private static final HostAbi LINUX_ON_ARM = new HostAbi(true, 0x8000, 0x4000, 0x800, 0x100, 0x80000, 0x40, 0x80,
            0x100, 0x200, -100, 16, 19, new Status(28, 40, 112), 40, 39, 122);
    private static final HostAbi MAC = new HostAbi(false, 0x100, 0x100000, 0x4, 0x20000, 0x1000000, 0x200, 0x800,
            0x20, 0x80, -2, 16, 21, new Status(4, 96, 48), 62, 66, 69);

    /** That of this host, if it is one that we know. */
    static Optional<HostAbi> ofThisHost() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Optional<HostAbi> of(String system, String architecture) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return Optional.of(MAC);
        }
        return !name.equals("linux") ? Optional.empty() : switch (architecture) {
            case "aarch64" -> Optional.of(LINUX_ON_ARM);
            case "amd64", "x86_64", "riscv64" -> Optional.of(LINUX);
            default -> Optional.empty();
        };
    }
}
