package foal.kernel.poll;

import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EEXIST;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ELOOP;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOSPC;
import static foal.kernel.syscall.Errno.EPERM;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.memory.KernelMemory;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserMemory;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Only;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.Optional;

/** System calls on epoll instances (epoll(7)). */
public final class EpollCalls {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int CLOEXEC = (int) OpenFlag.O_CLOEXEC.value();
    /** What may go with EPOLLEXCLUSIVE. */
    private static final int WITH_EXCLUSIVE = (int) (EpollEvent.EPOLLIN.value() | EpollEvent.EPOLLOUT.value()
            | EpollEvent.EPOLLERR.value() | EpollEvent.EPOLLHUP.value() | EpollEvent.EPOLLWAKEUP.value()
            | EpollEvent.EPOLLET.value() | EpollEvent.EPOLLEXCLUSIVE.value());

    private final CallTimeout timeout;
    private final CallMask mask = new CallMask();
    private final Epoll.Family family;
    private final Struct event = new Struct(Epoll.EVENT_SIZE);

    /** @param memory what the files that are watched are charged to */
    public EpollCalls(Clock clock, KernelMemory memory) {
        timeout = new CallTimeout(clock);
        family = new Epoll.Family(memory);
    }

    /** Flags of epoll_create1(2). */
    public enum EpollFlag implements Symbolic {
        EPOLL_CLOEXEC;

        @Override
        public long value() {
            return CLOEXEC;
        }
    }

    /** What epoll_ctl(2) can do. */
    public enum Operation implements Symbolic {
        EPOLL_CTL_ADD, EPOLL_CTL_DEL, EPOLL_CTL_MOD;

        @Override
        public long value() {
            return ordinal() + 1L;
        }
    }

    private static final ByNumber<Operation> OPERATIONS = ByNumber.of(Operation.class);

    @Syscall(nr = 20, doc = "make an epoll instance", topics = Topic.DESC)
    public long epoll_create1(Task task, @Flags(EpollFlag.class) int flags) {
        if ((flags & ~CLOEXEC) != 0) {
            return EINVAL.result();
        }
        return DescriptorTable.of(task).add(new Epoll(family), (flags & CLOEXEC) != 0);
    }

    @Syscall(nr = 21, doc = "say what an epoll instance watches",
            differs = "Of several waiting tasks all are woken, also with EPOLLEXCLUSIVE.")
    public long epoll_ctl(Task task, @Fd int epfd, @OneOf(Operation.class) int op, @Fd int fd,
            @In(Data.EPOLL_EVENT) @Only(with = "op", in = {"EPOLL_CTL_ADD", "EPOLL_CTL_MOD"}) long event) {
        if (op != Operation.EPOLL_CTL_DEL.value() && !task.memory().read(event, this.event)) {
            return EFAULT.result();
        }
        Optional<OpenFile> instance = DescriptorTable.of(task).get(epfd);
        Optional<OpenFile> file = DescriptorTable.of(task).get(fd);
        if (instance.isEmpty() || file.isEmpty()) {
            return EBADF.result();
        }
        if (file.get().pollQueues(task).isEmpty()) {
            return EPERM.result(); // a file or directory, which is always ready
        }
        if (instance.get() == file.get() || !(instance.get() instanceof Epoll epoll)) {
            return EINVAL.result();
        }
        int events = this.event.getInt(0);
        long data = this.event.getLong(8);
        Optional<Operation> operation = OPERATIONS.find(op);
        if (operation.isEmpty()) {
            return EINVAL.result();
        }
        return switch (operation.get()) {
            case EPOLL_CTL_ADD -> add(task, epoll, fd, file.get(), events, data);
            case EPOLL_CTL_DEL -> remove(epoll, fd, file.get());
            case EPOLL_CTL_MOD -> modify(task, epoll, fd, file.get(), events, data);
        };
    }

    private long add(Task task, Epoll epoll, int fd, OpenFile file, int events, long data) {
        boolean isExclusive = EpollEvent.EPOLLEXCLUSIVE.in(events);
        if (isExclusive && ((events & ~WITH_EXCLUSIVE) != 0 || file instanceof Epoll)) {
            return EINVAL.result();
        }
        if (!epoll.mayWatch(file)) {
            return ELOOP.result();
        }
        if (epoll.find(fd, file).isPresent()) {
            return EEXIST.result();
        }
        if (family.isFull()) {
            return ENOSPC.result();
        }
        epoll.add(task, fd, file, events, data);
        return 0;
    }

    private static long remove(Epoll epoll, int fd, OpenFile file) {
        Optional<EpollItem> item = epoll.find(fd, file);
        item.ifPresent(epoll::remove);
        return item.isPresent() ? 0 : ENOENT.result();
    }

    private static long modify(Task task, Epoll epoll, int fd, OpenFile file, int events, long data) {
        if (EpollEvent.EPOLLEXCLUSIVE.in(events)) {
            return EINVAL.result();
        }
        Optional<EpollItem> item = epoll.find(fd, file);
        if (item.isEmpty()) {
            return ENOENT.result();
        }
        if (item.get().isExclusive()) {
            return EINVAL.result();
        }
        epoll.change(task, item.get(), events, data);
        return 0;
    }

    @Syscall(nr = 22, doc = "wait for what an epoll instance watches", restarts = false, endsWhenStopped = true)
    public long epoll_pwait(Task task, @Fd int epfd, @Out(value = Data.EPOLL_EVENTS, length = "return") long events,
            int maxevents, int timeout, @In(Data.SIGSET) long sigmask, long sigsetsize) {
        if (!task.call().isRerun()) {
            if (timeout >= 0) {
                this.timeout.beginAfter(task, timeout * NANOS_PER_MILLI);
            }
            long error = mask.apply(task, sigmask, sigsetsize);
            if (error != 0) {
                return error;
            }
        }
        return await(task, epfd, events, maxevents);
    }

    @Syscall(nr = 441, doc = "the same with a more exact timeout", restarts = false, endsWhenStopped = true)
    public long epoll_pwait2(Task task, @Fd int epfd, @Out(value = Data.EPOLL_EVENTS, length = "return") long events,
            int maxevents, @In(Data.TIMESPEC) long timeout, @In(Data.SIGSET) long sigmask, long sigsetsize) {
        if (!task.call().isRerun()) {
            long error = this.timeout.begin(task, timeout);
            error = error != 0 ? error : mask.apply(task, sigmask, sigsetsize);
            if (error != 0) {
                return error;
            }
        }
        return await(task, epfd, events, maxevents);
    }

    private long await(Task task, int epfd, long events, int maxevents) {
        if (maxevents <= 0 || maxevents > Integer.MAX_VALUE / Epoll.EVENT_SIZE) {
            return EINVAL.result();
        }
        if (!UserMemory.mayBeUsers(events, (long) maxevents * Epoll.EVENT_SIZE)) {
            return EFAULT.result();
        }
        Optional<OpenFile> file = DescriptorTable.of(task).get(epfd);
        if (file.isEmpty() || !(file.get() instanceof Epoll epoll)) {
            return file.isEmpty() ? EBADF.result() : EINVAL.result();
        }
        long fetched = epoll.fetch(task, events, maxevents);
        return fetched != 0 || timeout.isOver(task) ? fetched : task.waitOn(epoll.changed());
    }
}
