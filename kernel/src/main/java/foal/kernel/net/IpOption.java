package foal.kernel.net;

/** Options of IP (ip(7)). They are remembered: no packet is ever made that would have them. */
public enum IpOption implements Option {
    IP_TOS(1, Kind.NUMBER, 0), IP_TTL(2, Kind.NUMBER, 64), IP_RECVOPTS(6, Kind.FLAG, 0), IP_PKTINFO(8, Kind.FLAG, 0),
    IP_MTU_DISCOVER(10, Kind.NUMBER, 1), IP_RECVERR(11, Kind.FLAG, 0), IP_RECVTTL(12, Kind.FLAG, 0),
    IP_RECVTOS(13, Kind.FLAG, 0), IP_FREEBIND(15, Kind.FLAG, 0), IP_BIND_ADDRESS_NO_PORT(24, Kind.FLAG, 0);

    private final int value;
    private final Kind kind;
    private final int initial;

    IpOption(int value, Kind kind, int initial) {
        this.value = value;
        this.kind = kind;
        this.initial = initial;
    }

    @Override
    public long value() {
        return value;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public int initial() {
        return initial;
    }
}
