package foal.cpu;

import foal.cpu.unicorn.Unicorn;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The engine's own way to count, or not to count at all. It counts by calling a function before each instruction, which
 * is simple, works on every host, and costs more than the instructions themselves.
 *
 * @param counter tells what the engine has counted
 */
record EngineCounter(Unicorn unicorn, LongSupplier counter) implements RunCounter {
    @Override
    public int run(long limit) {
        return unicorn.start(unicorn.readRegister(Unicorn.PC), limit);
    }

    @Override
    public void passTo(RunCounter other) {
        // Only runs that are not counted can be passed on.
    }

    @Override
    public long counted() {
        return counter.getAsLong();
    }

    @Override
    public void stop() {
        unicorn.stop();
    }

    @Override
    public boolean haltAt(List<Long> addresses) {
        return addresses.isEmpty();
    }

    @Override
    public boolean haltsAt(long address) {
        return false;
    }

    @Override
    public boolean isHalted() {
        return false;
    }

    @Override
    public void trapped() {
        // Each instruction has been counted by itself.
    }

    @Override
    public void trappedAt(long pc) {
        // Neither is there anything to take back.
    }
}
