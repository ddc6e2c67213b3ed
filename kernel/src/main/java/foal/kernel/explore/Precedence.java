package foal.kernel.explore;

import java.util.HashMap;
import java.util.Map;

/**
 * Which of the things that tasks have done came before which others, where that matters: those of one task, and accesses to one word
 * unless both are loads. Of a call we do not know what it depends on, so it comes after all that was before.
 *
 * <p>Two beginnings of schedules in which the same things precede the same others have led to the same state, however they were
 * interleaved otherwise (Mazurkiewicz's traces). So one number stands for the state: a hash of all of it, of 64 bits.
 */
final class Precedence {
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;

    private final Map<Integer, Long> lastOf = new HashMap<>();
    private final Map<Long, Word> words = new HashMap<>();
    private long lastCall;
    private long state;

    /** What has been done to a word since the last call. */
    private static final class Word {
        long lastStore;
        /** Of those since. */
        long loads;
    }

    /** One number for two, which are not treated alike: a load's event is made of the same number twice if it follows a store. */
    static long mix(long hash, long value) {
        long mixed = (hash * FACTOR ^ hash >>> 29) + value;
        mixed = (mixed ^ mixed >>> 32) * FACTOR;
        return mixed ^ mixed >>> 29;
    }

    private long last(int tid) {
        Long last = lastOf.get(tid);
        return last == null ? mix(lastCall, tid) : last;
    }

    /** A task accesses memory. */
    void accesses(int tid, Operation operation) {
        boolean isStore = operation.kind() == Operation.Kind.STORE;
        long event = last(tid);
        for (int i = 0; i < operation.words(); i++) {
            Word word = words.computeIfAbsent(operation.firstWord() + i, _ -> new Word());
            event = mix(mix(event, word.lastStore), isStore ? word.loads : 0);
        }
        for (int i = 0; i < operation.words(); i++) {
            Word word = words.get(operation.firstWord() + i);
            word.lastStore = isStore ? event : word.lastStore;
            word.loads = isStore ? 0 : word.loads + event;
        }
        lastOf.put(tid, event);
        state += event;
    }

    /** A task does something that no other can notice. */
    void goesOn(int tid) {
        long event = mix(last(tid), tid);
        lastOf.put(tid, event);
        state += event;
    }

    /** A task does something that may depend on all that was done before, and all that is done later on it. */
    void calls(int tid) {
        lastCall = mix(mix(last(tid), state), 1);
        state = lastCall;
        lastOf.clear();
        words.clear();
    }

    /** The same number after the same things in the same order, as far as it matters. */
    long state() {
        return state;
    }
}
