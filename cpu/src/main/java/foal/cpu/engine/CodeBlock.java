package foal.cpu.engine;

import java.util.List;

/**
 * What a stretch of code without a jump does to memory, as far as it can be told from the instructions alone.
 *
 * @param accesses its loads and stores, in order; an atomic operation has two, of which the second is the one that counts
 * @param fences its fences, in order
 * @param isUncertain whether there is an access behind an {@code sc}: one that fails does nothing, so it is not known which comes next
 */
public record CodeBlock(List<Access> accesses, List<Fence> fences, boolean isUncertain) {
    public static final CodeBlock EMPTY = new CodeBlock(List.of(), List.of(), false);

    /**
     * A load or store.
     *
     * @param acquires whether what follows in the program is ordered behind it: its aq bit, if it is atomic
     * @param releases the same of what precedes: rl
     */
    public record Access(long pc, Kind kind, boolean acquires, boolean releases) {}

    /** What an access is. */
    public enum Kind {
        PLAIN,
        /** A load that is directly followed by a fence that acquires, or a store directly behind one that releases. */
        FENCED,
        LOAD_RESERVED,
        /** The load of an atomic operation, or of sc: not an access by itself. */
        HALF,
        /** An atomic operation, or sc. */
        ATOMIC
    }

    /** A fence. @param before how many of the block's accesses come before it */
    public record Fence(long pc, int before, boolean acquires, boolean releases) {}
}
