package foal.kernel.timer;

import foal.kernel.chapter.Chapter;
import foal.kernel.chapter.Core;
import foal.kernel.time.CpuTimers;

/** Interval timers and POSIX timers, and clocks that are set. Without it time still passes, and sleeps end. */
public final class TimerChapter implements Chapter {
    private final CpuTimers cpuTimers;

    /** @param cpuTimers of the machine, for timers that run with a process's CPU time */
    public TimerChapter(CpuTimers cpuTimers) {
        this.cpuTimers = cpuTimers;
    }

    @Override
    public String name() {
        return "timer";
    }

    @Override
    public void open(Core core) {
        core.addCalls(new TimerCalls(core.processes().signals(), core.timers(), core.clock(), cpuTimers),
                new WallClockCalls(core.clock(), core.processes()), new ClockAdjustmentCalls(core.clock()));
    }
}
