package foal.kernel.net;

import foal.kernel.file.OpenFile;
import java.util.List;

/** What one send has put into a queue: a message, or a piece of a stream. It is used again by its {@link ReceiveQueue}. */
final class Segment {
    /** What a segment counts for beside its bytes. */
    static final int OVERHEAD = 512;

    final byte[] bytes;
    /** The index of the first byte that has not been received. */
    int start;
    int end;
    /** The socket that answers for the memory. */
    Socket origin;
    /** The address of that socket when it sent this. */
    SocketAddress source;
    Sender sender;
    /** Descriptors sent along; the segment holds a reference to each. */
    List<OpenFile> rights;
    Segment next;

    Segment(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return end - start;
    }

    /** Bytes of memory that it counts for. */
    int charge() {
        return bytes.length + OVERHEAD;
    }
}
