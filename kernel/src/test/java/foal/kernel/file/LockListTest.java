package foal.kernel.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.memory.KernelMemory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Locks on ranges of one file. */
class LockListTest {
    private final LockList locks = new LockList(new KernelMemory());
    private final Object ann = new Object(), ben = new Object();

    private static LockList.Lock lock(Object owner, long first, long last, boolean isExclusive) {
        return new LockList.Lock(owner, 7, first, last, isExclusive);
    }

    private boolean isFree(Object owner, long first, long last, boolean isExclusive) {
        return locks.conflict(lock(owner, first, last, isExclusive)) == null;
    }

    private void grant(Object owner, long first, long last, boolean isExclusive) {
        assertTrue(isFree(owner, first, last, isExclusive));
        assertTrue(locks.grant(lock(owner, first, last, isExclusive)));
    }

    @Test
    void sharedLocksGoTogether_AndAnExclusiveOneGoesWithNone() {
        grant(ann, 0, 9, false);
        grant(ben, 5, 14, false);
        assertTrue(isFree(ann, 15, 20, true));
        assertEquals(ben, locks.conflict(lock(ann, 14, 14, true)).owner());
        assertTrue(isFree(ann, 0, 4, true), "its own lock is no obstacle");
    }

    @Test
    void aLockWithinALockOfTheOtherKindSplitsIt() {
        grant(ann, 0, 99, true);
        grant(ann, 40, 59, false);
        assertTrue(isFree(ben, 40, 59, false));
        assertEquals(lock(ann, 0, 39, true), locks.held(ann, 39));
        assertEquals(lock(ann, 60, 99, true), locks.held(ann, 60));
    }

    @Test
    void locksOfOneKindThatTouchBecomeOne() {
        grant(ann, 0, 9, true);
        grant(ann, 20, 29, true);
        grant(ann, 10, 19, true);
        assertEquals(lock(ann, 0, 29, true), locks.held(ann, 15));
    }

    @Test
    void releasingTheMiddleLeavesBothEnds() {
        grant(ann, 0, LockList.NO_END, true);
        assertTrue(locks.release(ann, 10, 19));
        assertNull(locks.held(ann, 15));
        assertEquals(lock(ann, 0, 9, true), locks.held(ann, 0));
        assertEquals(lock(ann, 20, LockList.NO_END, true), locks.held(ann, 1L << 40));
    }

    @Test
    void whatOthersHoldIsNotReleased() {
        grant(ann, 0, 9, true);
        assertTrue(locks.release(ben, 0, LockList.NO_END));
        assertNotNull(locks.held(ann, 5));
    }

    @Test
    void anyRowOfLocksIsThatOfEachByteByItself() {
        int size = 40;
        SplittableRandom random = new SplittableRandom(3);
        Object[] owners = {ann, ben};
        int[][] model = new int[2][size]; // by owner and byte: 0 none, 1 shared, 2 exclusive
        for (int round = 0; round < 5000; round++) {
            int owner = random.nextInt(2), first = random.nextInt(size), last = random.nextInt(first, size), kind = random.nextInt(3);
            boolean isAllowed = true;
            for (int i = first; i <= last; i++) {
                int other = model[1 - owner][i];
                isAllowed &= kind == 0 || other == 0 || other == 1 && kind == 1;
            }
            if (kind != 0) {
                assertEquals(isAllowed, isFree(owners[owner], first, last, kind == 2));
            }
            if (isAllowed) {
                assertTrue(kind == 0 ? locks.release(owners[owner], first, last)
                        : locks.grant(lock(owners[owner], first, last, kind == 2)));
                Arrays.fill(model[owner], first, last + 1, kind);
            }
            for (int i = 0; i < size; i++) {
                LockList.Lock held = locks.held(owners[owner], i);
                assertEquals(model[owner][i], held == null ? 0 : held.isExclusive() ? 2 : 1);
            }
        }
    }
}
