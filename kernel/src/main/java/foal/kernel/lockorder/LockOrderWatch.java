package foal.kernel.lockorder;

import foal.cpu.Hart;
import foal.cpu.MemoryWatch;
import foal.kernel.lockorder.LockCall.Action;
import foal.kernel.memory.AddressSpace;
import foal.kernel.task.Event;
import foal.kernel.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * Sees tasks take and release locks, by the functions that they call for it. What such a function calls within itself is
 * its own affair: a recursive mutex is one lock, not two. It changes nothing of the run.
 */
public final class LockOrderWatch implements MemoryWatch.CodePoints {
    private final MemoryWatch watch;
    private final Supplier<Hart> hart;
    private final LockOrder order = new LockOrder();
    private final Map<Task, Holder> tasks = new HashMap<>();
    private final Map<AddressSpace, LockCode> code = new WeakHashMap<>();
    private Holder running;

    /** @param hart the one that runs */
    public LockOrderWatch(MemoryWatch watch, Supplier<Hart> hart) {
        this.watch = watch;
        this.hart = hart;
        watch.watchCode(this);
    }

    /** The potential deadlocks seen so far, in the order in which they were first possible. */
    public List<LockCycle> cycles() {
        watch.flush();
        return order.cycles();
    }

    /** Something has happened in the kernel. */
    public void accept(Event event) {
        watch.flush();
        switch (event) {
            case Event.Created(Task task) -> {
                boolean isMade = running != null && running.task.call().systemCall().isPresent();
                tasks.put(task, new Holder(task, isMade ? running : null, order.now()));
            }
            case Event.StateChanged(Task task, _) when task.state() == Task.State.RUNNING && tasks.containsKey(task) -> {
                running = tasks.get(task);
                watch.enter(task.process().space().satp());
            }
            case Event.ProgramReplaced(Task task) -> {
                Optional.ofNullable(tasks.get(task)).ifPresent(Holder::forget);
                watch.enter(task.process().space().satp());
            }
            case Event.Exited(Task task, _) -> tasks.remove(task);
            default -> { }
        }
    }

    @Override
    public boolean reached(long pc) {
        LockCode functions = code.computeIfAbsent(space(), _ -> new LockCode());
        LockCall call = functions.at(space(), pc);
        boolean isReturn = functions.isReturn(pc);
        if (isReturn) {
            mayHaveReturned(pc);
        }
        if (call != null) {
            called(call, functions);
        }
        return isReturn || call != null;
    }

    private AddressSpace space() {
        return running.task.process().space();
    }

    private void called(LockCall call, LockCode functions) {
        long address = hart.get().x(Hart.A0), link = hart.get().x(Hart.RA), sp = hart.get().x(Hart.SP);
        Holder.Pending pending = running.pending;
        if (pending != null && (Long.compareUnsigned(sp, pending.sp()) < 0 || sp == pending.sp() && link == pending.link())) {
            return; // within the other call, or from its last line; or it is a loop back to its first instruction
        }
        running.pending = new Holder.Pending(call, address, link, sp);
        if (functions.addReturn(link)) {
            watch.lookAt(link);
        }
        Lock.at(space(), address).ifPresent(lock -> {
            if (call.action() == Action.RELEASE) {
                running.release(lock);
            } else if (call.action() == Action.TAKE) {
                order.wants(running, lock, address, call.isShared(), link);
            }
        });
    }

    private void mayHaveReturned(long pc) {
        Holder.Pending pending = running.pending;
        if (pending == null || pending.link() != pc || pending.sp() != hart.get().x(Hart.SP)) {
            return;
        }
        running.pending = null;
        if (pending.call().action() != Action.RELEASE && pending.call().isTaken(hart.get().x(Hart.A0))) {
            Lock.at(space(), pending.address())
                    .ifPresent(lock -> running.take(lock, pending.address(), pending.call().isShared(), pending.link()));
        }
    }
}
