package foal.kernel.explore;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * For tests: one schedule of all that there are, as a {@link Course} says. A task can be interrupted before its calls and its accesses to what
 * others access too; nowhere else would it make a difference. It tells at which of these places others could have gone on instead, so
 * that whoever runs the program often enough comes to know all its schedules.
 *
 * <p>As long as there are several tasks it goes from instruction to instruction. A task that waits in a loop (see {@link Spinning}) is
 * treated as if it were blocked: it makes room, and is not chosen until something has changed. So is one that has had the hart for
 * {@value #PATIENCE} instructions: lest a schedule goes on for ever.
 *
 * <p>Source: Musuvathi and Qadeer, "Iterative Context Bounding for Systematic Testing of Multithreaded Programs", PLDI 2007; the
 * same, "Partial-Order Reduction for Context-Bounded State Exploration", MSR-TR-2007-12; "Fair Stateless Model Checking", PLDI 2008.
 */
final class Systematic implements Scheduler {
    /** Instructions for which a task may have the hart while others could go on. */
    static final int PATIENCE = 20_000;
    /** Instructions between timer interrupts while there is but one task, or while all wait in loops. */
    private static final long ALONE = 1_000_000, WAITING = 1_000;

    private final Course course;
    private final Precedence precedence = new Precedence();
    private final Spinning spinning = new Spinning();
    private final Sharing sharing;
    private final ArrayDeque<Task> queue = new ArrayDeque<>();
    private final Set<Task> living = new HashSet<>();
    /** Where tasks stood when they lost the hart: one that goes on elsewhere has been sent a signal. */
    private final Map<Task, Long> left = new HashMap<>();

    private Optional<Task> last = Optional.empty();
    /** The task that the timer has interrupted, if nothing has been decided since. */
    private Optional<Task> interrupted = Optional.empty();
    private Optional<Task> yielding = Optional.empty();
    /** What the last task was about to do, if it was given a single instruction. */
    private Optional<Operation> next = Optional.empty();
    /** Whether a fault has kept it from it: it will do it now. */
    private boolean isRepeated;
    private boolean isStepping;
    private long turn;

    Systematic(Course course) {
        this.course = course;
        sharing = new Sharing(course::foundPoint);
    }

    // ---- what tasks do -----------------------------------------------------------------------------------------

    @Override
    public long quantum(Task task) {
        isStepping = living.size() > 1 && !spinning.isWaiting(task);
        if (!isStepping) {
            return living.size() > 1 ? WAITING : ALONE;
        }
        Long pc = left.remove(task);
        if (pc != null && pc != task.registers().pc()) {
            happens(task);
        }
        next = Optional.of(Operation.of(task));
        return 1;
    }

    @Override
    public void ran(Task task, long user, long system) {
        if (user == 0) {
            return;
        }
        turn += user;
        boolean isAlive = task.state() != Task.State.DEAD;
        isRepeated = next.isPresent() && next.get().kind() != Operation.Kind.INNER && isAlive && task.registers().pc() == next.get().pc();
        if (!isRepeated) {
            next.ifPresent(operation -> done(task, operation));
        }
        next = Optional.empty();
        if (isAlive) {
            left.put(task, task.registers().pc());
        }
    }

    private void done(Task task, Operation operation) {
        if (operation.isAccess()) {
            sharing.accesses(task.tid(), operation);
            if (isPoint(operation)) {
                precedence.accesses(task.tid(), operation);
            }
            if (operation.hasChanged(task)) {
                spinning.changed();
            }
        } else if (operation.kind() == Operation.Kind.YIELD) {
            precedence.calls(task.tid());
        } else if (operation.isCall()) {
            happens(task);
        }
    }

    /** Something happens in the kernel that has to do with a task. */
    private void happens(Task task) {
        precedence.calls(task.tid());
        spinning.changed();
    }

    // ---- who can go on -----------------------------------------------------------------------------------------

    @Override
    public void ready(Task task, Reason reason) {
        living.add(task);
        switch (reason) {
            case WOKEN -> {
                spinning.changed();
                queue.addLast(task);
            }
            case YIELDED -> {
                yielding = Optional.of(task);
                queue.addLast(task);
            }
            case TIMER, PREEMPTED -> {
                interrupted = Optional.of(task);
                queue.addFirst(task);
            }
        }
    }

    @Override
    public void remove(Task task) {
        queue.remove(task);
    }

    @Override
    public int readyCount() {
        return queue.size();
    }

    @Override
    public boolean wantsTimerSet() {
        return !isStepping && living.size() > 1;
    }

    @Override
    public void ended(Task task) {
        queue.remove(task);
        living.remove(task);
        left.remove(task);
        spinning.forget(task);
    }

    // ---- who goes on -------------------------------------------------------------------------------------------

    @Override
    public Optional<Task> next() {
        if (queue.isEmpty()) {
            return Optional.empty();
        }
        Task chosen = interrupted.isPresent() ? orGoesOn(interrupted.get()) : another(yielding);
        queue.remove(chosen);
        if (!interrupted.equals(Optional.of(chosen))) {
            comes(chosen);
        }
        turn = last.equals(Optional.of(chosen)) ? turn : 0;
        last = Optional.of(chosen);
        interrupted = Optional.empty();
        yielding = Optional.empty();
        return Optional.of(chosen);
    }

    /** A task is given the hart: one that is new, or has been blocked, is not at a place where it could have been interrupted. */
    private void comes(Task task) {
        if (task.call().systemCall().isPresent()) {
            happens(task); // its call goes on
        } else if (!isPoint(Operation.of(task))) {
            precedence.goesOn(task.tid());
        }
    }

    private boolean isPoint(Operation operation) {
        return operation.isCall() || course.isPoint(operation.pc());
    }

    private Task orGoesOn(Task task) {
        if (living.size() == 1 || isRepeated) {
            return task;
        }
        if (spinning.isWaiting(task)) {
            return another(Optional.of(task));
        }
        if (turn >= PATIENCE) {
            turn = 0;
            if (!others(Optional.of(task)).isEmpty()) {
                course.cut();
            }
            return another(Optional.of(task));
        }
        if (!isPoint(Operation.of(task))) {
            return task;
        }
        return spinning.repeats(task) ? another(Optional.of(task)) : choose(task, others(Optional.of(task)), true);
    }

    /** Tasks that can go on and do not just wait for the others. */
    private List<Task> others(Optional<Task> except) {
        return queue.stream().filter(task -> !spinning.isWaiting(task) && !except.equals(Optional.of(task))).toList();
    }

    /** One that cannot, or should not, go on makes room. */
    private Task another(Optional<Task> instead) {
        List<Task> others = others(instead);
        if (!others.isEmpty()) {
            return choose(others.getFirst(), others.subList(1, others.size()), false);
        }
        if (instead.isPresent()) {
            if (!spinning.isWaiting(instead.get())) {
                return instead.get();
            }
            queue.remove(instead.get());
            queue.addLast(instead.get());
        }
        return queue.getFirst(); // all wait in loops, perhaps for a timer
    }

    private Task choose(Task byDefault, List<Task> others, boolean isPreemption) {
        if (others.isEmpty()) {
            return byDefault;
        }
        List<Integer> tids = new ArrayList<>(others.stream().map(Task::tid).toList());
        int chosen = course.branch(precedence.state(), byDefault.tid(), tids, isPreemption);
        return queue.stream().filter(task -> task.tid() == chosen).findFirst().orElseThrow();
    }
}
