package foal.kernel.sched;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Several harts, each with a policy and a queue of its own. The one host thread runs them in turns, so short and so
 * irregular that programs see what harts at the same time would let them see: a lock that is held by a task which runs.
 *
 * <p>Between two turns a hart keeps its task. To the kernel that is one more runnable task, as only the hart whose turn
 * it is runs anything. Invariant: a runnable task is kept by one hart, or in the queue of one, that it may run on.
 *
 * <p>A task that wakes up goes to the hart that it has last run on, whose caches know it, if that is idle; else to the
 * one with the least to do. A hart that has nothing to do takes a task from the longest queue.
 */
public final class HartQueues implements Scheduler {
    /** Instructions of a turn, at most; on average, half of them. */
    private static final int LONGEST_TURN = 4000;

    private final List<Core> cores;
    private final SplittableRandom random;
    private Core active;
    /** Whether the others had nothing to do when the timer was set. */
    private boolean timerIsFar;
    /** Whether a task that gave its hart away had nobody there to give it to: the other harts are to go on. */
    private boolean turnIsOver;

    /** What is kept about a hart. */
    private static final class Core {
        final int number;
        final Scheduler queue;
        Optional<Task> kept = Optional.empty();
        /** What is left of the quantum of its task. */
        long left;
        /** Whether that task has begun its quantum. */
        boolean hasBegun;

        Core(int number, Scheduler queue) {
            this.number = number;
            this.queue = queue;
        }

        int load() {
            return queue.readyCount() + (kept.isPresent() ? 1 : 0);
        }
    }

    /** @param policies makes one for each hart */
    public HartQueues(int harts, Supplier<Scheduler> policies, SplittableRandom random) {
        cores = Stream.iterate(0, number -> number + 1).limit(harts).map(number -> new Core(number, policies.get())).toList();
        active = cores.getFirst();
        this.random = random;
    }

    @Override
    public void ready(Task task, Reason reason) {
        if (reason == Reason.WOKEN || !task.scheduling().mayRunOn(active.number)) {
            Core chosen = place(task);
            task.scheduling().setHart(chosen.number);
            chosen.queue.ready(task, Reason.WOKEN);
        } else if (reason == Reason.TIMER && (!active.hasBegun || active.left > 0 && !active.queue.wantsTimerSet())) {
            active.kept = Optional.of(task); // only the turn is over
        } else {
            turnIsOver = reason == Reason.YIELDED && active.queue.readyCount() == 0;
            active.queue.ready(task, reason);
        }
    }

    private Core place(Task task) {
        Core best = cores.get(task.scheduling().hart());
        boolean mayStay = task.scheduling().mayRunOn(best.number);
        for (Core core : cores) {
            if (task.scheduling().mayRunOn(core.number) && (!mayStay || loadOf(core) < loadOf(best))) {
                best = core;
                mayStay = true;
            }
        }
        return best;
    }

    /** The hart whose turn it is has a task besides those that are runnable: the one that has just woken another. */
    private int loadOf(Core core) {
        return core.load() + (core == active ? 1 : 0);
    }

    @Override
    public int nextHart() {
        for (int i = 1; i <= cores.size(); i++) {
            Core core = cores.get((active.number + i) % cores.size());
            if (core.load() == 0) {
                core.kept = steal(core);
            }
            if (core.load() > 0) {
                active = core;
                break;
            }
        }
        return active.number;
    }

    @Override
    public Optional<Task> next() {
        Optional<Task> chosen = active.kept;
        active.kept = Optional.empty();
        if (chosen.isPresent() && active.queue.preempts(chosen.get())) {
            active.queue.ready(chosen.get(), Reason.PREEMPTED);
            chosen = Optional.empty();
        }
        if (chosen.isEmpty()) {
            active.hasBegun = false;
            chosen = active.queue.next().or(() -> steal(active));
        }
        chosen.ifPresent(task -> task.scheduling().setHart(active.number));
        return chosen;
    }

    /** Takes, for a hart without a task, the one that the busiest hart would run next, if it may run here. */
    private Optional<Task> steal(Core idle) {
        Core busiest = idle;
        for (Core core : cores) {
            if (core.queue.readyCount() > busiest.queue.readyCount() && core.load() > 1) {
                busiest = core;
            }
        }
        Optional<Task> found = busiest == idle ? Optional.empty() : busiest.queue.next();
        if (found.isPresent() && !found.get().scheduling().mayRunOn(idle.number)) {
            busiest.queue.ready(found.get(), Reason.PREEMPTED);
            return Optional.empty();
        }
        idle.hasBegun = false;
        return found;
    }

    @Override
    public void remove(Task task) {
        for (Core core : cores) {
            if (core.kept.isPresent() && core.kept.get() == task) {
                core.kept = Optional.empty();
            }
            core.queue.remove(task);
        }
    }

    @Override
    public int readyCount() {
        int count = 0;
        for (Core core : cores) {
            count += core.load();
        }
        return count;
    }

    @Override
    public long quantum(Task chosen) {
        if (!active.hasBegun || active.left <= 0) {
            active.left = active.queue.quantum(chosen);
            active.hasBegun = true;
        }
        turnIsOver = false;
        timerIsFar = readyCount() == active.load();
        return timerIsFar ? active.left : Math.min(active.left, random.nextInt(1, LONGEST_TURN + 1));
    }

    @Override
    public boolean preempts(Task running) {
        return !running.scheduling().mayRunOn(active.number) || active.queue.preempts(running);
    }

    @Override
    public boolean wantsTimerSet() {
        return turnIsOver || timerIsFar && readyCount() > active.load() || active.queue.wantsTimerSet();
    }

    @Override
    public void ran(Task task, long user, long system) {
        active.left -= user;
        active.queue.ran(task, user, system);
    }

    @Override
    public void ended(Task task) {
        for (Core core : cores) {
            core.queue.ended(task);
        }
    }
}
