package foal.tools.explore;

import foal.tools.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Several host threads, each with hardware of its own, that do the same to all things of a list. */
final class Crew implements AutoCloseable {
    private static final ScopedValue<Trial> TRIAL = ScopedValue.newInstance();

    private final ExecutorService threads;

    /** What is done to a thing. */
    interface Work<T, R> {
        R run(Trial trial, T thing) throws Failure;
    }

    /** @param trials makes one for each thread, which it uses alone */
    Crew(int size, Supplier<Trial> trials) {
        threads = Executors.newFixedThreadPool(size, work -> Thread.ofPlatform().name("schedules").unstarted(() -> {
            try (Trial trial = trials.get()) {
                ScopedValue.where(TRIAL, trial).run(work);
            }
        }));
    }

    /** @return what came of each thing, in their order */
    <T, R> List<R> run(List<T> things, Work<T, R> work) throws Failure {
        List<Future<R>> futures = new ArrayList<>();
        for (T thing : things) {
            futures.add(threads.submit(() -> work.run(TRIAL.get(), thing)));
        }
        List<R> results = new ArrayList<>();
        try {
            for (Future<R> future : futures) {
                results.add(future.get());
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Failure failure -> throw failure;
                case RuntimeException bug -> throw bug;
                case Error bug -> throw bug;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts this thread
        }
        return results;
    }

    /** Waits for the threads to end. */
    @Override
    public void close() {
        threads.close();
    }
}
