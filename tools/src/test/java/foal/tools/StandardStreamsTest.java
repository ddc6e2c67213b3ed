package foal.tools;

import static foal.tools.Foal.withInput;
import static foal.tools.Foal.withOutput;
import static foal.tools.Guest.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guest's standard streams are the host's. */
class StandardStreamsTest {
    @ParameterizedTest
    @ValueSource(strings = {"virtual", "host"})
    void everyByteComesThrough(String clock) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            all.append((char) (i * 7 % 256));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Foal foal = withInput(all.toString());
        assertEquals(new Foal.Result(0, "", "50000 bytes\n"), foal.to(out).run("boot", "--clock", clock, program("cat")));
        assertEquals(all.toString(), out.toString(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void aReadReturnsALineWhateverThePieces(int piece) {
        InputStream pieces = new ByteArrayInputStream("one\n\nthree\nfour".getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, piece));
            }
        };
        assertEquals("""
                4 bytes, the last is 10
                1 bytes, the last is 10
                6 bytes, the last is 10
                4 bytes, the last is 114
                end: 0
                """, withInput(pieces).run("boot", program("lines")).out());
    }

    @Test
    void aLongLineComesInPiecesOfTheBuffersSize() {
        assertEquals("""
                3 bytes, the last is 99
                3 bytes, the last is 102
                2 bytes, the last is 10
                end: 0
                """, withInput("abcdefg\n").run("boot", program("lines"), "3").out());
        assertEquals("65536 bytes, the last is 97\n34464 bytes, the last is 97\nend: 0\n",
                withInput("a".repeat(100_000)).run("boot", program("lines")).out());
    }

    @Test
    void whatTheGuestDoesNotReadStays() throws IOException {
        InputStream in = new ByteArrayInputStream("for somebody else".getBytes(StandardCharsets.US_ASCII));
        assertEquals(0, withInput(in).run("boot", "hello").status());
        assertEquals(17, in.available());
    }

    @Test
    void theTimeoutEndsAReadThatWaits() throws IOException {
        for (String clock : new String[] {"virtual", "host"}) {
            try (PipedOutputStream nobodyWrites = new PipedOutputStream()) {
                Foal foal = withInput(new PipedInputStream(nobodyWrites));
                assertEquals(124, assertTimeoutPreemptively(Duration.ofSeconds(20),
                        () -> foal.run("boot", "--clock", clock, "--timeout", "0.3", program("cat"))).status());
            }
        }
    }

    @Test
    void byTheHostsClockInputWakesItsReaderThoughAnotherProcessKeepsTheHartBusy() {
        Foal.Result result = assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> withInput("seven.\n").run("boot", "--clock", "host", program("spinner")));
        assertEquals("7 bytes\n", result.out());
    }

    @Test
    void inputThatCannotBeReadIsReportedAndEnds() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Is a directory");
            }
        };
        assertEquals(new Foal.Result(0, "end: 0\n", "foal: cannot read standard input: Is a directory\n"),
                withInput(broken).run("boot", program("lines")));
    }

    @Test
    void outputThatCannotBeWrittenEndsTheRun() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        for (String[] words : new String[][] {{"boot", "hello"}, {"list"}, {"help"}, {"boot", "--help"}, {"--version"}}) {
            assertEquals(new Foal.Result(125, "", "foal: cannot write to standard output: No space left on device\n"),
                    withOutput(full).run(words));
        }
        Foal.Result debug = withOutput(full).run("boot", "--debug", "hello");
        assertTrue(debug.err().contains("at foal.tools"), debug.err());
    }

    @Test
    void aReaderWhoHasGoneEndsEveryCommandWithoutAWord() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        for (String[] words : new String[][] {{"boot", "hello"}, {"boot", "--debug", "--clock", "host", "hello"}, {"strace", "hello"},
            {"list"}, {"help"}, {"boot", "--help"}, {"--version"}, {"explore", "--runs", "1", "hello"}}) {
            assertEquals(141, withOutput(gone).run(words).status(), String.join(" ", words));
        }
        assertEquals(new Foal.Result(141, "", ""), withOutput(gone).run("boot", "hello"));
        assertEquals(141, withOutput(gone).run("strace", "-o", "/dev/null", "hello").status());
    }
}
