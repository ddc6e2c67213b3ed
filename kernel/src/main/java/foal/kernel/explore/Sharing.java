package foal.kernel.explore;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/** Finds the instructions that access words which several tasks use, at least one of them to store there. */
final class Sharing {
    private final Map<Long, Users> words = new HashMap<>();
    private final LongConsumer found;

    /** The tasks that have accessed a word, and where in their code. */
    private static final class Users {
        final int firstTid;
        final Set<Long> pcs = new HashSet<>();
        boolean areMany;
        boolean haveStored;

        Users(int firstTid) {
            this.firstTid = firstTid;
        }

        boolean share() {
            return areMany && haveStored;
        }
    }

    /** @param found is told the address of each such instruction, more than once perhaps */
    Sharing(LongConsumer found) {
        this.found = found;
    }

    void accesses(int tid, Operation operation) {
        for (int i = 0; i < operation.words(); i++) {
            Users users = words.computeIfAbsent(operation.firstWord() + i, _ -> new Users(tid));
            boolean shared = users.share();
            users.areMany |= users.firstTid != tid;
            users.haveStored |= operation.kind() == Operation.Kind.STORE;
            boolean isNew = users.pcs.add(operation.pc());
            if (users.share() && !shared) {
                users.pcs.forEach(found::accept);
            } else if (shared && isNew) {
                found.accept(operation.pc());
            }
        }
    }
}
