package foal.tools.stats;

import foal.kernel.exec.Program;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.time.Timers;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How one task has spent its time. All times are in nanoseconds of the machine's clock. */
final class TaskTimes {
    private static final String STOPPED = "SIGCONT", SIGNAL = "a signal", TIME = "time to pass";
    private static final String YIELD = "sched_yield", FUTEX = "futex";

    private final Task task;
    private final String who;
    private Task.State state;
    private long since;
    private String cause = SIGNAL;

    private long running;
    private long ready;
    private long longestReady;
    private final Map<String, Long> blocked = new TreeMap<>();

    private long callBlockedAt;
    private boolean isCallBlocked;
    private String longestCall = "";
    private long longestWait;

    private final LockCounters counters;
    private LockCounters.Counts locks = LockCounters.Counts.ZERO;
    private LockCounters.Counts counted = LockCounters.Counts.ZERO;
    private Program countedBy;

    private long futexWaits;
    private long yields;
    private long yieldsInRow;
    private long mostYieldsInRow;

    TaskTimes(Task task, long now, LockCounters counters) {
        this.task = task;
        this.counters = counters;
        who = (task.tid() == task.pid() ? "" : "thread " + task.tid() + " of ") + "pid " + task.pid();
        state = task.state();
        since = now;
    }

    // ---- events ----------------------------------------------------------------------------------------------------

    /** The task has got another state; or is asked for its times, in the state that it has. */
    void changed(long now) {
        long span = now - since;
        switch (state) {
            case RUNNING -> {
                running += span;
                // The threads of a program share its counters: what they have grown by since this one runs is its doing.
                boolean isOtherProgram = countedBy != Program.of(task.process());
                locks = locks.plus(counters.of(task), isOtherProgram ? LockCounters.Counts.ZERO : counted);
            }
            case RUNNABLE -> {
                ready += span;
                longestReady = Math.max(longestReady, span);
            }
            case BLOCKED, STOPPED -> {
                if (span > 0) {
                    blocked.merge(cause, span, Long::sum);
                }
            }
            case DEAD -> { }
        }
        since = now;
        state = task.state();
        if (state == Task.State.RUNNING) {
            counted = counters.of(task);
            countedBy = Program.of(task.process());
        } else if (state == Task.State.BLOCKED) {
            cause = cause();
        } else if (state == Task.State.STOPPED) {
            cause = STOPPED;
        }
    }

    private String cause() {
        if (task.queues().isEmpty()) {
            return task.call().deadline() == Timers.NEVER ? SIGNAL : TIME;
        }
        return task.queues().stream().map(WaitQueue::purpose).distinct().collect(Collectors.joining(" or "));
    }

    void entered(String call) {
        yields += call.equals(YIELD) ? 1 : 0;
        yieldsInRow = call.equals(YIELD) ? yieldsInRow + 1 : 0;
        mostYieldsInRow = Math.max(mostYieldsInRow, yieldsInRow);
    }

    void blocked(String call, long now) {
        isCallBlocked = true;
        callBlockedAt = now;
        futexWaits += call.equals(FUTEX) ? 1 : 0;
    }

    /** A call is over, or the run is. */
    void returned(String call, long now) {
        if (isCallBlocked && now - callBlockedAt > longestWait) {
            longestWait = now - callBlockedAt;
            longestCall = call;
        }
        isCallBlocked = false;
    }

    // ---- the report ------------------------------------------------------------------------------------------------

    /** How long it was able to run at a stretch while others did. */
    long longestReady() {
        return longestReady;
    }

    /** How often at most it gave its hart away and did nothing else: it looked again and again for something to happen. */
    long mostYieldsInRow() {
        return mostYieldsInRow;
    }

    /** The locks that it took and those that it looked at in vain. */
    LockCounters.Counts locks() {
        return locks;
    }

    String who() {
        return who + " (" + task.name() + ")";
    }

    String times() {
        String causes = blocked.entrySet().stream().map(entry -> entry.getKey() + " " + millis(entry.getValue()))
                .collect(Collectors.joining(", "));
        long sum = blocked.values().stream().mapToLong(Long::longValue).sum();
        return "running " + millis(running) + ", ready " + millis(ready) + ", blocked " + millis(sum)
                + (causes.isEmpty() ? "" : " (" + causes + ")");
    }

    String waits() {
        String longest = longestCall.isEmpty() ? "never blocked" : "longest wait " + millis(longestWait) + " in " + longestCall;
        return longest + ", longest ready " + millis(longestReady) + ", blocked on futexes " + futexWaits + " times, yielded " + yields
                + " times";
    }

    static String millis(long nanoseconds) {
        return String.format("%.6f ms", nanoseconds / 1e6);
    }
}
