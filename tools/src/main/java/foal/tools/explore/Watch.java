package foal.tools.explore;

import foal.tools.cli.Streams;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Looks after many runs: shows a person how far it is, and ends it when its time is up. */
final class Watch implements AutoCloseable {
    private static final int INTERVAL_MILLIS = 250, WIDTH = 79;

    private final Effort effort;
    private final ExploreOptions wanted;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    Watch(Effort effort, ExploreOptions wanted, Streams streams) {
        this.effort = effort;
        this.wanted = wanted;
        boolean isSeen = streams.terminals().error();
        thread = Thread.ofPlatform().daemon().name("watch").start(() -> watch(isSeen, streams));
    }

    private void watch(boolean isSeen, Streams streams) {
        long end = wanted.lasting().map(time -> System.nanoTime() + time.toNanos()).orElse(Long.MAX_VALUE);
        try (ProgressBar bar = isSeen ? bar(streams) : null) {
            while (!isOverWithin(INTERVAL_MILLIS)) {
                if (System.nanoTime() >= end) {
                    effort.stop();
                }
                if (bar != null) {
                    bar.stepTo(effort.done());
                    bar.setExtraMessage(effort.failed() + " failed");
                }
            }
        }
    }

    private ProgressBar bar(Streams streams) {
        long own = new Campaign.Extent(wanted.runs(), wanted.jobs(), wanted.shard().index(), wanted.shard().count()).own();
        boolean isEndKnown = wanted.lasting().isEmpty() && wanted.exhaustive().isEmpty();
        return new ProgressBarBuilder().setTaskName("schedules").setInitialMax(isEndKnown ? own : -1)
                .setUpdateIntervalMillis(INTERVAL_MILLIS).showSpeed().setMaxRenderedLength(WIDTH)
                .setConsumer(new ConsoleProgressBarConsumer(new PrintStream(streams.err(), true), WIDTH)).build();
    }

    private boolean isOverWithin(long millis) {
        try {
            return over.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts these threads
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
