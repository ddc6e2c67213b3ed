package foal.kernel;

import static foal.kernel.Calls.CLONE;
import static foal.kernel.Calls.CLOSE;
import static foal.kernel.Calls.KILL;
import static foal.kernel.Calls.MAP_ANONYMOUS;
import static foal.kernel.Calls.MAP_PRIVATE;
import static foal.kernel.Calls.MMAP;
import static foal.kernel.Calls.PIPE2;
import static foal.kernel.Calls.PROT_READ_WRITE;
import static foal.kernel.Calls.READ;
import static foal.kernel.Calls.SIGCHLD;
import static foal.kernel.Calls.WAIT4;
import static foal.kernel.Code.A0;
import static foal.kernel.Code.DATA;
import static foal.kernel.Code.S0;
import static foal.kernel.Code.S1;
import static foal.kernel.Code.S2;
import static foal.kernel.Code.S3;
import static foal.kernel.Code.SP;
import static foal.kernel.Code.T0;
import static foal.kernel.Code.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.task.ExitStatus;
import foal.kernel.task.Signal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that run out of memory, and what is left behind by many processes: nothing. */
class MemoryExhaustionTest {
    private static final long SMALL = 2L << 20;
    private static final int NORESERVE = 0x4000;
    private static final int OPENAT = 56;
    private static final int EAGAIN = -11, ENOMEM = -12;

    private static Guest small(Code program) {
        return Guest.code(program).with(Options.DEFAULT.withMemory(SMALL));
    }

    /** Maps more memory than there is, at the address that is then in s0. */
    private static Code mapTooMuch(Code code) {
        return code.call(MMAP, 0, 2 * SMALL, PROT_READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | NORESERVE, -1, 0).mv(S0, A0);
    }

    private static Code touchEachPage(Code code) {
        return code.li(S1, 4096).label("touch").sd(S0, 0, S0).add(S0, S0, S1).j("touch");
    }

    @Test
    void aProcessThatTouchesMoreMemoryThanThereIsDiesAndItsParentGoesOn() {
        Code program = new Code();
        for (int round = 0; round < 3; round++) {
            program.call(CLONE, SIGCHLD, 0, 0, 0, 0).beqz(A0, "child")
                    .call(WAIT4, -1, DATA, 0, 0).loadInt(A0, DATA).expect(Signal.SIGKILL.number());
        }
        touchEachPage(mapTooMuch(program.exit(0).label("child")));
        small(program).run().assertExit(0);
    }

    @Test
    void theFirstProcessDiesOfItToo() {
        small(touchEachPage(mapTooMuch(new Code()))).run().assertKilled(Signal.SIGKILL);
    }

    /** Touches so many pages from the address in s0 on; a label of that name must not be used twice. */
    private static Code touch(Code code, String label, long pages) {
        return code.li(S1, 4096).li(S2, pages).label(label).sd(S0, 0, S0).add(S0, S0, S1).addi(S2, S2, -1).bnez(S2, label);
    }

    @Test
    void theLargestProcessDiesWhoeverNeedsMemory() {
        long pages = SMALL / 4096;
        Code program = new Code().call(PIPE2, DATA, 0).expect(0).call(PIPE2, DATA + 24, 0).expect(0);
        mapTooMuch(program).call(CLONE, SIGCHLD, 0, 0, 0, 0).mv(S3, A0).beqz(A0, "child")
                .loadInt(A0, DATA).callOn(READ, DATA + 16, 1).expect(1); // until the child has its memory
        touch(program, "parent", pages * 5 / 10).call(WAIT4, -1, DATA + 8, 0, 0).expect(S3, 3)
                .loadInt(A0, DATA + 8).expect(Signal.SIGKILL.number()).exit(0);
        touch(program.label("child"), "touch", pages * 6 / 10).loadInt(A0, DATA + 4).callOn(64, DATA, 1)
                .loadInt(A0, DATA + 24).callOn(READ, DATA + 16, 1).exit(1);
        GuestRun run = small(program).run().assertExit(0);
        assertEquals(1, run.warnings().size(), run.warnings().toString());
        assertTrue(run.warnings().getFirst().startsWith("out of memory: killed pid 3 (program), which had "), run.warnings().toString());
    }

    @Test
    void ofManyThatDieTheFirstAreNamedAndTheOthersCounted() {
        Code program = mapTooMuch(new Code()).li(S3, 8).label("again").call(CLONE, SIGCHLD, 0, 0, 0, 0).beqz(A0, "child")
                .call(WAIT4, -1, DATA, 0, 0).addi(S3, S3, -1).bnez(S3, "again").exit(0).label("child");
        List<String> warnings = small(touchEachPage(program)).run().assertExit(0).warnings();
        assertEquals(6, warnings.size(), warnings.toString());
        assertTrue(warnings.get(4).startsWith("out of memory: killed pid 7 (program), which had "), warnings.toString());
        assertEquals("out of memory: killed 3 more times, 8 in all", warnings.getLast());
    }

