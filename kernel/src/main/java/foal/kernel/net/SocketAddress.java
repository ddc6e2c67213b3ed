package foal.kernel.net;

/** Where a socket is to be found: the {@code struct sockaddr} of its family. */
sealed interface SocketAddress permits UnixAddress, InetAddress, NetlinkSocket.Address {
    /** Bytes of {@code struct sockaddr_storage}, the most that an address can have. */
    int MOST = 128;
    /** Bytes of the family, with which every address begins. */
    int FAMILY_SIZE = 2;

    /** The bytes of the struct. */
    byte[] bytes();

    /** The family of an address given by a program, or −1 if it is too short to have one. */
    static int family(byte[] given) {
        return given.length < FAMILY_SIZE ? -1 : given[0] & 0xff | (given[1] & 0xff) << 8;
    }
}
