package foal.tools.cli;

import foal.cpu.host.HostDescriptors;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;

/**
 * This process's standard output, byte for byte. While a guest runs it can be {@linkplain #takeFromJava taken} from the JVM, which
 * prints some lines to descriptor 1 when it crashes, whatever its options: they would stand among what the guest has printed.
 */
final class StandardOutput extends OutputStream {
    private static final int NUMBER = 1;

    private FileOutputStream present = new FileOutputStream(FileDescriptor.out);

    StandardOutput() {}

    /**
     * From now on whoever else writes to descriptor 1 fails. Java makes no stream of a number; so this opens some file, and then
     * has that file's number stand for standard output. If the host does not allow it, all stays as it is. A second guest of
     * this process finds it done: descriptor 1 cannot be written to any more. So it is if Foal was started without a standard
     * output, where it is some file of the JVM's own.
     */
    void takeFromJava() {
        if (!HostDescriptors.isWritable(NUMBER)) {
            return;
        }
        try {
            RandomAccessFile file = someFile(); // never closed: it becomes standard output
            int number = HostDescriptors.numberOf(file);
            if (number == -1 || !HostDescriptors.duplicate(NUMBER, number)) {
                return;
            }
            present = new FileOutputStream(file.getFD());
            try (RandomAccessFile readOnly = someFile()) {
                HostDescriptors.duplicate(HostDescriptors.numberOf(readOnly), NUMBER);
            }
        } catch (IOException _) {
            // it stays as it is
        }
    }

    private static RandomAccessFile someFile() throws IOException {
        return new RandomAccessFile(System.getProperty("java.home") + "/release", "r");
    }

    @Override
    public void write(int oneByte) throws IOException {
        present.write(oneByte);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        present.write(bytes, offset, length);
    }
}