    /** The first is the largest and asleep; the other goes on for ever once it has its memory. */
    @ParameterizedTest
    @EnumSource(Options.ClockKind.class)
    void theRunEndsWithTheFirstProcessAlsoIfAnotherNeededItsMemory(Options.ClockKind clock) {
        long pages = SMALL / 4096;
        Code program = new Code().call(PIPE2, DATA, 0).expect(0);
        mapTooMuch(program).call(CLONE, SIGCHLD, 0, 0, 0, 0).beqz(A0, "child");
        touch(program, "parent", pages * 6 / 10).loadInt(A0, DATA + 4).callOn(64, DATA, 1)
                .label("wait").call(WAIT4, -1, 0, 0, 0).j("wait")
                .label("child").loadInt(A0, DATA).callOn(READ, DATA + 16, 1).expect(1);
        touch(program, "touch", pages * 5 / 10).label("forever").j("forever");
        GuestRun run = Guest.code(program).with(Options.DEFAULT.withMemory(SMALL).withClock(clock)).run();
        ExitStatus killed = new ExitStatus.Killed(Signal.SIGKILL.number());
        assertEquals(Optional.of(new Outcome.Ended(killed, List.of("3 (program)"))), run.outcome());
    }

    @Test
    void whatCouldNeverBeFilledIsRefused() {
        long half = SMALL / 2;
        small(new Code().call(MMAP, 0, SMALL + 4096, PROT_READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0).expect(ENOMEM)
                .call(MMAP, 0, half, PROT_READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0).exit(0)).run().assertExit(0);
    }

    @Test
    void aCallThatWritesMoreThanThereIsMemoryIsDoneInPart() {
        int getrandom = 278;
        small(mapTooMuch(new Code()).mv(A0, S0).callOn(getrandom, 2 * SMALL, 0).mv(S1, A0)
                .li(T0, SMALL / 2).bltu(T0, S1, "much").exit(1)
                .label("much").li(T0, SMALL).bltu(S1, T0, "not all").exit(2).label("not all").exit(0)).run().assertExit(0);
    }

    /** Has the kernel write to so many pages from the address in s0 on. */
    private static Code fillByCalls(Code code, long pages) {
        int getrandom = 278;
        return code.li(S1, 4096).li(S2, pages).label("fill").mv(A0, S0).callOn(getrandom, 4096, 0).expect(4096)
                .add(S0, S0, S1).addi(S2, S2, -1).bnez(S2, "fill");
    }

    @Test
    void aCallThatFindsNoMemoryAtAllIsDeadly() {
        small(fillByCalls(mapTooMuch(new Code()), SMALL / 4096).exit(0)).run().assertKilled(Signal.SIGKILL);
    }

    @Test
    void theLargestProcessDiesWhenACallNeedsMemory() {
        long pages = SMALL / 4096;
        Code program = new Code().call(PIPE2, DATA, 0).expect(0).call(PIPE2, DATA + 24, 0).expect(0);
        mapTooMuch(program).call(CLONE, SIGCHLD, 0, 0, 0, 0).mv(S3, A0).beqz(A0, "child")
                .loadInt(A0, DATA).callOn(READ, DATA + 16, 1).expect(1);
        fillByCalls(program, pages * 5 / 10).call(WAIT4, -1, DATA + 8, 0, 0).expect(S3, 3)
                .loadInt(A0, DATA + 8).expect(Signal.SIGKILL.number()).exit(0);
        touch(program.label("child"), "touch", pages * 6 / 10).loadInt(A0, DATA + 4).callOn(64, DATA, 1)
                .loadInt(A0, DATA + 24).callOn(READ, DATA + 16, 1).exit(1);
        GuestRun run = small(program).run().assertExit(0);
        assertEquals(1, run.warnings().size(), run.warnings().toString());
    }

    @Test
    void aFileThatIsLargerThanMemoryCanBeReadAgainAndAgain() {
        byte[] content = new byte[(int) (2 * SMALL)];
        for (int page = 0; page < content.length / 4096; page++) {
            content[page * 4096] = (byte) (page % 251);
        }
        Code program = new Code().store(DATA, 0x6769_622fL).li(S3, 3) // "/big"
                .label("again").call(OPENAT, -100, DATA, 0, 0).mv(S0, A0).li(S1, 0)
                .label("next").mv(A0, S0).callOn(READ, DATA + 4096, 4096).expect(4096)
                .li(T0, 251).remu(T0, S1, T0).load(A0, DATA + 4096).beq(A0, T0, "right").exit(99).label("right")
                .addi(S1, S1, 1).li(T0, content.length / 4096).bltu(S1, T0, "next")
                .mv(A0, S0).callOn(CLOSE).addi(S3, S3, -1).bnez(S3, "again").exit(0);
        small(program).file("/big", Guest.contentOf(content)).run().assertExit(0);
    }

