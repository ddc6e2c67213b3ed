package foal.kernel.net;

import static foal.kernel.syscall.Errno.EOPNOTSUPP;

import foal.kernel.ipc.NoticeReceiver;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;

/**
 * A socket of the family AF_NETLINK (netlink(7)), as far as programs with POSIX message queues need it: what comes are the
 * notices of mq_notify(3), for which the C library has a thread that starts another. Nothing can be sent.
 */
final class NetlinkSocket extends Socket implements NoticeReceiver {
    private boolean isClosed;

    NetlinkSocket(Network network, SocketType type, int flags) {
        super(network, AddressFamily.AF_NETLINK, type, 0, flags);
    }

    @Override
    public void take(byte[] notice) {
        if (!isClosed && hasReceiveRoom()) {
            post(notice, null, Sender.NONE);
        }
    }

    @Override
    long bind(Task task, byte[] address) {
        return EOPNOTSUPP.result();
    }

    @Override
    long connect(Task task, byte[] address, int flags) {
        return EOPNOTSUPP.result();
    }

    @Override
    long shutdown(boolean receive, boolean send) {
        return EOPNOTSUPP.result();
    }

    @Override
    SocketAddress name() {
        return Address.KERNEL;
    }

    @Override
    SocketAddress peerName() {
        return Address.KERNEL;
    }

    @Override
    long send(Task task, UserBuffer from, Envelope envelope, int flags) {
        return EOPNOTSUPP.result();
    }

    @Override
    long receive(Task task, UserBuffer to, Envelope envelope, int flags) {
        return MessageFlag.MSG_OOB.in(flags) ? EOPNOTSUPP.result()
                : received().isEmpty() ? awaitReadable(task, flags) : reception().takeMessage(to, envelope, flags);
    }

    @Override
    long available() {
        return received().isEmpty() ? 0 : received().first().length();
    }

    @Override
    public int poll(Task task) {
        return commonEvents();
    }

    @Override
    protected void released() {
        isClosed = true;
        super.released();
    }

    /** {@code struct sockaddr_nl}: that of the kernel, and of a socket that has not been given a number. */
    enum Address implements SocketAddress {
        KERNEL;

        private static final int SIZE = 12;

        @Override
        public byte[] bytes() {
            byte[] bytes = new byte[SIZE];
            bytes[0] = (byte) AddressFamily.AF_NETLINK.value();
            return bytes;
        }
    }
}
