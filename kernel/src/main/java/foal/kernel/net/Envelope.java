package foal.kernel.net;

import foal.kernel.file.OpenFile;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes with the bytes of a message: what {@code struct msghdr} has beside them (sendmsg(2)). It is filled by
 * the call that sends, or for the call that receives; one is made, and used again for every call.
 */
final class Envelope {
    /** The address to send to, as the program gave it; null for none. */
    byte[] to;
    /** Where a received message came from; null if that is not told. */
    SocketAddress from;
    /** The sender as the program wants it shown, or who a received message is from; null for none. */
    Sender sender;
    /** Descriptors to send, which the process still owns; or that were received, with a reference to each. */
    final List<OpenFile> rights = new ArrayList<>();
    /** Received: MSG_TRUNC and such. */
    int flags;

    Envelope clear() {
        to = null;
        from = null;
        sender = null;
        rights.clear();
        flags = 0;
        return this;
    }
}
