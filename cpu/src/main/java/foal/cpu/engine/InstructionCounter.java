package foal.cpu.engine;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import foal.cpu.host.HostHeap;
import foal.cpu.unicorn.Unicorn;
import foal.cpu.unicorn.UnicornException;
import java.lang.foreign.MemorySegment;

/**
 * Tells how many instructions of a counted run have been executed, while the run goes on.
 *
 * <p>libunicorn keeps that number ({@code emu_counter}, with the limit of the run, {@code emu_count}, behind it)
 * but has no function that tells it. So it is looked for once, in the engine's structure: after a run of a number
 * of instructions that stands nowhere else by chance, and once more after a run of another length as a check.
 * The memory is only ever read.
 */
public final class InstructionCounter {
    private static final long FIRST_RUN = 12_347;
    private static final long SECOND_RUN = 7_919;

    private final MemorySegment counter;

    private InstructionCounter(MemorySegment counter) {
        this.counter = counter;
    }

    /** Finds the counter of an engine. @param loop the address of a loop without end, which is left running */
    public static InstructionCounter find(Unicorn unicorn, long loop) {
        MemorySegment engine = HostHeap.whole(unicorn.engine());
        unicorn.start(loop, FIRST_RUN);
        long offset = 0;
        while (offset + 16 <= engine.byteSize() && !isCounterAt(engine, offset, FIRST_RUN)) {
            offset += 8;
        }
        unicorn.start(loop, SECOND_RUN);
        if (offset + 16 > engine.byteSize() || !isCounterAt(engine, offset, SECOND_RUN)) {
            throw new UnicornException("cannot find the instruction counter of libunicorn " + Unicorn.version());
        }
        return new InstructionCounter(engine.asSlice(offset, 8));
    }

    /** A run that reached its limit has counted the instruction that it then did not execute. */
    private static boolean isCounterAt(MemorySegment engine, long offset, long limit) {
        return engine.get(JAVA_LONG, offset) == limit + 1 && engine.get(JAVA_LONG, offset + 8) == limit;
    }

    /** Instructions begun since the present or last run started. */
    public long value() {
        return counter.get(JAVA_LONG, 0);
    }
}
