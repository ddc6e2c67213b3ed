package foal.kernel.ipc;

import static foal.kernel.message.Talkers.NOWHERE;
import static foal.kernel.message.Talkers.PAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserMemory;
import foal.kernel.message.Talkers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an array of {@code struct sembuf} says. */
class SemaphoreOperationsTest {
    private static final int NOWAIT = 04000, UNDO = 010000;

    private final Talkers talkers = new Talkers();
    private final UserMemory memory = talkers.task().memory();
    private final SemaphoreOperations operations = new SemaphoreOperations();

    @AfterEach
    void close() {
        talkers.close();
    }

    /** @param triples of semaphore, change and flags */
    private SemaphoreOperations read(int... triples) {
        Struct array = new Struct(2 * triples.length);
        for (int i = 0; i < triples.length; i++) {
            array.putShort(2 * i, triples[i]);
        }
        memory.write(PAGE, array);
        assertTrue(operations.read(memory, PAGE, triples.length / 3));
        return operations;
    }

    @Test
    void semaphoresAreUnsignedAndChangesAreNot() {
        read(65535, -32768, 0, 2, 32767, 0);
        assertEquals(2, operations.count());
        assertEquals(65535, operations.semaphore(0));
        assertEquals(-32768, operations.change(0));
        assertEquals(32767, operations.change(1));
        assertEquals(65535, operations.highest());
    }

    @Test
    void eachOperationHasFlagsOfItsOwn() {
        read(0, 1, NOWAIT, 0, 1, UNDO);
        assertFalse(operations.mayWait(0));
        assertFalse(operations.isUndone(0));
        assertTrue(operations.mayWait(1));
        assertTrue(operations.isUndone(1));
        assertTrue(operations.isAnyUndone());
    }

    @Test
    void aWaitForZeroIsNoChange() {
        assertFalse(read(0, 0, UNDO, 1, 0, 0).isAnyChange());
        assertTrue(read(0, 0, 0, 1, -1, 0).isAnyChange());
        assertFalse(operations.isAnyIncrease());
        assertTrue(read(0, -1, 0, 1, 1, 0).isAnyIncrease());
    }

    @Test
    void whatWasReadBeforeIsForgotten() {
        read(9, 1, UNDO, 9, 1, UNDO);
        read(1, 0, 0);
        assertEquals(1, operations.count());
        assertEquals(1, operations.highest());
        assertFalse(operations.isAnyUndone());
    }

    @Test
    void aCopyStaysAsItWas() {
        SemaphoreOperations copy = read(3, -2, NOWAIT).copy();
        read(4, 5, 0, 6, 7, 0);
        assertEquals(1, copy.count());
        assertEquals(3, copy.semaphore(0));
        assertEquals(-2, copy.change(0));
        assertFalse(copy.mayWait(0));
    }

    @Test
    void allOfTheArrayMustBeReadable() {
        assertFalse(operations.read(memory, NOWHERE, 1));
        assertTrue(operations.read(memory, PAGE, SemaphoreOperations.MOST));
        assertFalse(operations.read(memory, PAGE + PhysicalMemory.PAGE_SIZE - 6, 2));
    }
}
