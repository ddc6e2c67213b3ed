package foal.kernel.message;

import static foal.kernel.syscall.Errno.ESRCH;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Those who wait in direct communication, in a line for each thread that they wait for: none is looked for among all. */
final class Lines {
    private final Map<Integer, Collection<Correspondent>> byPartner = new HashMap<>();

    /** Those who wait for a thread, or for any. */
    Collection<Correspondent> of(int partner) {
        return byPartner.computeIfAbsent(partner, _ -> new LinkedHashSet<>());
    }

    /** A thread has ended: those who wait for it wait in vain. */
    void close(int partner) {
        Collection<Correspondent> line = byPartner.remove(partner);
        if (line != null) {
            List.copyOf(line).forEach(waiting -> waiting.finish(ESRCH.result()));
        }
    }
}
