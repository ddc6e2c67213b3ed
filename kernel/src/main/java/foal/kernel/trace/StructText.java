package foal.kernel.trace;

import foal.kernel.file.FileOwner;
import foal.kernel.file.FileStatus;
import foal.kernel.file.LockCalls;
import foal.kernel.file.StatusCalls;
import foal.kernel.file.Whence;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.Rest;
import java.nio.charset.StandardCharsets;

/** Structs that are not about signals or System V objects. */
final class StructText {
    private static final long UNLIMITED = -1;
    private static final int UTSNAME_FIELD = 65;

    private StructText() {}

    static String timespec(Struct struct) {
        return timespec(struct, 0);
    }

    private static String timespec(Struct struct, int offset) {
        return new Fields().add("tv_sec", struct.getLong(offset))
                .add("tv_nsec", Long.toUnsignedString(struct.getLong(offset + 8))).toString();
    }

    static String itimerval(Struct struct) {
        return new Fields().add("it_interval", timeval(struct, 0)).add("it_value", timeval(struct, 16)).toString();
    }

    static String itimerspec(Struct struct) {
        return new Fields().add("it_interval", timespec(struct, 0)).add("it_value", timespec(struct, 16)).toString();
    }

    static String timeval(Struct struct, int offset) {
        return new Fields().add("tv_sec", struct.getLong(offset))
                .add("tv_usec", Long.toUnsignedString(struct.getLong(offset + 8))).toString();
    }

    static String timezone(Struct struct) {
        return new Fields().add("tz_minuteswest", struct.getInt(0)).add("tz_dsttime", struct.getInt(4)).toString();
    }

    static String rusage(Struct struct) {
        return new Fields().add("ru_utime", timeval(struct, 0)).add("ru_stime", timeval(struct, 16)).more().toString();
    }

    /** All of a struct flock but the process. */
    static Fields lock(Struct struct) {
        return new Fields().add("l_type", Constants.one(LockCalls.LockType.class, Rest.UNKNOWN, struct.getShort(0)))
                .add("l_whence", Constants.one(Whence.class, Rest.UNKNOWN, struct.getShort(2)))
                .add("l_start", struct.getLong(8)).add("l_len", struct.getLong(16));
    }

    static String owner(Struct struct) {
        return new Fields().add("type", Constants.one(FileOwner.Type.class, Rest.UNKNOWN, struct.getInt(0)))
                .add("pid", struct.getInt(4)).toString();
    }

    static String limits(Struct struct) {
        return new Fields().add("rlim_cur", limit(struct.getLong(0))).add("rlim_max", limit(struct.getLong(8))).toString();
    }

    private static String limit(long limit) {
        int kilo = 1024;
        boolean isRound = Long.compareUnsigned(limit, kilo) > 0 && limit % kilo == 0;
        return limit == UNLIMITED ? "RLIM64_INFINITY"
                : isRound ? Long.toUnsignedString(Long.divideUnsigned(limit, kilo)) + "*1024" : Long.toUnsignedString(limit);
    }

    static String utsname(byte[] bytes) {
        return new Fields().add("sysname", name(bytes, 0)).add("nodename", name(bytes, UTSNAME_FIELD)).more().toString();
    }

    private static String name(byte[] bytes, int offset) {
        String field = new String(bytes, offset, UTSNAME_FIELD, StandardCharsets.ISO_8859_1);
        return Quoted.whole(field.substring(0, field.indexOf('\0')).getBytes(StandardCharsets.ISO_8859_1));
    }

    static String stat(Struct struct) {
        int mode = struct.getInt(16);
        int type = mode & FileStatus.TYPE;
        boolean isDevice = type == FileStatus.CHARACTER_DEVICE || type == FileStatus.BLOCK_DEVICE;
        Fields fields = new Fields().add("st_mode", typeName(type) + "|" + Numbers.permissions(mode & ~FileStatus.TYPE));
        if (isDevice) {
            fields.add("st_rdev", device(struct.getLong(32)));
        } else {
            fields.add("st_size", struct.getLong(48));
        }
        return fields.more().toString();
    }

