package foal.tools;

import static foal.tools.GdbClient.debug;
import static foal.tools.Guest.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The program that is debugged, and short ways to run it. */
final class Debugged {
    static final String PROGRAM = program("debugged");
    /** The packet that has everything go on. */
    static final String ON = "vCont;c";

    private Debugged() {}

    static Foal.Result boot(GdbClient.Conversation conversation, String... arguments) {
        return boot(new Foal(), conversation, arguments);
    }

    static Foal.Result boot(Foal foal, GdbClient.Conversation conversation, String... arguments) {
        List<String> words = new ArrayList<>(List.of("boot", "--gdb", "0", PROGRAM));
        words.addAll(List.of(arguments));
        return debug(foal, conversation, words.toArray(String[]::new));
    }

    static Foal.Result ended(int status) {
        return new Foal.Result(status, "", "");
    }

    /** What gdb shows beside a thread. */
    static String info(GdbClient client, String thread) throws IOException {
        return new String(HexFormat.of().parseHex(client.ask("qThreadExtraInfo," + thread)), StandardCharsets.ISO_8859_1);
    }
}
