package foal.tools.bench;

import foal.kernel.Hardware;
import foal.kernel.Options;
import foal.kernel.explore.SchedulingPolicy;
import foal.tools.cli.Failure;
import java.nio.file.Path;

/** What {@code foal explore} does over and over on each of its threads: a run on hardware that is made as new before. */
final class Schedules {
    private static final int WARM_UP = 1000, COUNT = 1000;

    private Schedules() {}

    /** @return nanoseconds of one */
    static Measurement of(Path program, long rounds) throws Failure {
        Guest guest = Guest.own(program);
        Options options = Options.DEFAULT.withPolicy(SchedulingPolicy.parse("pct").orElseThrow());
        Measurement schedules = new Measurement();
        try (Hardware hardware = new Hardware(options)) {
            for (int i = 0; i < WARM_UP + COUNT; i++) {
                long time = FoalRun.wholeRun(guest, rounds, options.withSeed(i), hardware);
                if (i >= WARM_UP) {
                    schedules.add(time, 1);
                }
            }
        }
        return schedules;
    }
}
