package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.T1;
import static foal.cpu.TestMachine.CODE;
import static foal.cpu.TestMachine.DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.MemoryWatch.AccessKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program does with memory is told in the same way by machine code of ours and without it. */
class MemoryWatchTest {
    private static final int FENCE_RW_W = 0x0310_000f, FENCE_R_RW = 0x0230_000f, FENCE_I_O = 0x0840_000f;

    /** What is told, with what may be left out of it left out. */
    private static final class Told implements MemoryWatch.Listener {
        final List<String> all = new ArrayList<>();
        private final TreeSet<Long> loaded = new TreeSet<>(), stored = new TreeSet<>();

        @Override
        public void access(AccessKind kind, long physical, int size, long pc, long link, boolean acquires, boolean releases) {
            if (kind == AccessKind.LOAD || kind == AccessKind.STORE) {
                for (int i = 0; i < size; i++) {
                    (kind == AccessKind.LOAD ? loaded : stored).add(physical + i);
                }
            } else {
                all.add(kind + " " + Long.toHexString(physical) + " " + size + " at " + (pc - CODE) + " " + link + (acquires ? " aq" : "")
                        + (releases ? " rl" : ""));
            }
        }

        @Override
        public void fence(boolean acquires, boolean releases) {
            all.add("fence" + (acquires ? " aq" : "") + (releases ? " rl" : ""));
        }

        void endEpoch() {
            loaded.removeAll(stored);
            all.add("loaded " + loaded + ", stored " + stored);
            loaded.clear();
            stored.clear();
        }
    }

    /** Runs a program that never ends, in slices, each an epoch of its own. @return what is told, and what becomes of the program */
    private static List<List<String>> run(Assembler program, int slices, Random random) {
        Told told = new Told();
        MemoryWatch[] made = new MemoryWatch[1];
        try (TestMachine machine = new TestMachine(memory -> made[0] = new MemoryWatch(memory)); MemoryWatch watch = made[0]) {
            watch.start();
            watch.watchAccesses(told);
            PageTable space = machine.spaceFor(program);
            watch.enter(space.satp());
            watch.watch(PageTable.frameOf(space.entry(DATA)));
            LoggedRun run = new LoggedRun(machine, space);
            for (int i = 0; i < slices; i++) {
                watch.setEpoch(watch.newEpoch());
                run.forInstructions(1 + random.nextInt(random.nextBoolean() ? 12 : 700));
                watch.flush();
                told.endEpoch();
            }
            return List.of(told.all, run.log);
        }
    }

    private static List<List<String>> runWithout(Assembler program, int slices, Random random) {
        try (MachineCodeProperty _ = MachineCodeProperty.set("off")) {
            return run(program, slices, random);
        }
    }

    private static Assembler memoryProgram(Random random, int length) {
        Assembler program = new Assembler();
        for (int i = 0; i < length; i++) {
            program.label("at" + i);
            String target = "at" + Math.clamp(i - 20 + random.nextInt(40), 0, length - 1);
            int offset = 4 * random.nextInt(5);
            switch (random.nextInt(24)) {
                case 0 -> program.word(FENCE_RW_W);
                case 1 -> program.word(FENCE_R_RW);
                case 2 -> program.word(FENCE_I_O);
                case 3 -> program.amoaddD(T0, T1, S0);
                case 4 -> program.lrD(T0, S0);
                case 5 -> program.scD(A0, T1, S0); // which mostly fails
                case 6, 7, 8 -> program.ld(T0, offset, S0);
                case 9, 10, 11 -> program.sd(T0, offset, S0);
                case 12 -> program.sw(T1, offset, S0);
                case 13 -> program.ld(T1, 0, A1); // faults at times
                case 14 -> program.ecall();
                case 15, 16 -> program.bnez(A0, target);
                case 17 -> program.j(target);
                default -> program.addi(T0, T0, 1);
            }
        }
        return program.j("at0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void ofARandomProgramThatUsesMemory(int seed) {
        assertEquals(run(memoryProgram(new Random(seed), 80), 300, new Random(seed)),
                runWithout(memoryProgram(new Random(seed), 80), 300, new Random(seed)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void ofARandomProgramThatDoesEverything(int seed) {
        assertEquals(run(RandomProgram.of(new Random(seed), 60), 300, new Random(seed)),
                runWithout(RandomProgram.of(new Random(seed), 60), 300, new Random(seed)));
    }

    @Test
    void withoutMachineCodeEachKindOfAccessIsTold() {
        Assembler program = new Assembler().label("loop").ld(T0, 0, S0).sd(T0, 8, S0).amoaddD(T0, T1, S0).word(FENCE_RW_W).sd(T0, 16, S0)
                .ld(T0, 16, S0).word(FENCE_R_RW).j("loop");
        List<String> told = runWithout(program, 20, new Random(1)).getFirst();
        String once = String.join("; ", told);
        assertTrue(once.contains("ATOMIC") && once.contains("fence rl; FENCED_STORE") && once.contains("fence aq"), once);
    }

    /** The engine has come to the block and stops before it; later it comes there again. */
    @Test
    void aFenceAtTheEndOfASliceIsToldOnce() {
        Assembler program = new Assembler().label("loop").sd(T0, 0, S0).j("fence").label("fence").word(FENCE_RW_W).word(FENCE_R_RW)
                .j("loop");
        List<String> told = runWithout(program, 200, new Random(1)).getFirst();
        List<String> fences = told.stream().filter(line -> line.startsWith("fence")).toList();
        for (int i = 0; i < fences.size(); i++) {
            assertEquals(i % 2 == 0 ? "fence rl" : "fence aq", fences.get(i), "of " + i);
        }
        assertTrue(fences.size() > 1000, fences.size() + " fences");
    }
}
