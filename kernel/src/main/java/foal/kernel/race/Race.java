package foal.kernel.race;

import foal.kernel.trace.CodePlace;
import java.util.Optional;

/**
 * Two accesses to the same bytes, at least one of them a store, that nothing orders.
 *
 * @param earlier the one that came first in this run
 * @param place what is accessed
 */
public record Race(Access earlier, Access later, Place place) {
    /**
     * An access.
     *
     * @param task who made it
     * @param at the instruction
     * @param link the call that the return-address register pointed behind
     * @param synchronisation the last thing that the task did to be ordered with others, in words; and where, if known
     */
    public record Access(Who task, boolean isStore, CodePlace at, CodePlace link, String synchronisation, Optional<CodePlace> synchronised) {}

    /** A task, which may have ended meanwhile. */
    public record Who(int pid, int tid, String name) {
        @Override
        public String toString() {
            return (tid == pid ? "pid " + pid : "thread " + tid + " of pid " + pid) + " (" + name + ")";
        }
    }

    /**
     * A place in memory.
     *
     * @param address in the memory of the task that came later
     * @param image the program that it is a variable of, if it is one
     * @param mapping what is mapped there, such as {@code [heap]}, or ""
     */
    public record Place(long address, Optional<CodePlace.Image> image, String mapping) {}

    /** The same for all races between two places in code. */
    public String key() {
        long one = address(earlier.at()), other = address(later.at());
        return Long.toHexString(Math.min(one, other)) + "-" + Long.toHexString(Math.max(one, other));
    }

    private static long address(CodePlace place) {
        return place.image().map(CodePlace.Image::address).orElse(place.address());
    }
}
