package foal.kernel.net;

/** Options of all sockets (socket(7)). */
public enum SocketOption implements Option {
    SO_DEBUG(1, Kind.FLAG), SO_REUSEADDR(2, Kind.FLAG), SO_TYPE(3, Kind.TOLD), SO_ERROR(4, Kind.TOLD),
    SO_DONTROUTE(5, Kind.FLAG), SO_BROADCAST(6, Kind.FLAG), SO_SNDBUF(7, Kind.SPECIAL), SO_RCVBUF(8, Kind.SPECIAL),
    SO_KEEPALIVE(9, Kind.FLAG), SO_OOBINLINE(10, Kind.FLAG), SO_NO_CHECK(11, Kind.FLAG), SO_PRIORITY(12, Kind.NUMBER),
    SO_LINGER(13, Kind.SPECIAL), SO_REUSEPORT(15, Kind.FLAG), SO_PASSCRED(16, Kind.SPECIAL), SO_PEERCRED(17, Kind.TOLD),
    SO_RCVLOWAT(18, Kind.SPECIAL), SO_SNDLOWAT(19, Kind.TOLD), SO_RCVTIMEO(20, Kind.SPECIAL), SO_SNDTIMEO(21, Kind.SPECIAL),
    SO_TIMESTAMP(29, Kind.FLAG), SO_ACCEPTCONN(30, Kind.TOLD), SO_SNDBUFFORCE(32, Kind.SPECIAL),
    SO_RCVBUFFORCE(33, Kind.SPECIAL), SO_TIMESTAMPNS(35, Kind.FLAG), SO_MARK(36, Kind.NUMBER), SO_PROTOCOL(38, Kind.TOLD),
    SO_DOMAIN(39, Kind.TOLD), SO_INCOMING_CPU(49, Kind.NUMBER);

    private final int value;
    private final Kind kind;
    private final int initial;

    SocketOption(int value, Kind kind) {
        this(value, kind, 0);
    }

    SocketOption(int value, Kind kind, int initial) {
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