    static String statx(Struct struct) {
        int mode = struct.getShort(28);
        return new Fields().add("stx_mask", Constants.flags(StatusCalls.StatxField.class, false, Rest.UNKNOWN, struct.getInt(0)))
                .add("stx_blksize", struct.getInt(4)).add("stx_attributes", 0).add("stx_nlink", struct.getInt(16))
                .add("stx_uid", struct.getInt(20)).add("stx_gid", struct.getInt(24))
                .add("stx_mode", typeName(mode & FileStatus.TYPE) + "|" + Numbers.permissions(mode & ~FileStatus.TYPE))
                .add("stx_ino", struct.getLong(32)).add("stx_size", struct.getLong(40)).more().toString();
    }

    static String statfs(Struct struct) {
        return new Fields().add("f_type", Numbers.hexadecimal(struct.getLong(0))).add("f_bsize", struct.getLong(8))
                .add("f_blocks", struct.getLong(16)).add("f_bfree", struct.getLong(24)).add("f_bavail", struct.getLong(32))
                .add("f_files", struct.getLong(40)).add("f_ffree", struct.getLong(48)).more().toString();
    }

    /** The times of utimensat(2), where nanoseconds can be a word instead. */
    static String times(Struct struct) {
        return "[" + time(struct, 0) + ", " + time(struct, 16) + "]";
    }

    private static String time(Struct struct, int offset) {
        return switch ((int) struct.getLong(offset + 8)) {
            case 0x3fff_ffff -> "UTIME_NOW";
            case 0x3fff_fffe -> "UTIME_OMIT";
            default -> new Fields().add("tv_sec", struct.getLong(offset)).add("tv_nsec", struct.getLong(offset + 8)).toString();
        };
    }

    private static String typeName(int type) {
        return switch (type) {
            case FileStatus.FIFO -> "S_IFIFO";
            case FileStatus.CHARACTER_DEVICE -> "S_IFCHR";
            case FileStatus.DIRECTORY -> "S_IFDIR";
            case FileStatus.BLOCK_DEVICE -> "S_IFBLK";
            case FileStatus.REGULAR -> "S_IFREG";
            case FileStatus.SYMLINK -> "S_IFLNK";
            case FileStatus.SOCKET -> "S_IFSOCK";
            default -> Numbers.permissions(type);
        };
    }

    private static String device(long number) {
        long major = number >> 8 & 0xfff | number >> 32 & 0xfffff000L;
        long minor = number & 0xff | number >> 12 & 0xffffff00L;
        return "makedev(" + "0x" + Long.toHexString(major) + ", 0x" + Long.toHexString(minor) + ")";
    }

    /** {@code struct termios}, of which four modes are shown: with a minus if they are off. */
    static String termios(Struct struct) {
        int baudBits = 0x100f, baud38400 = 0xf;
        int opost = 1, isig = 1, icanon = 2, echo = 8;
        int output = struct.getInt(4), control = struct.getInt(8), local = struct.getInt(12);
        String baud = (control & baudBits) == baud38400 ? "B38400" : Numbers.hexadecimal(control & baudBits) + " /* B??? */";
        return "{" + baud + mode("opost", output & opost) + mode("isig", local & isig) + mode("icanon", local & icanon)
                + mode("echo", local & echo) + " ...}";
    }

    private static String mode(String name, int bit) {
        return (bit == 0 ? " -" : " ") + name;
    }

    static String winsize(Struct struct) {
        return new Fields().add("ws_row", struct.getShort(0)).add("ws_col", struct.getShort(2))
                .add("ws_xpixel", struct.getShort(4)).add("ws_ypixel", struct.getShort(6)).toString();
    }
}
