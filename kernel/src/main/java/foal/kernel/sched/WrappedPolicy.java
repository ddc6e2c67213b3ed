package foal.kernel.sched;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.Optional;

/** A policy with something around it, which takes part in what it overrides and passes on the rest. */
public abstract class WrappedPolicy implements Scheduler {
    protected final Scheduler policy;

    public WrappedPolicy(Scheduler policy) {
        this.policy = policy;
    }

    @Override
    public void ready(Task task, Reason reason) {
        policy.ready(task, reason);
    }

    @Override
    public Optional<Task> next() {
        return policy.next();
    }

    @Override
    public int nextHart() {
        return policy.nextHart();
    }

    @Override
    public void remove(Task task) {
        policy.remove(task);
    }

    @Override
    public void blocked(Task task) {
        policy.blocked(task);
    }

    @Override
    public int readyCount() {
        return policy.readyCount();
    }

    @Override
    public long quantum(Task chosen) {
        return policy.quantum(chosen);
    }

    @Override
    public boolean preempts(Task running) {
        return policy.preempts(running);
    }

    @Override
    public boolean wantsTimerSet() {
        return policy.wantsTimerSet();
    }

    @Override
    public void ran(Task task, long user, long system) {
        policy.ran(task, user, system);
    }

    @Override
    public void ended(Task task) {
        policy.ended(task);
    }
}
