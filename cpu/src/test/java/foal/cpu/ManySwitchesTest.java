package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.T0;
import static foal.cpu.TestMachine.PLENTY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many switches and many frames, and the host's memory after them. */
class ManySwitchesTest {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int TIMES = 10_000;
    private static final long MEGABYTE = 1 << 20;

    private final TestMachine machine = new TestMachine();
    private final Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void tenThousandSwitchesBetweenTwoAddressSpacesKeepRegistersAndMemoryApart() {
        Assembler program = new Assembler()
                .label("loop").ld(T0, 0, S0).add(T0, T0, A0).sd(T0, 0, S0).ecall().j("loop");
        PageTable[] spaces = {machine.spaceFor(program), machine.spaceFor(program)};
        TrapFrame[] tasks = {machine.taskIn(spaces[0]), machine.taskIn(spaces[1])};
        tasks[0].setX(A0, 1);
        tasks[1].setX(A0, 1000);
        int[] switches = {0};
        machine.onTrap = (hart, trap) -> {
            machine.traps.clear();
            hart.save(tasks[switches[0] % 2]);
            if (++switches[0] == TIMES) {
                hart.stop();
            }
            hart.resume(tasks[switches[0] % 2]);
        };
        hart.resume(tasks[0]);
        hart.run(PLENTY);
        assertEquals(TIMES / 2, machine.dataOf(spaces[0]));
        assertEquals(1000L * TIMES / 2, machine.dataOf(spaces[1]));
    }

    /**
     * More spaces than a hart remembers the translations of, and enough switches for it to use all the room it has.
     */
    @Test
    void tenThousandSwitchesAmongSixAddressSpacesAreExactToTheInstruction() {
        Assembler program = new Assembler()
                .ld(T0, 0, S0).add(T0, T0, A0).sd(T0, 0, S0).ecall().j("loop").label("loop")
                .ld(T0, 0, S0).add(T0, T0, A0).sd(T0, 0, S0).ecall().j("loop");
        PageTable[] spaces = new PageTable[6];
        TrapFrame[] tasks = new TrapFrame[spaces.length];
        for (int i = 0; i < spaces.length; i++) {
            spaces[i] = machine.spaceFor(program);
            tasks[i] = machine.taskIn(spaces[i]);
            tasks[i].setX(A0, i + 1);
        }
        int[] switches = {0};
        machine.onTrap = (hart, trap) -> {
            machine.traps.clear();
            hart.save(tasks[switches[0] % tasks.length]);
            switches[0]++;
            hart.resume(tasks[switches[0] % tasks.length]);
        };
        // A turn has 4 instructions, and from a task's second turn on the jump before them.
        long instructions = 4L * TIMES + (TIMES - tasks.length);
        hart.resume(tasks[0]);
        hart.run(instructions);
        assertEquals(TIMES, switches[0]);
        assertEquals(instructions, hart.retired());
        for (int i = 0; i < tasks.length; i++) {
            int turns = TIMES / tasks.length + (i < TIMES % tasks.length ? 1 : 0);
            assertEquals((long) turns * (i + 1), machine.dataOf(spaces[i]));
        }
    }

    /** By a model: a turn is an addition, a trap that switches, and when it is its turn again, the jump back. */
    @Test
    void slicesOfAnyLengthEndInTheRightTaskAfterTheRightInstruction() {
        Assembler program = new Assembler().label("loop").addi(T0, T0, 1).ecall().j("loop");
        TrapFrame[] tasks = {machine.task(program), machine.task(program)};
        int[] running = {0};
        machine.onTrap = (hart, trap) -> {
            machine.traps.clear();
            hart.save(tasks[running[0]]);
            running[0] ^= 1;
            hart.resume(tasks[running[0]]);
        };
        SplittableRandom random = new SplittableRandom(1);
        int expected = 0;
        int[] next = {0, 0};
        long[] additions = {0, 0};
        hart.resume(tasks[0]);
        for (int slice = 0; slice < TIMES; slice++) {
            int length = random.nextInt(1, 12);
            for (int i = 0; i < length; i++) {
                int instruction = next[expected];
                next[expected] = (instruction + 1) % 3;
                switch (instruction) {
                    case 0 -> additions[expected]++;
                    case 1 -> expected ^= 1;
                    default -> { }
                }
            }
            hart.run(length);
            assertEquals(length, hart.retired());
            assertEquals(expected, running[0]);
            assertEquals(additions[expected], hart.x(T0));
            assertEquals(TestMachine.CODE + 4L * next[expected], hart.pc());
        }
    }

    /** Whichever engine runs when somebody else asks for a stop, none goes on with a task that has lost the hart. */
    @RepeatedTest(20)
    @Timeout(30)
    void aStopByAnotherThreadLetsNoTaskRunThatIsNotLoaded() throws InterruptedException {
        Assembler program = new Assembler().label("loop").ld(T0, 0, S0).addi(T0, T0, 1).sd(T0, 0, S0).ecall().j("loop");
        PageTable[] spaces = {machine.spaceFor(program), machine.spaceFor(program)};
        TrapFrame[] tasks = {machine.taskIn(spaces[0]), machine.taskIn(spaces[1])};
        AtomicBoolean isWarm = new AtomicBoolean();
        AtomicBoolean hasEnded = new AtomicBoolean();
        int[] running = {0};
        long[] turns = {0, 0};
        machine.onTrap = (hart, trap) -> {
            machine.traps.clear();
            turns[running[0]]++;
            hart.save(tasks[running[0]]);
            running[0] ^= 1;
            hart.resume(tasks[running[0]]);
            isWarm.compareAndSet(false, turns[0] == TIMES);
        };
        Thread stopping = Thread.ofPlatform().start(() -> {
            while (!isWarm.get()) {
                Thread.onSpinWait();
            }
            while (!hasEnded.get()) {
                hart.stop();
            }
        });
        hart.resume(tasks[0]);
        hart.run(Long.MAX_VALUE);
        hasEnded.set(true);
        stopping.join();
        for (int i = 0; i < tasks.length; i++) {
            long begun = machine.dataOf(spaces[i]);
            assertTrue(begun == turns[i] || begun == turns[i] + 1, begun + " turns of a task that has had " + turns[i]);
        }
    }

    /** Five rounds of ten thousand: a leak of 1.5 KB, the size of a frame, would come to 75 MB, one of 600 bytes to 30. */
    @Test
    void switchesLeakNoHostMemory() throws IOException {
        TrapFrame[] tasks = {machine.task(new Assembler().nop()), machine.task(new Assembler().nop())};
        expectNoGrowth(() -> {
            hart.resume(tasks[0]);
            hart.save(tasks[0]);
            hart.resume(tasks[1]);
            hart.save(tasks[1]);
        });
    }

    @Test
    void framesGiveTheirHostMemoryBack() throws IOException {
        expectNoGrowth(() -> hart.newFrame().close());
    }

    private static void expectNoGrowth(Runnable action) throws IOException {
        assumeTrue(Files.exists(STATM), "there is no /proc to tell the use of memory");
        repeat(action);
        long before = residentBytes();
        for (int round = 0; round < 5; round++) {
            repeat(action);
        }
        long growth = residentBytes() - before;
        assertTrue(growth < 30 * MEGABYTE, () -> "grew by " + growth / MEGABYTE + " MB");
    }

    private static void repeat(Runnable action) {
        for (int i = 0; i < TIMES; i++) {
            action.run();
        }
    }

    private static long residentBytes() throws IOException {
        return Long.parseLong(Files.readString(STATM).split(" ")[1]) * 4096;
    }
}
