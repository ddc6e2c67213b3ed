package foal.kernel.tty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.Guest;
import foal.kernel.GuestRun;
import foal.kernel.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs at a terminal, with a person who types what they ask for. */
class TerminalTest {
    private static final Options AT_A_TERMINAL = Options.DEFAULT.withTerminals(new Terminals(true, true, true));

    /** Types what the screen asks for: after a line {@code #type KEYS}, in which ^X is a control character, those keys. */
    private static final class Person implements HostTerminal {
        private static final String REQUEST = "#type ";

        private final StringBuilder screen = new StringBuilder();
        private final StringBuilder keys = new StringBuilder();
        private Runnable pressed = () -> { };
        private int seen;

        @Override
        public int read(byte[] into, int limit) {
            int count = Math.min(limit, keys.length());
            System.arraycopy(keys.substring(0, count).getBytes(ISO_8859_1), 0, into, 0, count);
            keys.delete(0, count);
            return count;
        }

        @Override
        public void write(byte[] bytes, int length) {
            screen.append(new String(bytes, 0, length, ISO_8859_1));
            for (int end = screen.indexOf("\r\n", seen); end >= 0; end = screen.indexOf("\r\n", seen)) {
                String line = screen.substring(seen, end);
                seen = end + 2;
                if (line.contains(REQUEST)) {
                    type(line.substring(line.indexOf(REQUEST) + REQUEST.length()));
                }
            }
        }

        private void type(String text) {
            for (int i = 0; i < text.length(); i++) {
                keys.append(text.charAt(i) == '^' ? (char) (text.charAt(++i) ^ 0x40) : text.charAt(i));
            }
            pressed.run();
        }

        @Override
        public WindowSize size() {
            return new WindowSize(30, 100, 0, 0);
        }
    }

    private static GuestRun run(Guest guest, Options options, Person person) {
        return guest.with(options).at(person, action -> person.pressed = action).run();
    }

    private static void assertAllIsWell(GuestRun run, Person person) {
        String screen = person.screen.toString().replace("\r", "");
        assertFalse(screen.lines().anyMatch(line -> line.startsWith("not ok") || line.startsWith("skip")), screen);
        assertTrue(screen.lines().anyMatch(line -> line.startsWith("ok ")), screen);
        assertEquals("", run.output());
        run.assertExit(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {10_000, 100, 7})
    void allBehavioursOfATerminalHold(long quantum) {
        Person person = new Person();
        assertAllIsWell(run(Guest.program("tests", "terminal"), AT_A_TERMINAL.withQuantum(quantum), person), person);
    }

    @Test
    void theyHoldByTheHostsClock() {
        Person person = new Person();
        assertAllIsWell(run(Guest.program("tests", "terminal"), AT_A_TERMINAL.withClock(Options.ClockKind.HOST), person), person);
    }
}
