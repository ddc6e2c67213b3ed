package foal.tools.explore;

import foal.tools.cli.Streams;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Looks after a campaign while it runs: shows a person how far it is, and ends it when its time is up. */
final class Watch implements AutoCloseable {
    private static final int INTERVAL_MILLIS = 250, WIDTH = 100;

    private final Campaign campaign;
    private final ExploreOptions wanted;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    Watch(Campaign campaign, ExploreOptions wanted, Streams streams) {
        this.campaign = campaign;
        this.wanted = wanted;
        boolean isSeen = streams.terminals().error();
        thread = Thread.ofPlatform().daemon().name("watch").start(() -> watch(isSeen, streams));
    }

    private void watch(boolean isSeen, Streams streams) {
        long end = wanted.lasting().map(time -> System.nanoTime() + time.toNanos()).orElse(Long.MAX_VALUE);
        try (ProgressBar bar = isSeen ? bar(streams) : null) {
            while (!isOverWithin(INTERVAL_MILLIS)) {
                if (System.nanoTime() >= end) {
                    campaign.stop();
                }
                if (bar != null) {
                    bar.stepTo(campaign.done());
                    bar.setExtraMessage(campaign.failed() + " failed");
                }
            }
        }
    }

    private ProgressBar bar(Streams streams) {
        long own = new Campaign.Extent(wanted.runs(), wanted.jobs(), wanted.shard().index(), wanted.shard().count()).own();
        return new ProgressBarBuilder().setTaskName("schedules").setInitialMax(wanted.lasting().isPresent() ? -1 : own)
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