    @Test
    void aForkBombEndsWithAnErrorAndEverythingCanBeTakenBack() {
        // The children read from a pipe that nobody writes to; the parent counts them, kills them and waits for all.
        Code program = new Code().call(PIPE2, DATA, 0).expect(0).li(S3, 0)
                .label("again").li(S0, 0)
                .label("bomb").call(CLONE, SIGCHLD, 0, 0, 0, 0).beqz(A0, "child").li(T0, ENOMEM).beq(A0, T0, "full")
                .li(T0, EAGAIN).beq(A0, T0, "full").addi(S0, S0, 1).j("bomb")
                .label("full").li(T0, 20).bltu(T0, S0, "enough").exit(90)
                .label("enough").bnez(S3, "compare").mv(S3, S0).li(S2, 0).j("clean")
                .label("compare").beq(S0, S3, "same").exit(91).label("same").li(S2, 1)
                .label("clean").call(KILL, -1, 9).expect(0)
                .label("reap").call(WAIT4, -1, 0, 0, 0).addi(S0, S0, -1).bnez(S0, "reap")
                .beqz(S2, "again").exit(0)
                .label("child").loadInt(A0, DATA).callOn(READ, SP, 1).exit(1);
        small(program).run().assertExit(0);
    }

    @Test
    void twoThousandProcessesOneAfterTheOtherLeaveNothingBehind() {
        small(new Code().li(S0, 2000).label("next").call(CLONE, SIGCHLD, 0, 0, 0, 0).beqz(A0, "child")
                .call(WAIT4, -1, 0, 0, 0).addi(S0, S0, -1).bnez(S0, "next").exit(0)
                .label("child").store(DATA, 1).store(DATA + 0x4000, 1).exit(0)).run().assertExit(0);
    }

    @Test
    void twoHundredProcessesAtATimeLeaveNothingBehind() {
        int processes = 200;
        Code program = new Code().li(S3, 3)
                .label("round").call(PIPE2, DATA, 0).expect(0).li(S0, processes)
                .label("next").call(CLONE, SIGCHLD, 0, 0, 0, 0).beqz(A0, "child").addi(S0, S0, -1).bnez(S0, "next")
                .loadInt(A0, DATA + 4).callOn(CLOSE).expect(0).loadInt(A0, DATA).callOn(CLOSE).li(S0, processes)
                .label("reap").call(WAIT4, -1, DATA, 0, 0).loadInt(A0, DATA).expect(7 << 8).addi(S0, S0, -1).bnez(S0, "reap")
                .call(WAIT4, -1, 0, 0, 0).expect(-10).addi(S3, S3, -1).bnez(S3, "round").exit(0)
                .label("child").loadInt(A0, DATA + 4).callOn(CLOSE).loadInt(A0, DATA).callOn(READ, DATA, 1).expect(0).exit(7);
        Guest.code(program).with(Options.DEFAULT.withMemory(16 << 20)).run().assertExit(0);
    }

    // ---- programs that cannot be loaded, or not run ------------------------------------------------------------

    @Test
    void aProgramThatDoesNotFitIsRefusedWithAReason() {
        byte[] elf = new ElfBuilder().entry(TEXT).segment(5, TEXT, new Code().exit(0).assemble())
                .zeros(6, DATA, 2 * SMALL).build();
        GuestRun run = Guest.file(elf).with(Options.DEFAULT.withMemory(SMALL)).run().assertNoLeak();
        assertEquals(Optional.empty(), run.outcome());
        assertTrue(run.mistake().orElseThrow().contains("memory"), run.mistake().toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, DATA, -1, -2, Long.MIN_VALUE, Long.MAX_VALUE, 0x8000_0000L, 1L << 38, 0xffff_ffc0_0000_0000L})
    void aProgramThatBeginsWhereItHasNoCodeIsKilled(long entry) {
        byte[] elf = new ElfBuilder().entry(entry).segment(5, TEXT, new Code().exit(0).assemble()).zeros(6, DATA, 4096).build();
        Guest.file(elf).run().assertKilled(Signal.SIGSEGV);
    }

    @ParameterizedTest
    @ValueSource(longs = {Options.LEAST_MEMORY, 2 << 20, 64 << 20, 1L << 32})
    void aProgramRunsInAnyAmountOfMemoryThatIsAllowed(long memory) {
        Guest.code(new Code().exit(3)).with(Options.DEFAULT.withMemory(memory)).run().assertExit(3);
    }
}
