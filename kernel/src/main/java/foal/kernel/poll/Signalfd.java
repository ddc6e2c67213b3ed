package foal.kernel.poll;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.file.OpenFlag;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.List;
import java.util.Optional;

/** Signals as a descriptor: a read takes those that are pending for whoever reads (signalfd(2)). */
final class Signalfd extends AnonymousFile {
    private static final int SIZE = 128;

    private final Signals signals;
    private final byte[] bytes = new byte[SIZE];
    private final Struct struct = Struct.of(bytes);
    private long wanted;

    Signalfd(Signals signals, long wanted, int flags) {
        super(flags | (int) OpenFlag.O_RDWR.value(), "signalfd");
        this.signals = signals;
        setWanted(wanted);
    }

    /** @param signals that a read is to take; SIGKILL and SIGSTOP cannot be */
    void setWanted(long signals) {
        wanted = signals & ~(Signal.SIGKILL.bit() | Signal.SIGSTOP.bit());
    }

    @Override
    public long read(Task task, UserBuffer to) {
        if (to.remaining() < SIZE) {
            return EINVAL.result();
        }
        long done = 0;
        while (to.remaining() >= SIZE) {
            Optional<SignalInfo> info = signals.take(task, wanted);
            if (info.isEmpty()) {
                break;
            }
            put(info.get());
            if (to.give(bytes, 0, SIZE) < SIZE) {
                return done == 0 ? EFAULT.result() : done;
            }
            done += SIZE;
        }
        if (done > 0) {
            return done;
        }
        return isNonBlocking() ? EAGAIN.result() : task.waitOn(task.process().actions().arrived());
    }

    /** Fills in {@code struct signalfd_siginfo}. */
    private void put(SignalInfo info) {
        struct.clear().putInt(0, info.signal()).putInt(8, info.code());
        if (info.isFault()) {
            struct.putLong(72, info.address());
        } else if (info.isOfDescriptor()) {
            struct.putInt(20, info.status()).putInt(28, (int) info.value());
        } else if (info.code() == SignalInfo.SI_TIMER) {
            struct.putInt(24, info.pid()).putInt(32, info.uid()).putInt(44, (int) info.value()).putLong(48, info.value());
        } else {
            struct.putInt(12, info.pid()).putInt(16, info.uid()).putInt(40, info.status())
                    .putInt(44, (int) info.value()).putLong(48, info.value());
        }
    }

    @Override
    public int poll(Task task) {
        return (Signals.pending(task) & wanted) != 0 ? (int) PollEvent.POLLIN.value() : 0;
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return List.of(task.process().actions().arrived());
    }
}
