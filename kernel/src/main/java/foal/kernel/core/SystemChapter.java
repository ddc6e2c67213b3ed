package foal.kernel.core;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;
import foal.kernel.timer.TimeCalls;
import java.util.random.RandomGenerator;

/** The system as a whole: its name, its time, its harts, its random numbers. */
public final class SystemChapter implements Chapter {
    private final RandomGenerator random;
    private final UtsNames names;

    /** @param random what getrandom gives @param names of the system */
    public SystemChapter(RandomGenerator random, UtsNames names) {
        this.random = random;
        this.names = names;
    }

    @Override
    public String name() {
        return "system";
    }

    @Override
    public void open(Core core) {
        core.addCalls(new SystemCalls(core.frames(), core.clock(), core.processes(), random, names),
                new HardwareCalls(core.processor().harts()), new TimeCalls(core.clock(), core.processes()));
    }
}
