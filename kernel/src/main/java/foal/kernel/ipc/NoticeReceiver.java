package foal.kernel.ipc;

/** What can be told by a few bytes that a message has come: a netlink socket, which a thread of the program's reads. */
public interface NoticeReceiver {
    /** Takes a notice; it is lost if the receiver has been closed or is full. */
    void take(byte[] notice);
}
