package foal.tools.boot;

import foal.kernel.Kernel;
import foal.kernel.lockorder.LockCycle;
import foal.kernel.lockorder.LockOrderWatch;
import foal.kernel.race.Race;
import foal.kernel.race.RaceDetector;
import foal.tools.race.LockCycleText;
import foal.tools.race.RaceText;
import foal.tools.stats.Statistics;
import foal.tools.symbols.Symbolizer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What watches a run, as the user has asked for, and tells of it at the end. */
final class Instruments {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Symbolizer symbolizer;
    private final Consumer<String> user;
    private final DeadlockReports deadlocks;
    private final Optional<Statistics> statistics;
    private final Optional<RaceDetector> races;
    private final Optional<LockOrderWatch> locks;

    /**
     * Begins to watch.
     *
     * @param kernel that has not been booted
     * @param user is told, a line at a time
     */
    Instruments(BootOptions.Reports wanted, Kernel kernel, Symbolizer symbolizer, Consumer<String> user) {
        this.symbolizer = symbolizer;
        this.user = user;
        deadlocks = new DeadlockReports(symbolizer, user, wanted.deadlockGraph());
        statistics = wanted.starvation().stream().boxed().findFirst().map(millis -> new Statistics(kernel.clock(), millis * NANOS_PER_MILLI));
        statistics.ifPresent(it -> kernel.trace().watch(it::accept));
        if (wanted.watchesDeadlocks()) {
            kernel.instruments().watchDeadlocks(deadlocks::ofSome);
        }
        races = wanted.races() ? Optional.of(kernel.instruments().detectRaces()) : Optional.empty();
        locks = wanted.lockOrder() ? Optional.of(kernel.instruments().watchLockOrder()) : Optional.empty();
    }

    DeadlockReports deadlocks() {
        return deadlocks;
    }

    /** Tells how each task has spent its time. */
    void tellTimes() {
        statistics.ifPresent(it -> it.lines().forEach(this::say));
    }

    /** Tells of data races and of the order of locks. */
    void tellMistakes() {
        races.ifPresent(this::tell);
        locks.ifPresent(this::tell);
    }

    private void tell(RaceDetector detector) {
        RaceText text = new RaceText(symbolizer);
        List<Race> found = text.distinct(detector.races());
        found.forEach(race -> text.lines(race).forEach(this::say));
        user.accept(found.isEmpty() ? "no data race" : found.size() == 1 ? "1 data race" : found.size() + " data races");
    }

    private void tell(LockOrderWatch watch) {
        LockCycleText text = new LockCycleText(symbolizer);
        List<LockCycle> cycles = watch.cycles();
        cycles.forEach(cycle -> text.lines(cycle).forEach(this::say));
        user.accept(cycles.isEmpty() ? "no lock-order cycle" : cycles.size() == 1 ? "1 lock-order cycle" : cycles.size() + " lock-order cycles");
    }

    private void say(String line) {
        user.accept(GuestText.toHost(line));
    }
}
