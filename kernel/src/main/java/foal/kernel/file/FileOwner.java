package foal.kernel.file;

import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Symbolic;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Signals;
import java.util.Optional;

/** The owner of an open file: who gets a signal for input and output, and which (F_SETOWN and F_SETSIG in fcntl(2)). */
public final class FileOwner {
    /** Bytes of {@code struct f_owner_ex}. */
    static final int SIZE = 8;

    private Type type = Type.F_OWNER_TID;
    private int id;
    private int signal;
    // The signal is sent with the rights of whoever named the owner.
    private int realUser;
    private int effectiveUser;

    FileOwner() {}

    /** What the number of an owner is. */
    public enum Type implements Symbolic {
        F_OWNER_TID, F_OWNER_PID, F_OWNER_PGRP;

        @Override
        public long value() {
            return ordinal();
        }
    }

    /** The process, or as a negative number the process group; 0 for none, and for one that has ended. */
    int get(Processes processes) {
        return type == Type.F_OWNER_PGRP ? -present(processes) : present(processes);
    }

    /** @param by who says so @param number as {@link #get} has it @return 0 or an error */
    long set(Process by, int number, Processes processes) {
        if (number == Integer.MIN_VALUE) {
            return EINVAL.result();
        }
        return set(by, number < 0 ? Type.F_OWNER_PGRP : Type.F_OWNER_PID, Math.abs(number), processes);
    }

    /** Fills in {@code struct f_owner_ex}. */
    void put(Struct struct, Processes processes) {
        struct.putInt(0, (int) type.value()).putInt(4, present(processes));
    }

    /** Takes {@code struct f_owner_ex}. @param by who says so @return 0 or an error */
    long take(Process by, Struct struct, Processes processes) {
        Optional<Type> wanted = ByNumber.of(Type.class).find(struct.getInt(0));
        return wanted.isPresent() ? set(by, wanted.get(), struct.getInt(4), processes) : EINVAL.result();
    }

    /** As on Linux it is enough if the number is in use, for whatever. */
    private long set(Process by, Type newType, int number, Processes processes) {
        if (number != 0 && !processes.isInUse(number)) {
            return ESRCH.result();
        }
        type = newType;
        id = number;
        realUser = by.credentials().realUser();
        effectiveUser = by.credentials().effectiveUser();
        return 0;
    }

    private int present(Processes processes) {
        boolean isPresent = switch (type) {
            case F_OWNER_TID -> processes.findTask(id).isPresent();
            case F_OWNER_PID -> processes.find(id).isPresent();
            case F_OWNER_PGRP -> processes.hasInGroup(id, _ -> true);
        };
        return isPresent ? id : 0;
    }

    // ---- telling it --------------------------------------------------------------------------------------------

    /**
     * Tells the owner, if there is one, that something has become possible.
     *
     * @param code what, as {@code si_code} of a {@code siginfo_t}
     * @param band the same as events of poll(2)
     * @param fd the descriptor by which it asked to be told
     */
    void tell(Processes processes, int code, int band, int fd) {
        if (signal == 0) {
            send(processes, SignalInfo.fromKernel(Signal.SIGIO));
        } else if (!send(processes, SignalInfo.ofDescriptor(signal, code, band, fd))) {
            send(processes, SignalInfo.fromKernel(Signal.SIGIO)); // there was no room to queue the other
        }
    }

    /** Tells the owner, if there is one, that there is something urgent, whether or not it has asked for signals. */
    public void tellUrgent(Processes processes) {
        send(processes, SignalInfo.fromKernel(Signal.SIGURG));
    }

    /** @return whether everyone's signal could be kept */
    private boolean send(Processes processes, SignalInfo info) {
        if (id == 0) {
            return true;
        }
        Signals signals = processes.signals();
        return switch (type) {
            case F_OWNER_TID -> processes.findTask(id).filter(task -> mayTell(task.process()))
                    .map(task -> signals.send(task, info)).orElse(true);
            case F_OWNER_PID -> processes.find(id).filter(this::mayTell).map(process -> signals.send(process, info)).orElse(true);
            case F_OWNER_PGRP -> {
                boolean kept = true;
                for (Process member : processes.group(id)) {
                    kept &= !mayTell(member) || signals.send(member, info);
                }
                yield kept;
            }
        };
    }

    private boolean mayTell(Process process) {
        return effectiveUser == 0 || process.credentials().isRealOrSavedUser(effectiveUser) || process.credentials().isRealOrSavedUser(realUser);
    }

    /** The signal; 0 for SIGIO. */
    int signal() {
        return signal;
    }

    /** @return 0 or an error */
    long setSignal(long number) {
        if (number < 0 || number > Signal.LAST) {
            return EINVAL.result();
        }
        signal = (int) number;
        return 0;
    }
}
