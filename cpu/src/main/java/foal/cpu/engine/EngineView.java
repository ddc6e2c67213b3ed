package foal.cpu.engine;

import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * An engine whose runs are to be counted, and what has been found out about it.
 *
 * @param pc where the register stands; empty if it was not found
 * @param status the same of {@code mstatus}
 * @param buffer of its translations; empty if it was not found
 * @param reservation tells which address the running task has reserved
 * @param idleLoop the address of a loop of one instruction, in M-mode
 * @param loop one of four, to count by way of trial
 */
public record EngineView(Unicorn unicorn, GeneralRegisters registers, Optional<MemorySegment> pc, Optional<MemorySegment> status,
        Optional<TranslationBuffer> buffer, LongSupplier reservation, long idleLoop, CountedLoop loop) {
    /**
     * A loop without end of four instructions.
     *
     * @param begin its address
     * @param third where its third instruction begins, counted from there
     * @param fourth the same of the fourth
     * @param register the number of the one in which the loop counts its rounds with its first instruction
     */
    public record CountedLoop(long begin, int third, int fourth, int register) {}
}
