package foal.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.syscall.Errno;
import foal.kernel.task.Credentials;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Objects found by key and by id. */
class IpcRegistryTest {
    private static final int CREATE = 01000, EXCLUSIVE = 02000, PRIVATE = 0;

    private static final class Thing extends IpcObject {
        Thing(int key) {
            super(key, 0600, new Credentials());
        }

        @Override
        String row() {
            return "thing " + key() + "\n";
        }
    }

    private final IpcRegistry<Thing> registry = new IpcRegistry<>(4);

    private long get(int key, int flags) {
        return registry.get(new Credentials(), key, flags, () -> new Thing(key), thing -> 0, () -> 0);
    }

    private void remove(long id) {
        registry.remove(registry.find((int) id).orElseThrow());
    }

    @Test
    void aKeyFindsTheSameObjectAgain() {
        long id = get(7, CREATE);
        assertTrue(id >= 0);
        assertEquals(id, get(7, 0));
        assertEquals(id, get(7, CREATE));
        assertNotEquals(id, get(8, CREATE));
        assertEquals(7, registry.find((int) id).orElseThrow().key());
    }

    @Test
    void aPrivateObjectIsNewEachTimeAndNoKeyFindsIt() {
        assertNotEquals(get(PRIVATE, 0), get(PRIVATE, CREATE));
        assertEquals(2, registry.all().size());
    }

    @Test
    void errorsAreThoseOfTheManual() {
        assertEquals(Errno.ENOENT.result(), get(7, 0));
        get(7, CREATE);
        assertEquals(Errno.EEXIST.result(), get(7, CREATE | EXCLUSIVE));
        assertEquals(Errno.EACCES.result(), registry.get(new Credentials(), 7, 0, () -> new Thing(7), thing -> Errno.EACCES.result(), () -> 0));
        assertEquals(Errno.EINVAL.result(), registry.get(new Credentials(), 9, CREATE, () -> new Thing(9), thing -> 0, Errno.EINVAL::result));
        assertEquals(1, registry.all().size());
    }

    @Test
    void whenAllAreInUseThereIsNoSpace() {
        for (int key = 1; key <= 4; key++) {
            assertTrue(get(key, CREATE) >= 0);
        }
        assertEquals(Errno.ENOSPC.result(), get(5, CREATE));
        assertEquals(Errno.ENOSPC.result(), get(PRIVATE, 0));
        remove(get(2, 0));
        assertTrue(get(5, CREATE) >= 0);
    }

    @Test
    void anOldIdFindsNothingThoughItsPlaceIsUsedAgain() {
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            long id = get(PRIVATE, 0);
            assertTrue(ids.add(id), "id " + id + " came back");
            assertEquals(0, id & (1 << IpcRegistry.INDEX_BITS) - 1);
            remove(id);
            assertTrue(registry.find((int) id).isEmpty());
        }
    }

    @Test
    void idsStayPositiveWhenTheSequenceWraps() {
        for (int i = 0; i < 70_000; i++) {
            long id = get(PRIVATE, 0);
            assertTrue(id >= 0 && id <= Integer.MAX_VALUE, "id " + id);
            remove(id);
        }
    }

    @Test
    void strangeIdsFindNothing() {
        get(7, CREATE);
        for (int id : new int[] {-1, 1, 100, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << IpcRegistry.INDEX_BITS}) {
            assertTrue(registry.find(id).isEmpty(), "id " + id);
            assertTrue(id == 0 || registry.findByIndex(id).isEmpty(), "index " + id);
        }
    }

    @Test
    void theHighestIndexFollowsWhatIsInUse() {
        assertEquals(0, registry.highestIndex());
        get(1, CREATE);
        get(2, CREATE);
        get(3, CREATE);
        assertEquals(2, registry.highestIndex());
        remove(get(3, 0));
        assertEquals(1, registry.highestIndex());
    }
}
