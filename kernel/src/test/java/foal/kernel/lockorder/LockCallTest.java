package foal.kernel.lockorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which functions take and release locks. */
class LockCallTest {
    @ParameterizedTest
    @CsvSource({"mutex_lock, TAKE", "mutex_try_lock, TRY", "mutex_unlock, RELEASE", "recursive_mutex_lock, TAKE", "spinlock_acquire, TAKE",
        "spinlock_try_acquire, TRY", "mcs_release, RELEASE", "peterson_late_flag_acquire, TAKE", "rwlock_fair_read, TAKE",
        "rwlock_fair_write_done, RELEASE", "pthread_mutex_lock, TAKE", "___pthread_mutex_lock, TAKE", "pthread_mutex_timedlock, TRY",
        "__pthread_mutex_cond_lock, TAKE", "__pthread_mutex_unlock_usercnt, RELEASE", "pthread_spin_trylock, TRY",
        "pthread_rwlock_wrlock, TAKE", "pthread_rwlock_tryrdlock, TRY", "pthread_rwlock_unlock, RELEASE"})
    void functionsAreKnownByTheirNames(String name, LockCall.Action action) {
        assertEquals(action, LockCall.named(name).orElseThrow().action());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutex_init", "my_mutex_lock", "pthread_mutex_init", "pthread_mutex_unlock_full", "semaphore_wait", "lock", "acquire",
        "spinlock", "rwlock_fair", "mutex_lock_all"})
    void othersAreNone(String name) {
        assertEquals(Optional.empty(), LockCall.named(name));
    }

    @Test
    void readersShare() {
        assertTrue(LockCall.named("rwlock_readers_read").orElseThrow().isShared());
        assertTrue(LockCall.named("pthread_rwlock_rdlock").orElseThrow().isShared());
        assertFalse(LockCall.named("pthread_rwlock_wrlock").orElseThrow().isShared());
    }

    @Test
    void resultsTellWhetherALockWasTaken() {
        assertTrue(LockCall.named("mutex_try_lock").orElseThrow().isTaken(1));
        assertFalse(LockCall.named("mutex_try_lock").orElseThrow().isTaken(0));
        assertTrue(LockCall.named("pthread_mutex_trylock").orElseThrow().isTaken(0));
        assertFalse(LockCall.named("pthread_mutex_trylock").orElseThrow().isTaken(16));
        assertTrue(LockCall.named("spinlock_acquire").orElseThrow().isTaken(42));
    }
}
