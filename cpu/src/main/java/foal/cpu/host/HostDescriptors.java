package foal.cpu.host;

import java.io.IOException;
import java.io.RandomAccessFile;

/** The numbers by which the host knows open files: Java has them, but does not tell. */
public final class HostDescriptors {
    private static final NativeFunction DUP2 = NativeFunction.ofHost("dup2");
    private static final NativeFunction FCNTL = NativeFunction.ofHost("fcntl");
    private static final NativeFunction LSEEK = NativeFunction.ofHost("lseek");
    private static final int F_GETFL = 3, O_ACCMODE = 3, O_RDONLY = 0, SEEK_CUR = 1, FIRST = 3, MOST = 1024;
    /** No file of ours is ever at this place, which is within what every file system allows. */
    private static final long MARK = 0x5eed_0f1eL;

    private HostDescriptors() {}

    /** Has a number stand for the open file that another stands for: {@code dup2}. @return false if it cannot */
    public static boolean duplicate(int number, int asNumber) {
        return (int) DUP2.call(number, asNumber) == asNumber;
    }

    /** Whether a number stands for a file that is open for writing. */
    public static boolean isWritable(int number) {
        int flags = (int) FCNTL.call(number, F_GETFL);
        return flags != -1 && (flags & O_ACCMODE) != O_RDONLY;
    }

    /** The number of an open file, or -1; its position is then of no use any more. */
    public static int numberOf(RandomAccessFile file) throws IOException {
        file.seek(MARK);
        for (int number = FIRST; number < MOST; number++) {
            if (LSEEK.call(number, 0, SEEK_CUR) == MARK) {
                return number;
            }
        }
        return -1;
    }
}
