package foal.tools.explore;

import foal.kernel.Options;
import foal.tools.boot.PreparedProgram;
import foal.tools.cli.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tries many schedules of one program, on several host threads, each with hardware of its own. */
final class Campaign implements Effort {
    private final Options options;
    private final PreparedProgram program;
    private final Trial.Expectation expectation;
    private final Strategy strategy;
    private final Extent extent;

    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Map<String, Finding> findings = new TreeMap<>(); // guarded by itself
    private volatile boolean stopped;

    /**
     * How much is tried.
     *
     * @param runs schedules, of all shards together
     * @param jobs host threads
     * @param shard from 0: this is the one of {@code shards} that takes every {@code shards}-th schedule
     */
    record Extent(long runs, int jobs, int shard, int shards) {
        /** The schedules of this shard. */
        long own() {
            return (runs - shard + shards - 1) / shards;
        }
    }

    /**
     * Failures that are likely to have the same cause.
     *
     * @param numbers of the first schedules that failed so, at most {@value #MOST_NUMBERS}, in order
     * @param failing how the first of them failed
     * @param times how many did
     */
    record Finding(List<Long> numbers, Verdict.Failing failing, long times) {
        private static final int MOST_NUMBERS = 8;

        /** The first schedule that failed so. */
        long number() {
            return numbers.getFirst();
        }

        private Finding joined(Finding other) {
            return new Finding(Stream.concat(numbers.stream(), other.numbers.stream()).sorted().limit(MOST_NUMBERS).toList(),
                    number() < other.number() ? failing : other.failing, times + other.times);
        }
    }

    /** What came of it. @param findings in the order of their first schedules */
    record Result(long runs, long failed, List<Finding> findings) {}

    Campaign(Options options, PreparedProgram program, Trial.Expectation expectation, Strategy strategy, Extent extent) {
        this.options = options;
        this.program = program;
        this.expectation = expectation;
        this.strategy = strategy;
        this.extent = extent;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public long done() {
        return done.get();
    }

    @Override
    public long failed() {
        return failed.get();
    }

    /** Tries them all, unless it is stopped before. */
    Result run() throws Failure {
        List<Integer> threads = IntStream.range(0, extent.jobs()).boxed().toList();
        try (Crew crew = new Crew(extent.jobs(), () -> new Trial(options, program, expectation))) {
            crew.run(threads, this::work);
        }
        return new Result(done.get(), failed.get(),
                findings.values().stream().sorted(Comparator.comparingLong(Finding::number)).toList());
    }

    /** Tries one after another, as long as there are some that no other thread has taken. */
    private int work(Trial trial, int thread) throws Failure {
        boolean hasFailed = true;
        try {
            long own = extent.own();
            for (long i = next.getAndIncrement(); i < own && !stopped; i = next.getAndIncrement()) {
                long number = i * extent.shards() + extent.shard();
                Strategy.Choice choice = strategy.choose(number);
                note(number, trial.run(choice.seed(), choice.quantum(), choice.policy()).failures());
                done.incrementAndGet();
            }
            hasFailed = false;
            return thread;
        } finally {
            stopped |= hasFailed; // the others need not go on
        }
    }

    private void note(long number, List<Verdict.Failing> failures) {
        if (!failures.isEmpty()) {
            failed.incrementAndGet();
        }
        synchronized (findings) {
            failures.forEach(failing -> findings.merge(failing.key(), new Finding(List.of(number), failing, 1), Finding::joined));
        }
    }
}
