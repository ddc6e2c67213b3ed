package foal.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import foal.cpu.machinecode.BlockCounter;
import foal.cpu.unicorn.Unicorn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A hart that counts blocks does the same as one that counts each instruction, wherever the host has put what the blocks call
 * and count in: here just at the limits of what they can reach.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class AdversePlacesTest {
    /** There are three ways to place a page, and each engine has two pages: after nine engines, all have been together. */
    private static final int COMBINATIONS = 9;
    private static final int ENGINES_BESIDE_ONE = 100;

    private final MachineCodeProperty property = MachineCodeProperty.set("adverse");

    @AfterEach
    void placePagesAsBefore() {
        property.close();
    }

    @Test
    void inSomeEnginesABlockCanBeRewrittenAndInOthersNot() {
        assumeTrue(Unicorn.version().equals("2.1.1"), "what the code of other builds looks like is not known");
        List<Integer> calls = new ArrayList<>();
        for (int i = 0; i < COMBINATIONS; i++) {
            try (PhysicalMemory memory = new PhysicalMemory(1 << 20);
                    Engine engine = new Engine(memory, Engine.Counting.FAST, _ -> { }, Optional.empty())) {
                calls.add(((BlockCounter) engine.counter()).calls());
            }
        }
        assertTrue(calls.stream().anyMatch(count -> count < 500), calls::toString);
        assertTrue(calls.stream().anyMatch(count -> count > 1000), calls::toString);
    }

    /** Each translates so much that the limit is somewhere among its blocks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void programsOfManyBlocks(int seed) {
        assertSame(new Random(seed), 1500, 300);
    }

    @Test
    void enginesThatComeAndGo() {
        comeAndGo(30);
    }

    @Tag("campaign")
    @Test
    void enginesThatComeAndGoByTheThousand() {
        comeAndGo(3000);
    }

    @Tag("campaign")
    @Test
    void manyLongPrograms() {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            assertSame(random, 1 + random.nextInt(6000), 400);
        }
    }

    /** @param engines which count blocks; the others last until their memory is full */
    private static void comeAndGo(int engines) {
        Random random = new Random(engines);
        for (int made = 0; made < engines; made += ENGINES_BESIDE_ONE) {
            try (TestMachine slow = new TestMachine(Engine.Counting.SLOW)) {
                for (int i = 0; i < Math.min(engines - made, ENGINES_BESIDE_ONE); i++) {
                    long seed = random.nextLong();
                    try (TestMachine fast = new TestMachine(Engine.Counting.FAST)) {
                        assertEquals(run(slow, new Random(seed), 40, 20), run(fast, new Random(seed), 40, 20), "seed " + seed);
                    }
                }
            }
        }
    }

    private static void assertSame(Random random, int length, int slices) {
        long seed = random.nextLong();
        try (TestMachine fast = new TestMachine(Engine.Counting.FAST);
                TestMachine slow = new TestMachine(Engine.Counting.SLOW)) {
            assertEquals(run(slow, new Random(seed), length, slices), run(fast, new Random(seed), length, slices), "seed " + seed);
        }
    }

    private static List<String> run(TestMachine machine, Random random, int length, int slices) {
        Assembler program = RandomProgram.of(random, length);
        return new LoggedRun(machine, machine.spaceFor(program)).inSlices(random, slices).log;
    }
}
