package foal.kernel.net;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An address of the family AF_UNIX (unix(7)).
 *
 * @param name empty for a socket that is not bound; with a NUL as its first char an abstract name; else a path
 */
record UnixAddress(String name) implements SocketAddress {
    static final UnixAddress UNNAMED = new UnixAddress("");
    /** Bytes of {@code struct sockaddr_un}. */
    private static final int MOST = 110;

    /** The address that a program has given; empty if it is too short, too long or of another family. */
    static Optional<UnixAddress> of(byte[] given) {
        if (given.length <= FAMILY_SIZE || given.length > MOST
                || SocketAddress.family(given) != AddressFamily.AF_UNIX.value()) {
            return Optional.empty();
        }
        String name = new String(given, FAMILY_SIZE, given.length - FAMILY_SIZE, StandardCharsets.ISO_8859_1);
        int end = name.indexOf('\0', 1);
        boolean isPath = given[FAMILY_SIZE] != 0;
        return Optional.of(new UnixAddress(isPath && end > 0 ? name.substring(0, end) : name));
    }

    boolean isAbstract() {
        return name.startsWith("\0");
    }

    boolean isUnnamed() {
        return name.isEmpty();
    }

    @Override
    public byte[] bytes() {
        boolean isPath = !isUnnamed() && !isAbstract();
        byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[FAMILY_SIZE + text.length + (isPath ? 1 : 0)];
        bytes[0] = (byte) AddressFamily.AF_UNIX.value();
        System.arraycopy(text, 0, bytes, FAMILY_SIZE, text.length);
        return bytes;
    }

    /** The address that a program has given in a struct of which only the family counts: it asks for a name. */
    static boolean asksForName(byte[] given) {
        return Arrays.equals(given, UNNAMED.bytes());
    }
}
