package foal.kernel.race;

import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.cpu.MemoryWatch.AccessKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is a race and what orders two accesses, for two tasks and a word or two. */
class FastTrackTest {
    private static final long DATA = 0x8000_1000L, FLAG = 0x8000_1040L;

    private final List<String> found = new ArrayList<>();
    private final FastTrack fastTrack = new FastTrack((_, earlier, isEarlierStore, _, isStore, pc, _) ->
            found.add((isEarlierStore ? "store " : "load ") + earlier.pc + (isStore ? ", store " : ", load ") + pc));
    private final TaskClock one = new TaskClock(0), two = new TaskClock(1), three = new TaskClock(2);
    private int pc;

    private void access(TaskClock task, AccessKind kind, long address, int size, boolean acquires, boolean releases) {
        fastTrack.access(task, kind, address, size, ++pc, 0, acquires, releases);
    }

    private void load(TaskClock task, long address) {
        access(task, AccessKind.LOAD, address, 4, false, false);
    }

    private void store(TaskClock task, long address) {
        access(task, AccessKind.STORE, address, 4, false, false);
    }

    private void assertFound(String... races) {
        assertEquals(List.of(races), found);
    }

    @Test
    void twoStoresThatNothingOrdersRace() {
        store(one, DATA);
        store(two, DATA);
        assertFound("store 1, store 2");
    }

    @Test
    void aLoadRacesWithAStoreBeforeItAndAfterIt() {
        store(one, DATA);
        load(two, DATA);
        store(one, DATA);
        assertFound("store 1, load 2", "load 2, store 3");
    }

    @Test
    void loadsDoNotRace() {
        load(one, DATA);
        load(two, DATA);
        assertFound();
    }

    @Test
    void ofSeveralLoadsEachIsRemembered() {
        load(one, DATA);
        load(two, DATA);
        two.acquire(one.now);
        one.acquire(two.now);
        two.advance();
        load(two, DATA);
        store(one, DATA);
        assertFound("load 3, store 4");
    }

    @Test
    void whatATaskRepeatsInAnEpochIsNotToldAgain() {
        store(one, DATA);
        store(one, DATA);
        load(one, DATA);
        load(two, DATA);
        load(two, DATA);
        store(one, DATA);
        assertFound("store 1, load 4", "load 4, store 6");
    }

    @Test
    void whatItRepeatsAfterAStoreOfAnotherIsToldAgain() {
        load(one, DATA);
        store(two, DATA);
        load(one, DATA);
        store(two, DATA);
        assertFound("load 1, store 2", "store 2, load 3", "load 3, store 4");
    }

    @Test
    void differentBytesOfAWordDoNotRace_OverlappingOnesDo() {
        access(one, AccessKind.STORE, DATA, 1, false, false);
        access(two, AccessKind.STORE, DATA + 1, 1, false, false);
        assertFound();
        access(three, AccessKind.STORE, DATA, 2, false, false);
        assertFound("store 2, store 3", "store 1, store 3");
    }

    @Test
    void anAccessMayCrossIntoTheNextGranule() {
        store(one, DATA + 8);
        access(two, AccessKind.STORE, DATA + 6, 4, false, false);
        assertFound("store 1, store 2");
    }

    @Test
    void atomicOperationsThatReleaseAndAcquireOrder() {
        store(one, DATA);
        access(one, AccessKind.ATOMIC, FLAG, 4, false, true);
        access(two, AccessKind.ATOMIC, FLAG, 4, true, false);
        load(two, DATA);
        assertFound();
    }

    @Test
    void relaxedAtomicOperationsDoNotRaceAndDoNotOrder() {
        store(one, DATA);
        access(one, AccessKind.ATOMIC, FLAG, 4, false, false);
        access(two, AccessKind.ATOMIC, FLAG, 4, false, false);
        load(two, DATA);
        assertFound("store 1, load 4");
    }

    @Test
    void whatIsStoredAfterAReleaseIsNotOrderedByIt() {
        access(one, AccessKind.ATOMIC, FLAG, 4, false, true);
        store(one, DATA);
        access(two, AccessKind.ATOMIC, FLAG, 4, true, false);
        load(two, DATA);
        assertFound("store 2, load 4");
    }

    @Test
    void aRelaxedAtomicOperationGoesOnWithARelease() {
        store(one, DATA);
        access(one, AccessKind.ATOMIC, FLAG, 4, false, true);
        access(two, AccessKind.ATOMIC, FLAG, 4, false, false);
        access(three, AccessKind.ATOMIC, FLAG, 4, true, false);
        load(three, DATA);
        assertFound();
    }

    @Test
    void aPlainStoreEndsAReleaseOfOthers() {
        store(one, DATA);
        access(one, AccessKind.ATOMIC, FLAG, 4, false, true);
        store(two, FLAG);
        access(three, AccessKind.ATOMIC, FLAG, 4, true, false);
        load(three, DATA);
        assertFound("store 1, load 5");
    }

    @Test
    void fencesOrderWithWhatIsStoredAndLoadedBetween() {
        store(one, DATA);
        fastTrack.fence(one, false, true);
        access(one, AccessKind.FENCED_STORE, FLAG, 4, false, false);
        access(two, AccessKind.FENCED_LOAD, FLAG, 4, false, false);
        fastTrack.fence(two, true, false);
        load(two, DATA);
        assertFound();
    }

    @Test
    void aLoadWithoutAFenceBehindItOrdersNothing() {
        store(one, DATA);
        fastTrack.fence(one, false, true);
        access(one, AccessKind.FENCED_STORE, FLAG, 4, false, false);
        access(two, AccessKind.LOAD, FLAG, 4, false, false);
        load(two, DATA);
        assertFound("store 1, load 4");
    }

    @Test
    void aStoreWithoutAFenceBeforeItOrdersNothing() {
        store(one, DATA);
        store(one, FLAG);
        access(two, AccessKind.FENCED_LOAD, FLAG, 4, false, false);
        fastTrack.fence(two, true, false);
        load(two, DATA);
        assertFound("store 1, load 4");
    }

    @Test
    void whatTheKernelStoresForATaskOrdersAllThatItDid() {
        store(one, DATA);
        fastTrack.publish(one, FLAG, 4);
        access(two, AccessKind.FENCED_LOAD, FLAG, 4, false, false);
        fastTrack.fence(two, true, false);
        load(two, DATA);
        assertFound();
    }

    @Test
    void aFrameThatHoldsSomethingElseHasNoPast() {
        store(one, DATA);
        fastTrack.forget(DATA & -4096);
        store(two, DATA);
        assertFound();
    }
}
