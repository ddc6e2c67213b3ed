package foal.kernel.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the kernel keeps for programs. */
class KernelMemoryTest {
    private final KernelMemory memory = new KernelMemory();

    @ParameterizedTest
    @EnumSource
    void objectsOfEachKindFillIt_AndGiveAllBack(KernelMemory.Kind kind) {
        long most = KernelMemory.SIZE / kind.cost();
        assertTrue(memory.take(kind, most));
        assertFalse(memory.take(kind, 1));
        assertEquals(most, memory.count(kind));
        memory.giveBack(kind, most);
        assertEquals(0, memory.used());
    }

    @Test
    void allKindsTakeFromTheSameMemory() {
        assertTrue(memory.take(KernelMemory.Kind.PIPE_BYTE, KernelMemory.SIZE - 100));
        assertFalse(memory.hasRoom(KernelMemory.Kind.OPEN_FILE, 1));
        assertTrue(memory.hasRoom(100));
        assertFalse(memory.hasRoom(101));
    }

    @Test
    void aCountThatOverflowsIsTooMuch() {
        assertFalse(memory.take(KernelMemory.Kind.TASK, Long.MAX_VALUE));
        assertEquals(0, memory.used());
    }
}
