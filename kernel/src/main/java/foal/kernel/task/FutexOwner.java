package foal.kernel.task;

import static foal.kernel.task.FutexWord.OWNER;
import static foal.kernel.task.FutexWord.WAITERS;

import foal.kernel.memory.Struct;
import java.util.Optional;

/**
 * The owner of the lock behind a futex, as far as the program's memory tells. The kernel does not know: it sees a word. But
 * these keep the number of a thread:
 *
 * <ul>
 *   <li>a robust mutex, and one with priority inheritance: in the word, with a bit for waiters (set_robust_list(2));
 *   <li>any other mutex of pthreads, as glibc lays it out: two words behind the lock, whose value is 2 while it is waited for;
 *   <li>a thread that is to be joined: in the word that becomes 0 at its end (set_tid_address(2)).
 * </ul>
 */
final class FutexOwner {
    /** The lock's value in a mutex of pthreads that is held and waited for. */
    private static final int CONTENDED = 2;
    /** Of {@code pthread_mutex_t}: the fields that are looked at, and the size. */
    private static final int HOLDER = 8, USERS = 12, KIND = 16, LIST = 24, MUTEX_SIZE = 40;
    /** Normal, recursive, error-checking, adaptive. */
    private static final int LAST_KIND = 3;

    private FutexOwner() {}

    /** Adds to the candidates the owner of a futex that a task waits for, or who else could release it. */
    static void find(Task waiter, long address, boolean isPrivate, Wakers.Candidates found) {
        Optional<Task> owner = owner(waiter, address, found);
        if (owner.isPresent()) {
            found.task(owner.get());
        } else if (isPrivate) {
            found.process(waiter.process());
        } else {
            found.anyone();
        }
    }

    private static Optional<Task> owner(Task waiter, long address, Wakers.Candidates found) {
        byte[] bytes = new byte[MUTEX_SIZE];
        int length = waiter.memory().peek(address, bytes, MUTEX_SIZE);
        if (length < 4) {
            return Optional.empty();
        }
        Struct mutex = Struct.of(bytes);
        int word = mutex.getInt(0);
        Optional<Task> joined = waiter.process().tasks().stream()
                .filter(task -> task.tid() == word && task.memoryRelease().clearChildTid() == address).findFirst();
        if (joined.isPresent()) {
            return joined;
        }
        boolean keepsItself = (word & WAITERS) != 0;
        boolean isMutex = word == CONTENDED && length == MUTEX_SIZE && mutex.getInt(USERS) > 0
                && (mutex.getInt(KIND) & 0x7f) <= LAST_KIND && mutex.getLong(LIST) == 0 && mutex.getLong(LIST + 8) == 0;
        return keepsItself ? found.lookup(word & OWNER) : isMutex ? found.lookup(mutex.getInt(HOLDER)) : Optional.empty();
    }
}
