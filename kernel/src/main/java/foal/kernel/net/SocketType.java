package foal.kernel.net;

import foal.kernel.file.OpenFlag;
import foal.kernel.syscall.Symbolic;

/** Types of sockets, and the flags that are given along with them (socket(2)). */
public enum SocketType implements Symbolic {
    SOCK_STREAM(1, 0xf), SOCK_DGRAM(2, 0xf), SOCK_RAW(3, 0xf), SOCK_RDM(4, 0xf), SOCK_SEQPACKET(5, 0xf), SOCK_DCCP(6, 0xf),
    SOCK_PACKET(10, 0xf),
    SOCK_CLOEXEC(OpenFlag.O_CLOEXEC.value()), SOCK_NONBLOCK(OpenFlag.O_NONBLOCK.value());

    /** The bits that hold the type. */
    static final int MASK = 0xf;
    /** Numbers from here on are those of no type. */
    static final int MOST = 11;
    static final long FLAGS = SOCK_CLOEXEC.value | SOCK_NONBLOCK.value;

    private final long value;
    private final long mask;

    SocketType(long value) {
        this(value, value);
    }

    SocketType(long value, long mask) {
        this.value = value;
        this.mask = mask;
    }

    @Override
    public long value() {
        return value;
    }

    @Override
    public long mask() {
        return mask;
    }
}
