package foal.kernel.ipc;

import static foal.kernel.ipc.SemaphoreSet.MUST_WAIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import foal.cpu.PhysicalMemory;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserMemory;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Credentials;
import foal.kernel.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations on semaphores that can be carried out at once, or cannot. */
class SemaphoreSetTest {
    private static final long AT = 0x10_0000;
    private static final int NOWAIT = 0x800, UNDO = 0x1000;
    private static final int PID = 7;

    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final AddressSpace space = AddressSpace.create(new FrameTable(memory, 1), 2).orElseThrow();
    private final UserMemory user = new UserMemory(space, memory);
    private final SemaphoreSet set = new SemaphoreSet(0, 0600, new Credentials(), 3, new VirtualClock(() -> 0));

    @BeforeEach
    void mapPage() {
        space.map(Mapping.anonymous(AT, AT + PhysicalMemory.PAGE_SIZE, 3, ""));
    }

    @AfterEach
    void giveBack() {
        space.close();
        memory.close();
    }

    /** Carries out operations. @param triples of semaphore, change and flags */
    private long operate(int... triples) {
        Struct array = new Struct(2 * triples.length);
        for (int i = 0; i < triples.length; i++) {
            array.putShort(2 * i, triples[i]);
        }
        user.write(AT, array);
        SemaphoreOperations operations = new SemaphoreOperations();
        operations.read(user, AT, triples.length / 3);
        return set.operate(operations, PID);
    }

    @Test
    void whatCannotBeDoneWholeIsNotDoneAtAll() {
        assertEquals(0, operate(0, 2, 0, 1, 1, 0));
        assertEquals(MUST_WAIT, operate(0, -1, 0, 1, -2, 0));
        assertEquals(2, set.value(0));
        assertEquals(1, set.value(1));
        assertEquals(Errno.EAGAIN.result(), operate(0, -1, 0, 1, -2, NOWAIT));
        assertEquals(2, set.value(0));
    }

    @Test
    void laterOperationsOfACallSeeWhatEarlierOnesHaveDone() {
        assertEquals(0, operate(0, 3, 0, 0, -3, 0, 0, 0, 0));
        assertEquals(0, set.value(0));
        assertEquals(MUST_WAIT, operate(0, 1, 0, 0, 0, 0));
        assertEquals(0, set.value(0));
    }

    @Test
    void aValueStaysInItsRange() {
        assertEquals(0, operate(0, SemaphoreSet.MOST_VALUE, 0));
        assertEquals(Errno.ERANGE.result(), operate(0, 1, 0));
        assertEquals(SemaphoreSet.MOST_VALUE, set.value(0));
    }

    @Test
    void theEndOfAProcessTakesBackWhatItWantedTakenBack() {
        set.addAdjustments(PID);
        assertEquals(0, operate(0, 5, 0, 1, 4, UNDO));
        assertEquals(0, operate(0, -2, UNDO));
        set.adjust(PID);
        assertEquals(5, set.value(0));
        assertEquals(0, set.value(1));
        assertFalse(set.hasAdjustments(PID));
    }

    @Test
    void anAdjustmentStopsAtTheEndsOfTheRange() {
        set.addAdjustments(PID);
        assertEquals(0, operate(0, 10, UNDO));
        assertEquals(0, operate(0, -4, 0));
        set.adjust(PID);
        assertEquals(0, set.value(0), "6 less 10 would be less than nothing");
    }

    @Test
    void settingAValueForgetsWhatWasToBeTakenBack() {
        set.addAdjustments(PID);
        assertEquals(0, operate(0, 4, UNDO));
        set.setValue(0, 9, PID);
        set.adjust(PID);
        assertEquals(9, set.value(0));
    }
}
