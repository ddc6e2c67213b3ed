package foal.kernel.net;

/**
 * An address of the family AF_INET (ip(7)).
 *
 * @param host the IP address, its first byte in the highest bits
 * @param port from 0 to 65,535
 */
record InetAddress(int host, int port) implements SocketAddress {
    /** 0.0.0.0: every address of the machine. */
    static final int ANY = 0;
    static final int LOOPBACK = 0x7f00_0001;
    static final int BROADCAST = 0xffff_ffff, LOOPBACK_BROADCAST = 0x7fff_ffff;
    static final InetAddress NONE = new InetAddress(ANY, 0);
    /** Bytes of {@code struct sockaddr_in}. */
    static final int SIZE = 16;

    /** The address in a struct of at least {@link #SIZE} bytes, whatever its family. */
    static InetAddress of(byte[] given) {
        int port = (given[2] & 0xff) << 8 | given[3] & 0xff;
        int host = given[4] << 24 | (given[5] & 0xff) << 16 | (given[6] & 0xff) << 8 | given[7] & 0xff;
        return new InetAddress(host, port);
    }

    @Override
    public byte[] bytes() {
        return new byte[] {(byte) AddressFamily.AF_INET.value(), 0, (byte) (port >> 8), (byte) port,
            (byte) (host >> 24), (byte) (host >> 16), (byte) (host >> 8), (byte) host, 0, 0, 0, 0, 0, 0, 0, 0};
    }

    /** Whether it leads to this machine: 127.0.0.0/8 does, and nothing else but {@link #ANY}. */
    boolean isLocal() {
        return host == ANY || host >>> 24 == 127;
    }

    /** The same, with the usual address of this machine in place of {@link #ANY}. */
    InetAddress definite() {
        return host == ANY ? new InetAddress(LOOPBACK, port) : this;
    }
}
