package foal.tools.bench;

import foal.kernel.Options;
import foal.kernel.Options.ClockKind;
import java.util.List;
import java.util.Optional;

/**
 * Something to measure.
 *
 * @param name in the table
 * @param program of userland/bench
 * @param rounds the program's argument: how often it does its work
 * @param clock by whose time Foal runs it
 * @param quantum mean instructions between Foal's timer interrupts
 * @param goal what Foal's speed divided by qemu's should be at least; none where there is nothing to compare
 */
record Benchmark(
        String name, String program, long rounds, ClockKind clock, long quantum, Optional<Double> goal) {
    private static final long DEFAULT_QUANTUM = Options.DEFAULT.quantum();
    /** Nearer to that of Linux, which lets a task run for milliseconds. */
    private static final long LONG_QUANTUM = 100_000;

    static final List<Benchmark> ALL = List.of(
            new Benchmark("system call that does nothing", "null_call", 3_000_000, ClockKind.VIRTUAL,
                    DEFAULT_QUANTUM, Optional.of(1 / 0.75)),
            new Benchmark("compute, --clock host", "compute", 1_500, ClockKind.HOST,
                    DEFAULT_QUANTUM, Optional.of(1 / 1.3)),
            new Benchmark("compute, counted", "compute", 1_500, ClockKind.VIRTUAL,
                    DEFAULT_QUANTUM, Optional.of(1 / 2.5)),
            new Benchmark("pipe round trip", "pipe_pingpong", 200_000, ClockKind.VIRTUAL,
                    DEFAULT_QUANTUM, Optional.of(1.2)),
            new Benchmark("socket round trip", "socket_pingpong", 200_000, ClockKind.VIRTUAL,
                    DEFAULT_QUANTUM, Optional.of(1.2)),
            new Benchmark("fork, exit, wait", "fork_wait", 500, ClockKind.VIRTUAL,
                    DEFAULT_QUANTUM, Optional.of(20.0)),
            new Benchmark("fork, exec, exit, wait", "exec_wait", 100, ClockKind.VIRTUAL,
                    DEFAULT_QUANTUM, Optional.of(20.0)),
            new Benchmark("1 MiB to and from a file", "file_copy", 1_024, ClockKind.HOST,
                    DEFAULT_QUANTUM, Optional.empty()),
            new Benchmark("spinlock, --quantum 100000", "contended_lock", 1_000_000, ClockKind.VIRTUAL,
                    LONG_QUANTUM, Optional.of(1.0)));

    /** How Foal runs it. */
    Options options() {
        return Options.DEFAULT.withClock(clock).withQuantum(quantum);
    }

    /** How many rounds Foal does in a run: more than qemu where it is much faster, so that both can be measured. */
    long foalRounds() {
        return goal.orElse(1.0) >= 10 ? 20 * rounds : rounds;
    }
}
