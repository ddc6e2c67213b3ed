package foal.kernel.net;

import foal.kernel.syscall.Command;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Rest;

/** Families of addresses, which decide what the protocols are (socket(2)). */
public enum AddressFamily implements Command {
    AF_UNSPEC(0), AF_UNIX(1), AF_INET(2), AF_AX25(3), AF_IPX(4), AF_INET6(10), AF_KEY(15), AF_NETLINK(16), AF_PACKET(17),
    AF_RDS(21), AF_TIPC(30), AF_BLUETOOTH(31), AF_ALG(38), AF_VSOCK(40), AF_XDP(44);

    /** Numbers from here on are those of no family at all. */
    static final int MOST = 46;

    private final int value;

    AddressFamily(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }

    @Override
    public Parameter.Kind argument() {
        return this == AF_INET ? new Parameter.Constant(IpProtocol.class, Rest.HEXADECIMAL) : new Parameter.Plain();
    }
}
