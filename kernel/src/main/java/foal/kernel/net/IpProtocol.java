package foal.kernel.net;

import foal.kernel.syscall.Symbolic;

/** Protocols above IP (ip(7)). */
public enum IpProtocol implements Symbolic {
    IPPROTO_IP(0), IPPROTO_ICMP(1), IPPROTO_TCP(6), IPPROTO_UDP(17), IPPROTO_RAW(255);

    /** Numbers from here on are those of no protocol. */
    static final int MOST = 256;

    private final int value;

    IpProtocol(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
