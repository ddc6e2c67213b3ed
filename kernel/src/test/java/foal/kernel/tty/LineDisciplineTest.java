package foal.kernel.tty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.task.Signal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineDisciplineTest {
    private final StringBuilder screen = new StringBuilder();
    private final List<Signal> signals = new ArrayList<>();
    private final LineDiscipline discipline = new LineDiscipline(new LineDiscipline.Driver() {
        @Override
        public void transmit(byte[] bytes, int length) {
            screen.append(new String(bytes, 0, length, ISO_8859_1));
        }

        @Override
        public void signal(Signal signal) {
            signals.add(signal);
        }
    });

    /** Presses keys; {@code ^X} stands for a control character. */
    private void type(String keys) {
        byte[] bytes = new byte[keys.length()];
        int length = 0;
        for (int i = 0; i < keys.length(); i++) {
            boolean isControl = keys.charAt(i) == '^' && i + 1 < keys.length();
            bytes[length++] = (byte) (isControl ? keys.charAt(++i) ^ 0x40 : keys.charAt(i));
        }
        discipline.receive(bytes, length);
    }

    /** A read of so many bytes, or "…" if it would wait. */
    private String read(int limit) {
        if (!discipline.isReadable(1)) {
            return "…";
        }
        byte[] bytes = new byte[limit];
        int count = discipline.peek(bytes, limit);
        discipline.take(count);
        return new String(bytes, 0, count, ISO_8859_1);
    }

    private String read() {
        return read(10_000);
    }

    private String screen() {
        String shown = screen.toString();
        screen.setLength(0);
        return shown;
    }

    private void input(int modes, boolean on) {
        discipline.setTermios(discipline.termios().with(modes, 0, 0, on));
    }

    private void output(int modes, boolean on) {
        discipline.setTermios(discipline.termios().with(0, modes, 0, on));
    }

    private void local(int modes, boolean on) {
        discipline.setTermios(discipline.termios().with(0, 0, modes, on));
    }

    // ---- lines -------------------------------------------------------------------------------------------------

    @Test
    void aLineIsHandedOverWhenItIsFinished() {
        type("one");
        assertEquals("…", read());
        assertEquals(0, discipline.available());
        type("^M");
        assertEquals(4, discipline.available());
        assertEquals("one\n", read());
        assertEquals("…", read());
        assertEquals("one\r\n", screen());
    }

    @Test
    void aReadReturnsOneLineAtTheMostAndTheRestLater() {
        type("first\nsecond\n");
        assertEquals("fir", read(3));
        assertEquals("st\n", read());
        assertEquals("second\n", read(7));
        assertEquals("…", read());
    }

    @Test
    void controlDHandsOverWhatThereIsAndAtTheBeginningOfALineIsTheEnd() {
        type("ab^D");
        assertEquals(2, discipline.available());
        assertEquals("ab", read());
        assertEquals("…", read());
        type("^D");
        assertEquals(0, discipline.available());
        assertEquals("", read());
        type("c\n^Dd\n");
        assertEquals("c\n", read());
        assertEquals("", read());
        assertEquals("d\n", read());
        assertEquals("abc\r\nd\r\n", screen());
    }

    @Test
    void aReadOfExactlyWhatControlDHandsOverDoesNotLeaveAnEndBehind() {
        type("abc^D");
        assertEquals("ab", read(2));
        assertEquals("c", read(1));
        assertEquals("…", read());
    }

    @Test
    void backspaceErasesCharactersAsWideAsTheyAre() {
        type("ab^?");
        assertEquals("ab\b \b", screen());
        type("^A^?");
        assertEquals("^A\b \b\b \b", screen());
        type("\t^?");
        assertEquals("\t" + "\b".repeat(7), screen());
        type(new String("ü".getBytes(UTF_8), ISO_8859_1) + "^?");
        assertEquals("Ã¼\b \b", screen());
        type("^?^?^?c\n");
        assertEquals("\b \bc\r\n", screen());
        assertEquals("c\n", read());
    }

    @Test
    void aTabIsErasedToWhereTheCursorWasAlsoBehindAPrompt() {
        discipline.write("$ ".getBytes(ISO_8859_1), 2);
        screen();
        type("\t^?");
        assertEquals("\t" + "\b".repeat(6), screen());
    }

    @Test
    void controlWErasesAWordAndControlUTheLine() {
        type("one two,  ^W");
        assertEquals("one two,  " + "\b \b".repeat(6), screen());
        type("x^U");
        assertEquals("x" + "\b \b".repeat(5), screen());
        type("y\n");
        assertEquals("y\n", read());
    }

    @Test
    void withoutVisualEraseTheCharactersThemselvesAreEchoed() {
        local(Termios.ECHOE, false);
        type("ab^?^U");
        assertEquals("ab^?^U\r\n", screen());
        local(Termios.ECHOK, false);
        type("ab^U\n");
        assertEquals("ab^U\r\n", screen());
        assertEquals("\n", read());
    }

    @Test
    void controlVTakesTheNextCharacterLiterally() {
        type("^V^C^V^D^V^?\n");
        assertEquals(new String(new char[] {3, 4, 0x7f, '\n'}), read());
        assertEquals("^\b^C^\b^D^\b^?\r\n", screen());
        assertEquals(List.of(), signals);
    }

    @Test
    void controlRShowsTheLineAgain() {
        type("ab^R");
        assertEquals("ab^R\r\nab", screen());
    }

    @Test
    void aFurtherCharacterCanEndALine() {
        discipline.setTermios(discipline.termios().with(Termios.VEOL, ';').with(Termios.VEOL2, '!'));
        type("a;b!c");
        assertEquals("a;", read());
        assertEquals("b!", read());
        assertEquals("…", read());
    }

    @Test
    void aLineThatIsTooLongIsCutAndCanBeEnded() {
        for (int i = 0; i < 5000; i++) {
            assertTrue(discipline.room() > 0);
            type("x");
        }
        type("\n");
        assertEquals("x".repeat(LineDiscipline.LONGEST_LINE - 1) + "\n", read());
        assertEquals("…", read());
    }

    @Test
    void keysAreTakenOnlyAsFarAsThereIsRoomBehindFinishedLines() {
        type("line\n");
        assertEquals(LineDiscipline.LONGEST_LINE - 6, discipline.room());
        type("x".repeat(discipline.room()));
        assertEquals(0, discipline.room());
        read();
        assertEquals(5, discipline.room());
    }

    // ---- raw mode ----------------------------------------------------------------------------------------------

    @Test
    void inRawModeEveryByteIsThereAtOnce() {
        local(Termios.ICANON | Termios.ECHO | Termios.ISIG | Termios.IEXTEN, false);
        input(Termios.IXON | Termios.ICRNL, false);
        type("^C^D^M^S^V");
        assertEquals(5, discipline.available());
        assertFalse(discipline.isReadable(6));
        assertEquals(new String(new char[] {3, 4}), read(2));
        assertEquals(new String(new char[] {13, 19, 22}), read());
        assertEquals("", screen());
        assertEquals(List.of(), signals);
    }

    @Test
    void aChangeOfTheModeKeepsWhatWasTyped() {
        type("one\ntwo");
        local(Termios.ICANON, false);
        assertEquals("one\nt", read(5));
        local(Termios.ICANON, true);
        assertEquals("wo", read());
        assertEquals("…", read());
    }

    @Test
    void inputModesChangeWhatWasTyped() {
        input(Termios.ICRNL, false);
        input(Termios.INLCR, true);
        type("a\n^M^D");
        assertEquals("a\r\r", read());
        input(Termios.IGNCR | Termios.ISTRIP, true);
        input(Termios.INLCR, false);
        type("b^M" + (char) ('c' | 0x80) + "\n");
        assertEquals("bc\n", read());
    }

    // ---- echo and output ---------------------------------------------------------------------------------------

    @Test
    void withoutEchoNothingIsShownButPerhapsTheNewline() {
        local(Termios.ECHO, false);
        type("secret^?\n");
        assertEquals("", screen());
        local(Termios.ECHONL, true);
        type("x\n");
        assertEquals("\r\n", screen());
    }

    @Test
    void controlCharactersAreEchoedAsSuchIfWanted() {
        type("^A\t");
        assertEquals("^A\t", screen());
        local(Termios.ECHOCTL, false);
        type("^A");
        assertEquals("\1", screen());
    }

    private String written(String text) {
        discipline.write(text.getBytes(ISO_8859_1), text.length());
        return screen();
    }

    @Test
    void outputModesChangeWhatIsWritten() {
        assertEquals("a\r\nb\tc", written("a\nb\tc"));
        output(Termios.XTABS, true);
        assertEquals("\rab      c", written("\rab\tc"));
        output(Termios.ONLCR, false);
        output(Termios.OCRNL, true);
        assertEquals("\n\n", written("\n\r"));
        output(Termios.OCRNL, false);
        output(Termios.ONOCR | Termios.OLCUC, true);
        assertEquals("\rAB\r", written("\r\rab\r"));
        output(Termios.OPOST, false);
        assertEquals("a\n\r\t", written("a\n\r\t"));
    }

    @Test
    void controlSStopsOutputAndEchoesUntilControlQ() {
        type("a^S");
        assertTrue(discipline.isStopped());
        type("b\n");
        assertEquals("a", screen());
        type("^Q");
        assertFalse(discipline.isStopped());
        assertEquals("b\r\n", screen());
        assertEquals("ab\n", read());
        input(Termios.IXANY, true);
        type("^Sc");
        assertFalse(discipline.isStopped());
    }

    @Test
    void toTurnFlowControlOffLetsOutputGoOn() {
        type("^S");
        input(Termios.IXON, false);
        assertFalse(discipline.isStopped());
        type("^S");
        assertFalse(discipline.isStopped());
    }

    // ---- signals -----------------------------------------------------------------------------------------------

    @Test
    void threeKeysAreSignalsAndForgetWhatWasTyped() {
        type("typed\nin vain^C");
        assertEquals("typed\r\nin vain^C", screen());
        type("^Z^\\");
        assertEquals(List.of(Signal.SIGINT, Signal.SIGTSTP, Signal.SIGQUIT), signals);
        assertEquals("^Z^\\", screen());
        assertEquals("…", read());
        type("^D");
        assertEquals("", read());
    }

    @Test
    void theyForgetNothingIfNotWanted() {
        local(Termios.NOFLSH, true);
        type("kept^C\n");
        assertEquals("kept\n", read());
        assertEquals(List.of(Signal.SIGINT), signals);
    }

    @Test
    void aDisabledCharacterMeansNothing() {
        discipline.setTermios(discipline.termios().with(Termios.VINTR, 0));
        type("^@^C\n");
        assertEquals("\0\3\n", read());
        assertEquals(List.of(), signals);
    }
}
