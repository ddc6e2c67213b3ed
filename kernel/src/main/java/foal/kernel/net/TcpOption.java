package foal.kernel.net;

/** Options of TCP (tcp(7)). They are remembered: between two sockets of one machine there is nothing that they could change. */
public enum TcpOption implements Option {
    TCP_NODELAY(1, Kind.FLAG, 0), TCP_MAXSEG(2, Kind.NUMBER, 65483), TCP_CORK(3, Kind.FLAG, 0), TCP_KEEPIDLE(4, Kind.NUMBER, 7200),
    TCP_KEEPINTVL(5, Kind.NUMBER, 75), TCP_KEEPCNT(6, Kind.NUMBER, 9), TCP_SYNCNT(7, Kind.NUMBER, 6),
    TCP_LINGER2(8, Kind.NUMBER, 60), TCP_DEFER_ACCEPT(9, Kind.NUMBER, 0), TCP_WINDOW_CLAMP(10, Kind.NUMBER, 0),
    TCP_QUICKACK(12, Kind.FLAG, 1), TCP_USER_TIMEOUT(18, Kind.NUMBER, 0);

    private final int value;
    private final Kind kind;
    private final int initial;

    TcpOption(int value, Kind kind, int initial) {
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
