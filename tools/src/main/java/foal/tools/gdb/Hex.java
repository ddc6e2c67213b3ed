package foal.tools.gdb;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Numbers and bytes as packets have them. */
final class Hex {
    private static final HexFormat FORMAT = HexFormat.of();

    private Hex() {}

    static String of(byte[] bytes, int length) {
        return FORMAT.formatHex(bytes, 0, length);
    }

    /** A text, each char of which is a byte. */
    static String ofText(String text) {
        return FORMAT.formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A register: its bytes, the lowest first. */
    static String ofRegister(long value, int bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes; i++) {
            FORMAT.toHexDigits(text, (byte) (value >>> 8 * i));
        }
        return text.toString();
    }

    static byte[] bytes(String text) throws BadPacket {
        try {
            return FORMAT.parseHex(text);
        } catch (IllegalArgumentException _) {
            throw new BadPacket(BadPacket.EINVAL);
        }
    }

    /** The register that up to eight bytes stand for. */
    static long register(byte[] bytes, int offset, int length) {
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return value;
    }
}
