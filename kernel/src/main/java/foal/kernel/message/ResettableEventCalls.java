package foal.kernel.message;

import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ETIMEDOUT;
import static foal.kernel.syscall.Order.RECEIVE;
import static foal.kernel.syscall.Order.SEND;

import foal.kernel.file.DescriptorTable;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.About;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Waiter;
import foal.kernel.task.Wakers;
import foal.kernel.time.Clock;
import foal.kernel.time.Timespec;
import java.util.function.Consumer;

/** Events: tasks wait until something has happened. */
@About(Topic.IPC)
public final class ResettableEventCalls {
    private final WaitQueue reason = new WaitQueue("an event", ResettableEventCalls::findUsers);
    private final Clock clock;
    private final Struct timespec = new Struct(16);
    private long made;

    ResettableEventCalls(Clock clock) {
        this.clock = clock;
    }

    /** What an event is like from the beginning. */
    public enum EventFlag implements Symbolic {
        EVENT_AUTO(1), EVENT_SET(2);

        private final int value;

        EventFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    @Syscall(nr = 1020, doc = "make an event, with manual or automatic reset", topics = Topic.DESC)
    public long event_create(Task task, @Flags(EventFlag.class) int flags) {
        if ((flags & ~(EventFlag.EVENT_AUTO.value() | EventFlag.EVENT_SET.value())) != 0) {
            return EINVAL.result();
        }
        ResettableEvent event = new ResettableEvent(++made, EventFlag.EVENT_AUTO.in(flags), EventFlag.EVENT_SET.in(flags));
        return DescriptorTable.of(task).add(event, true);
    }

    @Syscall(nr = 1021, doc = "wait until an event is set, but not longer than a time", orders = RECEIVE, restarts = false)
    public long event_wait(Task task, @Fd int event, @In(Data.TIMESPEC) long timeout) {
        if (task.call().kept() instanceof Waiter waiter) {
            return clock.monotonic() >= task.call().deadline() ? ETIMEDOUT.result() : waiter.block();
        }
        ResettableEvent found = find(task, event);
        if (found == null) {
            return EBADF.result();
        }
        if (timeout != 0) {
            if (!task.memory().read(timeout, timespec)) {
                return EFAULT.result();
            }
            long nanoseconds = Timespec.nanoseconds(timespec);
            if (nanoseconds == Timespec.INVALID) {
                return EINVAL.result();
            }
            task.call().setDeadline(Timespec.deadline(nanoseconds, clock.monotonic()));
        }
        if (found.consume()) {
            return 0;
        }
        if (clock.monotonic() >= task.call().deadline()) {
            return ETIMEDOUT.result();
        }
        Waiter waiter = new Waiter(task, reason);
        found.add(waiter);
        return waiter.block();
    }

    @Syscall(nr = 1022, doc = "set an event: it has happened", orders = SEND)
    public long event_set(Task task, @Fd int event) {
        return on(task, event, ResettableEvent::set);
    }

    @Syscall(nr = 1023, doc = "reset an event: it has not happened")
    public long event_reset(Task task, @Fd int event) {
        return on(task, event, ResettableEvent::reset);
    }

    @Syscall(nr = 1024, doc = "set an event only for those who wait for it now")
    public long event_pulse(Task task, @Fd int event) {
        return on(task, event, ResettableEvent::pulse);
    }

    private static long on(Task task, int fd, Consumer<ResettableEvent> action) {
        ResettableEvent event = find(task, fd);
        if (event == null) {
            return EBADF.result();
        }
        action.accept(event);
        return 0;
    }

    private static ResettableEvent find(Task task, int fd) {
        return DescriptorTable.of(task).get(fd).orElse(null) instanceof ResettableEvent event ? event : null;
    }

    /** Who can wake a task that waits for an event: every task that has it open. */
    private static void findUsers(Task waiter, Wakers.Candidates found) {
        ResettableEvent event = find(waiter, (int) waiter.call().argument(0));
        found.holders(file -> file == event);
    }}
