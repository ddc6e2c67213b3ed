package foal.tools.gdb;

/** Reads a packet from its beginning to its end. Packets are texts of which each char is a byte. */
final class PacketText {
    private static final int MOST_DIGITS = 16;

    private final String text;
    private int at;

    PacketText(String text) {
        this.text = text;
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    /** Whether this comes next; then it has been read. */
    boolean take(String wanted) {
        boolean isNext = text.startsWith(wanted, at);
        at += isNext ? wanted.length() : 0;
        return isNext;
    }

    void expect(String wanted) throws BadPacket {
        if (!take(wanted)) {
            throw new BadPacket(BadPacket.EINVAL);
        }
    }

    void expectEnd() throws BadPacket {
        if (!isAtEnd()) {
            throw new BadPacket(BadPacket.EINVAL);
        }
    }

    char next() throws BadPacket {
        if (isAtEnd()) {
            throw new BadPacket(BadPacket.EINVAL);
        }
        return text.charAt(at++);
    }

    /** A hexadecimal number of up to 64 bits, without sign. */
    long hex() throws BadPacket {
        int start = at;
        long number = 0;
        while (!isAtEnd() && Character.digit(text.charAt(at), 16) >= 0) {
            number = number << 4 | Character.digit(text.charAt(at++), 16);
        }
        if (at == start || at - start > MOST_DIGITS) {
            throw new BadPacket(BadPacket.EINVAL);
        }
        return number;
    }

    /** A hexadecimal number that is not more than a limit. */
    int hex(int limit) throws BadPacket {
        long number = hex();
        if (number < 0 || number > limit) {
            throw new BadPacket(BadPacket.EINVAL);
        }
        return (int) number;
    }

    /** What comes before a char, or up to the end; that char has been read as well. */
    String upTo(char end) {
        int found = text.indexOf(end, at);
        String part = text.substring(at, found < 0 ? text.length() : found);
        at = found < 0 ? text.length() : found + 1;
        return part;
    }

    String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }

    /** Bytes of two hexadecimal digits each, up to the end. */
    byte[] bytes() throws BadPacket {
        return Hex.bytes(rest());
    }
}
