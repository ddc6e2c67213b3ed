package foal.kernel.trace;

/** Bytes between quotation marks, as a C string literal (strace(1), section "Quoting"). */
final class Quoted {
    /** More of a buffer than this is not shown. */
    static final int MOST_SHOWN = 32;

    private static final String ESCAPED = "\t\n\013\f\r\"\\";
    private static final String LETTERS = "tnvfr\"\\";

    private Quoted() {}

    /** At most {@link #MOST_SHOWN} bytes, and dots if there are more. @param length of all that there is */
    static String text(byte[] bytes, long length) {
        int shown = (int) Math.min(Math.min(bytes.length, length), MOST_SHOWN);
        return text(bytes, 0, shown) + (length > shown ? "..." : "");
    }

    /** All bytes. */
    static String whole(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    private static String text(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0xff;
            int letter = ESCAPED.indexOf(b);
            if (letter >= 0) {
                text.append('\\').append(LETTERS.charAt(letter));
            } else if (b >= ' ' && b < 0x7f) {
                text.append((char) b);
            } else {
                // All three digits if a digit follows, which would else be taken for one of them.
                boolean digitFollows = i + 1 < to && bytes[i + 1] >= '0' && bytes[i + 1] <= '9';
                text.append('\\').append(digitFollows ? String.format("%03o", b) : Integer.toOctalString(b));
            }
        }
        return text.append('"').toString();
    }

    /** Every byte as two hexadecimal digits: for what is no text. */
    static String hexadecimal(byte[] bytes, long length) {
        int shown = (int) Math.min(Math.min(bytes.length, length), MOST_SHOWN);
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < shown; i++) {
            text.append(String.format("\\x%02x", bytes[i]));
        }
        return text.append('"').append(length > shown ? "..." : "").toString();
    }
}
