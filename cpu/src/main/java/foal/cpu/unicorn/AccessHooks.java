package foal.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/**
 * Writes to an {@link AccessLog} what an engine does, in Java: for hosts without machine code of ours. {@link HostCode} does the
 * same, access by access; what it does is easier to read here.
 */
final class AccessHooks {
    private static final int GRANULE = 8, PAGE_SHIFT = 12;
    /** The bits of a word of the last epochs: for each byte of the granule one that it was accessed, and one that it was stored to. */
    private static final long LOADED = 0xff, STORED = 0xff00, TOUCHED = LOADED | STORED;
    private static final int STORED_SHIFT = 8;

    private final AccessLog log;
    private final MemorySegment state;
    private final MemorySegment watched;
    private final MemorySegment lastEpochs;

    AccessHooks(AccessLog log, MemorySegment watched, MemorySegment lastEpochs) {
        this.log = log;
        state = log.state();
        this.watched = watched;
        this.lastEpochs = lastEpochs;
    }

    private long word(long offset) {
        return state.get(JAVA_LONG, offset);
    }

    /** Is told of each block that begins. @param isOver whether the engine is going to stop before the block's first instruction */
    void hearOfBlocks(Unicorn unicorn, AccessLog.Listener listener, BooleanSupplier isOver) {
        unicorn.onBlock((pc, bytes) -> {
            boolean isEverythingTold = word(AccessLog.EPOCH) == 0;
            if (isOver.getAsBoolean()) {
                if (isEverythingTold) {
                    listener.blockEnds();
                }
                return;
            }
            state.set(JAVA_LONG, AccessLog.BLOCK, word(AccessLog.SPACE) | pc);
            state.set(JAVA_LONG, AccessLog.ACCESSES, 0);
            if (isEverythingTold || !log.isHarmlessBlock(pc)) {
                listener.blockBegins(pc, bytes);
            }
        });
    }

    /** Is told of each load and store. */
    void hearOfAccesses(Unicorn unicorn, AccessLog.Listener listener, GeneralRegisters registers) {
        unicorn.onAccess((kind, physical, bytes) -> {
            long ordinal = word(AccessLog.ACCESSES);
            state.set(JAVA_LONG, AccessLog.ACCESSES, ordinal + 1);
            long offset = physical - word(AccessLog.RAM_BASE);
            if (Long.compareUnsigned(offset, word(AccessLog.RAM_SIZE)) >= 0 || watched.get(JAVA_BYTE, offset >> PAGE_SHIFT) == 0) {
                return;
            }
            boolean isStore = kind == Unicorn.STORE;
            boolean isPlain = log.isPlainAccess(word(AccessLog.BLOCK), ordinal);
            if (!isPlain || !isFilterable(offset, bytes)) {
                forgetAround(offset);
            } else if (!isNew(offset, bytes, isStore)) {
                return;
            }
            boolean isFull = log.add(kind, physical, bytes, registers.get(GeneralRegisters.RA));
            if (isFull || isStore && !isPlain) {
                listener.logged(); // a store that may be atomic is told of at once
            }
        });
    }

    private boolean isFilterable(long offset, int bytes) {
        return word(AccessLog.EPOCH) != 0 && offset % GRANULE + bytes <= GRANULE;
    }

    /** Whoever accesses a granule next, or the one behind it, is to be logged again. */
    private void forgetAround(long offset) {
        lastEpochs.asSlice(wordsOf(offset), 4 * Long.BYTES).fill((byte) 0);
    }

    /** Each granule has two words: who was here last, and who before that one, if both have only loaded since. */
    private static long wordsOf(long offset) {
        return 2 * (offset & -GRANULE);
    }

    /**
     * Whether the task has not accessed the same bytes in the same epoch, somebody else has since, or this is a store after a load.
     * A load of one other does not count as long as both only load; so two tasks that read the same are not logged all the time.
     */
    private boolean isNew(long offset, int bytes, boolean isStore) {
        long epoch = word(AccessLog.EPOCH);
        long loaded = (1L << bytes) - 1 << offset % GRANULE;
        long touched = isStore ? loaded | loaded << STORED_SHIFT : loaded;
        long last = wordsOf(offset), beforeLast = last + Long.BYTES;
        long already = lastEpochs.get(JAVA_LONG, last) ^ epoch;
        if (isOfThisEpoch(already)) {
            if ((touched & ~already) == 0) {
                return false;
            }
            lastEpochs.set(JAVA_LONG, last, epoch | already | touched);
        } else if (isStore) {
            lastEpochs.set(JAVA_LONG, last, epoch | touched);
        } else {
            already = lastEpochs.get(JAVA_LONG, beforeLast) ^ epoch;
            if (isOfThisEpoch(already)) {
                if ((touched & ~already) == 0) {
                    return false;
                }
                lastEpochs.set(JAVA_LONG, beforeLast, epoch | already | touched);
            } else {
                lastEpochs.set(JAVA_LONG, beforeLast, lastEpochs.get(JAVA_LONG, last));
                lastEpochs.set(JAVA_LONG, last, epoch | touched);
            }
        }
        if (isStore) {
            lastEpochs.set(JAVA_LONG, beforeLast, 0); // what others have loaded before does not count
        }
        return true;
    }

    private static boolean isOfThisEpoch(long differing) {
        return (differing & ~TOUCHED) == 0;
    }
}
