package foal.kernel.race;

import foal.kernel.trace.CodePlace;
import foal.kernel.trace.DataPlace;
import foal.kernel.trace.TaskName;
import java.util.Optional;

/**
 * Two accesses to the same bytes, at least one of them a store, that nothing orders.
 *
 * @param earlier the one that came first in this run
 * @param place what is accessed, in the memory of the task that came later
 */
public record Race(Access earlier, Access later, DataPlace place) {
    /**
     * An access.
     *
     * @param task who made it
     * @param at the instruction
     * @param link the call that the return-address register pointed behind
     * @param synchronisation the last thing that the task did to be ordered with others, in words; and where, if known
     */
    public record Access(TaskName task, boolean isStore, CodePlace at, CodePlace link, String synchronisation, Optional<CodePlace> synchronised) {}

    /** The same for all races between two places in code. */
    public String key() {
        long one = address(earlier.at()), other = address(later.at());
        return Long.toHexString(Math.min(one, other)) + "-" + Long.toHexString(Math.max(one, other));
    }

    private static long address(CodePlace place) {
        return place.image().map(CodePlace.Image::address).orElse(place.address());
    }
}
