package foal.cpu.machinecode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Which jump a function ends with; what is searched here is never executed. */
@EnabledOnOs(OS.LINUX)
class LastCallTest {
    private static final int CALLEE = 0x800, STUB = 0x900, SLOT = 0xa00;
    private static final byte CALL = (byte) 0xe8, JUMP = (byte) 0xe9;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(0x1000, 0x1000);

    @AfterEach
    void close() {
        arena.close();
    }

    /** Five bytes at an offset that lead to another. */
    private void put(int at, byte instruction, int target) {
        memory.set(JAVA_BYTE, at, instruction);
        memory.set(JAVA_INT_UNALIGNED, at + 1, target - (at + 5));
    }

    /** As a linker makes it for a function that another library may replace. */
    private void putStub(boolean withLandingPad, int callee) {
        int jump = withLandingPad ? STUB + 4 : STUB;
        memory.set(JAVA_INT_UNALIGNED, STUB, 0xfa1e0ff3);
        memory.set(JAVA_INT_UNALIGNED, jump, 0x25ff);
        memory.set(JAVA_INT_UNALIGNED, jump + 2, SLOT - (jump + 6));
        memory.set(JAVA_LONG, SLOT, memory.address() + callee);
    }

    private Optional<Long> found() {
        return LastCall.find(memory.address(), memory.address() + CALLEE).map(jump -> jump.address() - memory.address());
    }

    @Test
    void aJumpToTheCalleeIsFound() {
        put(0x57, JUMP, CALLEE);
        assertEquals(Optional.of(0x57L), found());
    }

    @Test
    void aJumpByAStubIsFound() {
        put(0x57, JUMP, STUB);
        putStub(false, CALLEE);
        assertEquals(Optional.of(0x57L), found());
        putStub(true, CALLEE);
        assertEquals(Optional.of(0x57L), found());
    }

    @Test
    void jumpsElsewhereAreNotFound() {
        put(0x10, JUMP, STUB);
        putStub(false, CALLEE + 0x10);
        put(0x20, JUMP, CALLEE + 1);
        put(0x30, JUMP, 0x4000_0000); // where nothing is
        assertEquals(Optional.empty(), found());
    }

    @Test
    void aFunctionThatGoesOnAfterItsCallIsLeftAlone() {
        put(0x57, CALL, CALLEE);
        put(0x97, JUMP, CALLEE); // of the next function
        assertEquals(Optional.empty(), found());
    }

    @Test
    void aFunctionThatDoesNotCallIsLeftAlone() {
        assertEquals(Optional.empty(), found());
    }
}
