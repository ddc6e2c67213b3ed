package foal.kernel.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.memory.Struct;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Timers, points of time, and the virtual clock. */
class TimeTest {
    private final Timers timers = new Timers();
    private final List<String> happened = new ArrayList<>();

    private Timers.Timer set(long deadline, String what) {
        return timers.at(deadline, () -> happened.add(what));
    }

    @Test
    void timersGoOffInTheOrderOfTheirDeadlines() {
        set(30, "c");
        set(10, "a");
        set(20, "b");
        assertEquals(10, timers.next());
        timers.expire(9);
        assertEquals(List.of(), happened);
        timers.expire(20);
        assertEquals(List.of("a", "b"), happened);
        assertEquals(30, timers.next());
        timers.expire(Long.MAX_VALUE - 1);
        assertEquals(List.of("a", "b", "c"), happened);
        assertEquals(Timers.NEVER, timers.next());
    }

    @Test
    void timersOfOneDeadlineGoOffInTheOrderInWhichTheyWereSet() {
        for (String what : List.of("a", "b", "c", "d")) {
            set(10, what);
        }
        timers.expire(10);
        assertEquals(List.of("a", "b", "c", "d"), happened);
    }

    @Test
    void aSettingOfTheWallClockIsToldToFollowersAndLeavesTheMonotonicClockAlone() {
        SettableClock clock = new SettableClock(new VirtualClock(() -> 0));
        List<Long> changes = new ArrayList<>();
        SettableClock.Follower follower = changes::add;
        clock.advance(100);
        clock.follow(follower);
        clock.set(clock.realtime() + 50);
        clock.set(700);
        assertEquals(700, clock.realtime());
        assertEquals(100, clock.monotonic());
        clock.advance(1);
        clock.unfollow(follower);
        clock.set(101);
        assertEquals(101, clock.realtime());
        assertEquals(2, changes.size());
        assertEquals(50, changes.getFirst());
        assertTrue(clock.canBeSetTo(101));
        assertTrue(!clock.canBeSetTo(100));
        assertTrue(!clock.canBeSetTo(Timespec.INVALID) && !clock.canBeSetTo(Timespec.FOREVER));
    }

    @Test
    void anIntervalTimerMovesWithTheClockThatWasSetButNotItsPeriod() {
        VirtualClock clock = new VirtualClock(() -> 0);
        IntervalTimer timer = new IntervalTimer(timers, clock, () -> happened.add("off"));
        timer.set(1000, 100);
        timer.clockSet(400);
        assertEquals(600, timer.remaining());
        timer.clockSet(-Long.MAX_VALUE);
        assertEquals(Timers.NEVER, timers.next());
        timer.set(1000, 100);
        timer.clockSet(1250);
        assertEquals(3, timer.takeExpirations());
        assertEquals(50, timer.remaining());
        clock.skipTo(60);
        assertTrue(timer.hasExpired());
        timer.clockSet(-10_000);
        assertEquals(1, timer.takeExpirations());
        assertEquals(List.of("off", "off"), happened);
    }

    @Test
    void aCancelledTimerDoesNotGoOff() {
        Timers.Timer first = set(10, "a");
        set(10, "b");
        first.cancel();
        first.cancel();
        timers.expire(10);
        assertEquals(List.of("b"), happened);
        first.cancel();
    }

    @Test
    void aTimerThatSetsOneForAPastTimeSeesItGoOffToo() {
        timers.at(10, () -> set(5, "past"));
        timers.expire(10);
        assertEquals(List.of("past"), happened);
    }

    private static long nanoseconds(long seconds, long nanos) {
        return Timespec.nanoseconds(new Struct(16).putLong(0, seconds).putLong(8, nanos));
    }

    @Test
    void aTimespecIsSecondsAndNanoseconds() {
        assertEquals(0, nanoseconds(0, 0));
        assertEquals(1_000_000_001, nanoseconds(1, 1));
        assertEquals(999_999_999, nanoseconds(0, 999_999_999));
    }

    @Test
    void whatIsNoTimeIsInvalid() {
        for (long[] bad : new long[][] {{-1, 0}, {0, -1}, {0, 1_000_000_000}, {Long.MIN_VALUE, 0}, {0, Long.MAX_VALUE},
            {Long.MAX_VALUE, 1_000_000_000}}) {
            assertEquals(Timespec.INVALID, nanoseconds(bad[0], bad[1]));
        }
    }

    @Test
    void aDeadlineIsATimeCountedFromAnother() {
        assertEquals(15, Timespec.deadline(10, 5));
        assertEquals(5, Timespec.deadline(10, -5));
        assertEquals(-1, Timespec.deadline(4, -5));
        assertTrue(Timespec.deadline(0, Long.MIN_VALUE) < 0);
    }

    @Test
    void deadlinesComeAsLongAsTheMonotonicClockGoes() {
        long century = 100L * 365 * 86_400 * 1_000_000_000;
        assertEquals(century + 1, Timespec.deadline(century, 1));
        assertEquals(2 * century, Timespec.deadline(century, century));
        assertEquals(Timers.NEVER, Timespec.deadline(2 * century, century));
    }

    @Test
    void aTimeThatNanosecondsDoNotHoldNeverComes() {
        assertEquals(Timers.NEVER, Timespec.deadline(nanoseconds(Long.MAX_VALUE, 999_999_999), 0));
        assertEquals(Timers.NEVER, Timespec.deadline(nanoseconds(Long.MAX_VALUE / 1_000_000_000, 999_999_999), 1000));
        assertEquals(Timers.NEVER, Timespec.deadline(Timers.NEVER - 1, Long.MAX_VALUE));
        assertEquals(Timers.NEVER, Timespec.deadline(nanoseconds(Long.MAX_VALUE, 0), Long.MIN_VALUE / 2), "by the wall clock");
    }

    @Test
    void thePeriodsOfATimerDoNotOverflow() {
        VirtualClock clock = new VirtualClock(() -> 0);
        IntervalTimer timer = new IntervalTimer(timers, clock, () -> { });
        long interval = Timers.NEVER / 2;
        timer.set(1, interval);
        clock.skipTo(interval + 10);
        assertEquals(2, timer.takeExpirations());
        assertEquals(Timers.NEVER, timers.next());
        timer.set(1, Timespec.FOREVER);
        assertEquals(1, timer.takeExpirations());
        assertEquals(Timers.NEVER, timers.next());
    }

    @Test
    void theWallClockStopsWhereNanosecondsEnd() {
        VirtualClock clock = new VirtualClock(() -> 0);
        clock.skipTo(Long.MAX_VALUE - 1);
        assertEquals(Long.MAX_VALUE, clock.realtime());
    }

    @Test
    void theVirtualClockCountsInstructionsAndSkipsIdleTime() {
        long[] running = {0};
        VirtualClock clock = new VirtualClock(() -> running[0]);
        assertEquals(0, clock.monotonic());
        running[0] = 70;
        assertEquals(70, clock.monotonic());
        running[0] = 0;
        clock.advance(100);
        assertEquals(100, clock.monotonic());
        clock.skipTo(5000);
        assertEquals(5000, clock.monotonic());
        clock.skipTo(10);
        assertEquals(5000, clock.monotonic(), "it never goes back");
        assertEquals(1_767_225_600L * 1_000_000_000 + 5000, clock.realtime());
    }
}
