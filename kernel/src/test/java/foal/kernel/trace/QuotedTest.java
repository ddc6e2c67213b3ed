package foal.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Strings and buffers as strace(1) quotes them. */
class QuotedTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void controlCharactersAreEscapedAsInC() {
        assertEquals("\"a\\tb\\\"c\\\\\\n\\r\\v\\f\"", Quoted.whole(bytes("a\tb\"c\\\n\r\013\f")));
    }

    @Test
    void otherBytesAreOctal_InFullBeforeADigit() {
        assertEquals("\"wor\\1\\1771ld\\377\\0012\"", Quoted.whole(bytes("wor\1\1771ld\377\0012")));
    }

    @Test
    void whatIsLongerThan32BytesIsCutOff() {
        assertEquals("\"a string that is much longer tha\"...",
                Quoted.text(bytes("a string that is much longer than thirtytwo bytes"), 49));
        assertEquals("\"" + "x".repeat(32) + "\"", Quoted.text(bytes("x".repeat(32)), 32));
    }

    @Test
    void whatIsNoTextIsHexadecimal() {
        assertEquals("\"\\xde\\x28\\x00\"", Quoted.hexadecimal(new byte[] {(byte) 0xde, 0x28, 0}, 3));
    }
}
