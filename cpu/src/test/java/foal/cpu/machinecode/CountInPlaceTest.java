package foal.cpu.machinecode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever the host has put them: a block that has been rewritten reaches what it is to reach, or it is not rewritten. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@DisabledIfSystemProperty(named = "foal.machine-code", matches = "off", disabledReason = "there is none of ours")
class CountInPlaceTest {
    private static final long REACH = 1L << 31;
    private static final int NEAR = 1 << 20;
    /** A block is looked at at every 64th call. */
    private static final int CALLS = 130;
    private static final long INSTRUCTIONS = FakeBlock.INSTRUCTIONS, PLENTY = 1000 * INSTRUCTIONS;

    private final FakeBlock block = new FakeBlock();

    @AfterEach
    void close() {
        block.close();
    }

    @Test
    void aBlockThatIsNearIsRewritten() {
        assertTrue(holds(NEAR, 2 * NEAR));
        assertTrue(holds(-NEAR, -2 * NEAR));
    }

    @ParameterizedTest
    @ValueSource(longs = {REACH, -REACH})
    void functionsAtEveryDistanceAroundTheLimit(long limit) {
        assertSomeAreRewrittenAndSomeAreNot(limit, distance -> holds(NEAR, distance));
    }

    @ParameterizedTest
    @ValueSource(longs = {REACH, -REACH})
    void aStructureAtEveryDistanceAroundTheLimit(long limit) {
        assertSomeAreRewrittenAndSomeAreNot(limit, distance -> holds(distance, NEAR));
    }

    @Test
    void bothAroundAnyLimit() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            long functions = somewhere(random), structure = somewhere(random);
            if (Math.abs(functions - structure) > 2 * MachineCode.SLOT) {
                holds(structure, functions);
            }
        }
    }

    private static long somewhere(Random random) {
        long around = (random.nextInt(3) - 1) * REACH;
        int beside = random.nextInt(-700, 700);
        return around == 0 ? Integer.signum(beside) * (long) NEAR + beside : around + beside;
    }

    private interface Placing {
        boolean isRewrittenAt(long distance);
    }

    private static void assertSomeAreRewrittenAndSomeAreNot(long limit, Placing placing) {
        int rewritten = 0, tried = 0;
        for (long distance = limit - 600; distance < limit + 100; distance++) {
            rewritten += placing.isRewrittenAt(distance) ? 1 : 0;
            tried++;
        }
        assertTrue(rewritten > 0 && rewritten < tried, rewritten + " of " + tried);
    }

    /** Tries a block in each way, and fails if any goes wrong. @return whether it counts by itself in the end */
    private boolean holds(long toStructure, long toFunctions) {
        String where = "structure at " + toStructure + ", functions at " + toFunctions;
        block.put(toStructure, toFunctions);
        String before = block.code();
        long calls = 0;
        while (calls < CALLS && !block.isRewritten()) {
            assertCounts(where);
            calls++;
        }
        boolean isRewritten = block.isRewritten();
        if (isRewritten) {
            assertArrayEquals(new long[] {toStructure, toStructure + 8, toFunctions + MachineCode.SLOT}, block.targets(), where);
            assertCounts(where);
        } else {
            assertEquals(before, block.code(), where);
        }
        assertStopsWhereThereIsNotEnough(where);
        return isRewritten;
    }

    private void assertCounts(String where) {
        block.forgetPresentBlock();
        assertEquals(FakeBlock.RAN, block.run(PLENTY), where);
        assertEquals(PLENTY - INSTRUCTIONS, block.remaining(), where);
        assertEquals(block.description(), block.presentBlock(), where);
        assertEquals(0, block.enginePc(), where);
    }

    private void assertStopsWhereThereIsNotEnough(String where) {
        assertEquals(FakeBlock.RAN, block.run(INSTRUCTIONS), where);
        assertEquals(0, block.remaining(), where);
        assertEquals(FakeBlock.STOPPED, block.run(INSTRUCTIONS - 1), where);
        assertEquals(INSTRUCTIONS - 1, block.remaining(), where);
        assertEquals(FakeBlock.PC, block.enginePc(), where);
    }
}
