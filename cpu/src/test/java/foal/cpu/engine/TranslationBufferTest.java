package foal.cpu.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** On Linux it is seen how much room translations take. */
@EnabledOnOs(OS.LINUX)
class TranslationBufferTest {
    private static final long CODE = 0x8000_0000L;
    private static final int PAGE = 4096;
    private static final int NOP = 0x13;

    /** An engine with pages of instructions that do nothing, of which it has executed the first. */
    private static Unicorn engine() {
        Unicorn unicorn = new Unicorn();
        MemorySegment memory = unicorn.arena().allocate(4 * PAGE, PAGE);
        for (int at = 0; at < memory.byteSize(); at += Integer.BYTES) {
            memory.set(ValueLayout.JAVA_INT, at, NOP);
        }
        unicorn.mapMemory(CODE, memory);
        runPage(unicorn, 0);
        return unicorn;
    }

    private static void runPage(Unicorn unicorn, int number) {
        unicorn.startUntil(CODE + number * PAGE, CODE + (number + 1) * PAGE);
    }

    private static TranslationBuffer bufferOf(Unicorn unicorn) {
        return TranslationBuffer.find(unicorn, () -> runPage(unicorn, 1)).orElseThrow();
    }

    @Test
    void theBufferFillsWithWhatIsTranslated() {
        try (Unicorn unicorn = engine()) {
            TranslationBuffer buffer = bufferOf(unicorn);
            long before = buffer.used();
            assertTrue(before > PAGE / 4 && before < 1 << 20, "used " + before);
            runPage(unicorn, 2);
            long after = buffer.used();
            assertTrue(after > before + PAGE / 4 && after < 1 << 20, before + " and then " + after);
        }
    }

    @Test
    void aBufferThatIsClearedIsEmpty() {
        try (Unicorn unicorn = engine()) {
            TranslationBuffer buffer = bufferOf(unicorn);
            unicorn.flushTranslations();
            assertTrue(buffer.used() < 1024, "used " + buffer.used());
        }
    }

    @Test
    void theBuffersOfTwoEnginesAreNotTheSame() {
        try (Unicorn one = engine(); Unicorn other = engine()) {
            TranslationBuffer ofOne = bufferOf(one), ofOther = bufferOf(other);
            long before = ofOther.used(), beforeOfOne = ofOne.used();
            runPage(one, 2);
            assertEquals(before, ofOther.used());
            assertTrue(ofOne.used() > beforeOfOne);
        }
    }

    @Test
    void nothingIsFoundThatDoesNotGrow() {
        try (Unicorn unicorn = engine()) {
            assertTrue(TranslationBuffer.find(unicorn, () -> { }).isEmpty());
        }
    }
}
