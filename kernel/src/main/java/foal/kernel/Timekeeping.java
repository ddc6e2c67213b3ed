package foal.kernel;

import foal.kernel.machine.Processor;
import foal.kernel.outside.Journal;
import foal.kernel.outside.JournaledClock;
import foal.kernel.time.Clock;
import foal.kernel.time.CpuTimers;
import foal.kernel.time.HostClock;
import foal.kernel.time.SettableClock;
import foal.kernel.time.Timers;
import foal.kernel.time.VirtualClock;

/** The machine's time: its clock, and what is due by it. */
final class Timekeeping {
    private final boolean isVirtual;
    private final SettableClock clock;
    private final Clock observedClock;
    private final Timers timers = new Timers();
    private final CpuTimers cpuTimers = new CpuTimers();
    private final TimeSlice slice;

    Timekeeping(Options options, Processor processor, Journal journal) {
        isVirtual = options.clock() == Options.ClockKind.VIRTUAL;
        if (!isVirtual && journal != Journal.NONE) {
            JournaledClock journaled = new JournaledClock(journal, new HostClock());
            clock = new SettableClock(journaled);
            observedClock = journaled.observed();
        } else {
            clock = new SettableClock(isVirtual ? new VirtualClock(() -> processor.hart().retired()) : new HostClock());
            observedClock = clock;
        }
        slice = new TimeSlice(isVirtual ? options.callCost() : 0, clock, timers);
    }

    /** Whether the clock counts instructions. */
    boolean isVirtual() {
        return isVirtual;
    }

    SettableClock clock() {
        return clock;
    }

    /** The same time for those who only watch the run: to ask this one leaves no trace in a journal. */
    Clock observedClock() {
        return observedClock;
    }

    Timers timers() {
        return timers;
    }

    CpuTimers cpuTimers() {
        return cpuTimers;
    }

    TimeSlice slice() {
        return slice;
    }

    /** Lets everything happen whose time has come. */
    void expire() {
        timers.expire(clock.monotonic());
        cpuTimers.expire();
    }

    /** Whether no timer is set. */
    boolean isIdle() {
        return timers.next() == Timers.NEVER && cpuTimers.isIdle();
    }
}
