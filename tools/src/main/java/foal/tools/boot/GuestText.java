package foal.tools.boot;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Text on its way between host and guest. To the kernel, as to Linux, paths and arguments are bytes; it keeps them in
 * strings of which each character is one byte.
 */
public final class GuestText {
    private static final Charset HOST = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private GuestText() {}

    /** The guest's form of a word from the command line. */
    public static String of(String host) {
        return new String(host.getBytes(HOST), StandardCharsets.ISO_8859_1);
    }

    /** Text of the kernel's, to be shown to the user. */
    public static String toHost(String guest) {
        return new String(guest.getBytes(StandardCharsets.ISO_8859_1), HOST);
    }
}
