package foal.tools.bench;

import foal.kernel.Options;
import foal.kernel.Options.ClockKind;
import foal.tools.bench.Guest.Origin;
import java.util.List;

/**
 * Something to measure.
 *
 * @param name in the table
 * @param command its path and arguments; those of the number of rounds come last
 * @param rounds how often qemu does its work in a run
 * @param foalRounds how often Foal does: more where it is much faster, so that both can be measured
 * @param clock by whose time Foal runs it
 * @param quantum mean instructions between Foal's timer interrupts
 * @param goal what is wanted: Foal's speed divided by qemu's at least, or a time at most; empty where nothing is
 */
record Benchmark(String name, Origin origin, List<String> command, long rounds, long foalRounds, ClockKind clock,
        long quantum, String goal) {
    private static final long DEFAULT_QUANTUM = Options.DEFAULT.quantum();
    /** Nearer to that of Linux, which lets a task run for milliseconds. */
    private static final long LONG_QUANTUM = 100_000;

    static final List<Benchmark> ALL = List.of(
            of("system call that does nothing", "null_call", 3_000_000, "1.33"),
            of("compute, --clock host", "compute", 1_500, "0.77").by(ClockKind.HOST),
            of("compute, counted", "compute", 1_500, "0.40"),
            of("sieve of 1 MB, --clock host", "sieve", 100, "0.90").by(ClockKind.HOST),
            of("sieve of 1 MB, counted", "sieve", 100, "0.70"),
            of("memset of 1 MB, --clock host", "fill", 5_000, "0.90").by(ClockKind.HOST),
            of("sum of 1 MB, --clock host", "byte_sum", 500, "0.90").by(ClockKind.HOST),
            of("chase in 8 MB, --clock host", "pointer_chase", 50, "0.90").by(ClockKind.HOST),
            of("pipe round trip", "pipe_pingpong", 200_000, "1.20"),
            of("socket round trip", "socket_pingpong", 200_000, "1.20"),
            of("FIFO round trip", "fifo_pingpong", 200_000, "1.20"),
            of("System V queue round trip", "sysv_pingpong", 200_000, "1.20"),
            of("POSIX queue round trip", "posix_pingpong", 200_000, "1.20"),
            of("futex handoff and back", "futex_pingpong", 200_000, "1.00"),
            of("spinlock and yield, and back", "yield_pingpong", 200_000, "1.00"),
            of("64 KiB by pipe, in one write", "pipe_bandwidth", 20_000, "0.80"),
            of("64 KiB by pipe, 4 KiB a write", "pipe_bandwidth_4k", 10_000, "0.80"),
            of("fork, exit, wait", "fork_wait", 500, "20.00").longerOnFoal(),
            of("fork, exec, exit, wait", "exec_wait", 100, "20.00").longerOnFoal(),
            of("1 MiB to and from a file", "file_copy", 1_024, "1049 µs").by(ClockKind.HOST), // 1 GB/s
            of("spinlock, --quantum 100000", "contended_lock", 1_000_000, "1.00").withQuantum(LONG_QUANTUM),
            of(Origin.GLIBC, "mutex and condition variable", List.of("handoff"), 100_000, "1.20"),
            of(Origin.DEBIAN, "/bin/true in a shell's loop", shellLoop("/bin/true"), 100, "10.00").longerOnFoal(),
            of(Origin.DEBIAN, "python3 in a shell's loop", shellLoop("/usr/bin/python3 -c pass"), 5, "0.67"),
            of(Origin.DEBIAN, "python3 -c pass, counted", List.of("/usr/bin/python3", "-c", "pass"), 1, "0.67"),
            of(Origin.DEBIAN, "python3 -c pass, --clock host", List.of("/usr/bin/python3", "-c", "pass"), 1, "0.67")
                    .by(ClockKind.HOST));

    /**
     * A shell that runs a command N times. The host's kernel cannot execute it: there RUN names qemu. On Foal it is not set.
     */
    private static List<String> shellLoop(String command) {
        return List.of("/bin/busybox", "sh", "-c", "i=0; while [ $i -lt $1 ]; do $RUN" + command + "; i=$((i+1)); done", "sh");
    }

    private static Benchmark of(String name, String program, long rounds, String goal) {
        return of(Origin.USERLAND, name, List.of(program), rounds, goal);
    }

    private static Benchmark of(Origin origin, String name, List<String> command, long rounds, String goal) {
        return new Benchmark(name, origin, command, rounds, rounds, ClockKind.VIRTUAL, DEFAULT_QUANTUM, goal);
    }

    private Benchmark by(ClockKind other) {
        return new Benchmark(name, origin, command, rounds, foalRounds, other, quantum, goal);
    }

    private Benchmark withQuantum(long other) {
        return new Benchmark(name, origin, command, rounds, foalRounds, clock, other, goal);
    }

    private Benchmark longerOnFoal() {
        return new Benchmark(name, origin, command, rounds, 10 * rounds, clock, quantum, goal);
    }

    /** How Foal runs it. */
    Options options() {
        return Options.DEFAULT.withClock(clock).withQuantum(quantum);
    }
}
