package foal.kernel.lockorder;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function whose first argument is a lock.
 *
 * @param isShared whether others may hold the lock as well, in the same way: it is for reading
 * @param success how its result says that it has the lock
 */
record LockCall(Action action, boolean isShared, Success success) {
    /** What it does. */
    enum Action {
        /** Waits for the lock as long as need be. */
        TAKE,
        /** Takes it if that takes no time, or not too long. */
        TRY,
        RELEASE
    }

    /** What a function returns that has got the lock. */
    enum Success { ANYTHING, ZERO, NOT_ZERO }

    /** Locks of userland/sync which the task that took them releases; the broken ones too. */
    private static final Pattern SYNC = Pattern.compile("(?:spinlock|ttas|backoff|ticket|lrsc|mcs|clh|alternation|test_then_set"
            + "|(?:dekker|peterson|filter|bakery)\\w*?)_((?:try_)?acquire|release)|(?:recursive_|forgetful_)?mutex_((?:try_)?lock|unlock)");
    private static final Pattern SYNC_READ_WRITE = Pattern.compile("rwlock_(?:readers|writers|fair)_(read|write)(_done)?");
    /** The GNU C library's condition variables release and take by functions of their own. */
    private static final Pattern PTHREAD = Pattern.compile("_*pthread_(?:mutex|spin)_(lock|trylock|timedlock|clocklock|cond_lock|unlock(?:_usercnt)?)");
    private static final Pattern PTHREAD_READ_WRITE = Pattern.compile("_*pthread_rwlock_(?:(try|timed|clock)?(rd|wr)lock|unlock)");
    /** What the robust mutex of a dead owner returns: the lock is taken. */
    private static final int EOWNERDEAD = 130;

    /** What a function of this name does with locks, if anything. */
    static Optional<LockCall> named(String symbol) {
        Matcher sync = SYNC.matcher(symbol), syncReadWrite = SYNC_READ_WRITE.matcher(symbol);
        Matcher pthread = PTHREAD.matcher(symbol), pthreadReadWrite = PTHREAD_READ_WRITE.matcher(symbol);
        if (sync.matches()) {
            return Optional.of(switch (sync.group(1) != null ? sync.group(1) : sync.group(2)) {
                case "acquire", "lock" -> new LockCall(Action.TAKE, false, Success.ANYTHING);
                case "try_acquire", "try_lock" -> new LockCall(Action.TRY, false, Success.NOT_ZERO);
                default -> release();
            });
        } else if (syncReadWrite.matches()) {
            return Optional.of(syncReadWrite.group(2) != null ? release()
                    : new LockCall(Action.TAKE, syncReadWrite.group(1).equals("read"), Success.ANYTHING));
        } else if (pthread.matches()) {
            return Optional.of(switch (pthread.group(1)) {
                case "lock", "cond_lock" -> new LockCall(Action.TAKE, false, Success.ZERO);
                case "unlock", "unlock_usercnt" -> release();
                default -> new LockCall(Action.TRY, false, Success.ZERO);
            });
        } else if (pthreadReadWrite.matches()) {
            String kind = pthreadReadWrite.group(2);
            return Optional.of(kind == null ? release()
                    : new LockCall(pthreadReadWrite.group(1) == null ? Action.TAKE : Action.TRY, kind.equals("rd"), Success.ZERO));
        }
        return Optional.empty();
    }

    private static LockCall release() {
        return new LockCall(Action.RELEASE, false, Success.ANYTHING);
    }

    /** Whether a result says that the lock is taken. */
    boolean isTaken(long result) {
        return switch (success) {
            case ANYTHING -> true;
            case ZERO -> (int) result == 0 || (int) result == EOWNERDEAD;
            case NOT_ZERO -> (int) result != 0;
        };
    }
}
