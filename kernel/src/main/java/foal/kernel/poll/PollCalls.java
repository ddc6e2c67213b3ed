package foal.kernel.poll;

import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.OpenFile;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The system calls that wait for one of several descriptors (poll(2), select(2)). Each asks all of them; if none is
 * ready it waits on all their queues, and asks again when it is woken.
 */
public final class PollCalls {
    private static final int POLLFD_SIZE = 8, WORD_SIZE = 8, WORD_BITS = 64;

    private final CallTimeout timeout;
    private final CallMask mask = new CallMask();
    private final Struct pollfd = new Struct(POLLFD_SIZE);
    private final Struct pair = new Struct(16);
    private final Struct word = new Struct(WORD_SIZE);

    public PollCalls(Clock clock) {
        timeout = new CallTimeout(clock);
    }

    // ---- ppoll -------------------------------------------------------------------------------------------------

    @Syscall(nr = 73, doc = "wait for descriptors of a list", topics = Topic.DESC, restarts = false,
            returns = Syscall.Returns.READY,
            differs = "By the virtual clock, standard input that is no terminal is always ready: what the host has not "
                    + "delivered yet is waited for by the read, and meanwhile time stands still.")
    public long ppoll(Task task, @In(value = Data.POLLFDS, length = "nfds") long fds, int nfds, @In(Data.TIMESPEC) long tmo_p,
            @In(Data.SIGSET) long sigmask, long sigsetsize) {
        if (!task.call().isRerun()) {
            long error = timeout.begin(task, tmo_p);
            error = error != 0 ? error : mask.apply(task, sigmask, sigsetsize);
            if (error != 0) {
                return error;
            }
            if (Integer.compareUnsigned(nfds, DescriptorTable.of(task).limit()) > 0) {
                return EINVAL.result();
            }
        }
        long result = askAll(task, fds, nfds);
        if (result == 0 && !timeout.isOver(task)) {
            for (int i = 0; i < nfds; i++) {
                task.memory().read(fds + (long) POLLFD_SIZE * i, pollfd);
                waitFor(task, pollfd.getInt(0));
            }
            result = task.waitForDeadline();
        }
        if (result != Result.BLOCKED) {
            timeout.leaveRest(task, tmo_p);
        }
        return result;
    }

    /** Fills in what each descriptor of the list is ready for. @return how many are ready for something, or an error */
    private long askAll(Task task, long fds, int nfds) {
        int ready = 0;
        for (int i = 0; i < nfds; i++) {
            long address = fds + (long) POLLFD_SIZE * i;
            if (!task.memory().read(address, pollfd)) {
                return EFAULT.result();
            }
            int events = ask(task, pollfd.getInt(0), pollfd.getShort(4));
            ready += events == 0 ? 0 : 1;
            if (!task.memory().write(address, pollfd.putShort(6, events))) {
                return EFAULT.result();
            }
        }
        return ready;
    }

    private static int ask(Task task, int fd, int wanted) {
        if (fd < 0) {
            return 0;
        }
        Optional<OpenFile> file = DescriptorTable.of(task).get(fd);
        return file.isEmpty() ? (int) PollEvent.POLLNVAL.value()
                : file.get().poll(task) & (wanted | PollEvent.ALWAYS);
    }

    private static void waitFor(Task task, int fd) {
        Optional<OpenFile> file = DescriptorTable.of(task).get(fd);
        if (file.isPresent()) {
            List<WaitQueue> queues = file.get().pollQueues(task);
            for (int i = 0; i < queues.size(); i++) {
                task.waitOn(queues.get(i));
            }
        }
    }

    // ---- pselect6 ----------------------------------------------------------------------------------------------

    /** The three sets, and what makes a descriptor ready in each. */
    private enum Kind {
        READ(PollEvent.POLLRDBAND.value() | PollEvent.POLLHUP.value() | PollEvent.POLLERR.value() | PollEvent.READABLE),
        WRITE(PollEvent.POLLWRBAND.value() | PollEvent.POLLERR.value() | PollEvent.WRITABLE),
        EXCEPTION(PollEvent.POLLPRI.value());

        private final long events;

        Kind(long events) {
            this.events = events;
        }
    }

    private static final Kind[] KINDS = Kind.values();

    @Syscall(nr = 72, doc = "wait for descriptors of sets", topics = Topic.DESC, restarts = false,
            returns = Syscall.Returns.READY)
    public long pselect6(Task task, int n, @In(value = Data.FD_SET, length = "n") long inp,
            @In(value = Data.FD_SET, length = "n") long outp, @In(value = Data.FD_SET, length = "n") long exp,
            @In(Data.TIMESPEC) long tsp, @Address long sig) {
        if (!task.call().isRerun()) {
            long error = beginSelect(task, tsp, sig);
            if (error != 0 || n < 0) {
                return error != 0 ? error : EINVAL.result();
            }
        }
        long[] sets = {inp, outp, exp};
        int count = Math.min(n, DescriptorTable.of(task).limit());
        long result = askSets(task, sets, count, false);
        if (result == 0 && !timeout.isOver(task)) {
            waitForSets(task, sets, count);
            result = task.waitForDeadline();
        } else if (result >= 0) {
            result = askSets(task, sets, count, true);
        }
        if (result != Result.BLOCKED) {
            timeout.leaveRest(task, tsp);
        }
        return result;
    }

    /** @param sig a mask's address and size, as a seventh argument has no register */
    private long beginSelect(Task task, long tsp, long sig) {
        if (sig != 0 && !task.memory().read(sig, pair)) {
            return EFAULT.result();
        }
        long error = timeout.begin(task, tsp);
        return error != 0 || sig == 0 ? error : mask.apply(task, pair.getLong(0), pair.getLong(8));
    }

    /**
     * Asks all descriptors of the sets.
     *
     * @param write whether the sets are to become those of the ready ones
     * @return how many are ready, each counted in every set, or an error
     */
    private long askSets(Task task, long[] sets, int count, boolean write) {
        int ready = 0;
        for (Kind kind : KINDS) {
            long set = sets[kind.ordinal()];
            for (int first = 0; set != 0 && first < count; first += WORD_BITS) {
                long address = set + first / WORD_BITS * WORD_SIZE;
                if (!task.memory().read(address, word)) {
                    return EFAULT.result();
                }
                long found = 0;
                for (long rest = word.getLong(0) & bits(first, count); rest != 0; rest &= rest - 1) {
                    Optional<OpenFile> file = DescriptorTable.of(task).get(first + Long.numberOfTrailingZeros(rest));
                    if (file.isEmpty()) {
                        return EBADF.result();
                    }
                    if ((file.get().poll(task) & kind.events) != 0) {
                        found |= Long.lowestOneBit(rest);
                    }
                }
                ready += Long.bitCount(found);
                if (write && !task.memory().write(address, word.putLong(0, found))) {
                    return EFAULT.result();
                }
            }
        }
        return ready;
    }

    private void waitForSets(Task task, long[] sets, int count) {
        for (int first = 0; first < count; first += WORD_BITS) {
            long wanted = 0;
            for (long set : sets) {
                if (set != 0 && task.memory().read(set + first / WORD_BITS * WORD_SIZE, word)) {
                    wanted |= word.getLong(0);
                }
            }
            for (long rest = wanted & bits(first, count); rest != 0; rest &= rest - 1) {
                waitFor(task, first + Long.numberOfTrailingZeros(rest));
            }
        }
    }

    /** Which bits of the word that begins with a descriptor count. */
    private static long bits(int first, int count) {
        return count - first >= WORD_BITS ? -1 : (1L << count - first) - 1;
    }
}
