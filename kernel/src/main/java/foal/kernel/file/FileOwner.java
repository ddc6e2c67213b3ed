package foal.kernel.file;

import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Symbolic;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;

/** Who is to hear of input and output on something open, and by which signal (F_SETOWN in fcntl(2)): it is remembered only. */
public final class FileOwner {
    /** Bytes of {@code struct f_owner_ex}. */
    static final int SIZE = 8;

    private Type type = Type.F_OWNER_TID;
    private int id;
    private int signal;

    FileOwner() {}

    /** What the number of an owner is. */
    public enum Type implements Symbolic {
        F_OWNER_TID, F_OWNER_PID, F_OWNER_PGRP;

        @Override
        public long value() {
            return ordinal();
        }
    }

    /** The process, or as a negative number the process group; 0 for none, and for one that is no more. */
    int get(Processes processes) {
        return type == Type.F_OWNER_PGRP ? -present(processes) : present(processes);
    }

    /** @param number as {@link #get} has it @return 0 or an error */
    long set(int number, Processes processes) {
        if (number == Integer.MIN_VALUE) {
            return EINVAL.result();
        }
        return set(number < 0 ? Type.F_OWNER_PGRP : Type.F_OWNER_PID, Math.abs(number), processes);
    }

    /** Fills in {@code struct f_owner_ex}. */
    void put(Struct struct, Processes processes) {
        struct.putInt(0, (int) type.value()).putInt(4, present(processes));
    }

    /** Takes {@code struct f_owner_ex}. @return 0 or an error */
    long take(Struct struct, Processes processes) {
        int wanted = struct.getInt(0);
        boolean isType = wanted >= 0 && wanted < Type.values().length;
        return isType ? set(Type.values()[wanted], struct.getInt(4), processes) : EINVAL.result();
    }

    /** As on Linux it is enough if the number is in use, for whatever. */
    private long set(Type newType, int number, Processes processes) {
        if (number != 0 && !processes.isInUse(number)) {
            return ESRCH.result();
        }
        type = newType;
        id = number;
        return 0;
    }

    private int present(Processes processes) {
        boolean isPresent = switch (type) {
            case F_OWNER_TID -> processes.findTask(id).isPresent();
            case F_OWNER_PID -> processes.find(id).isPresent();
            case F_OWNER_PGRP -> !processes.group(id).isEmpty();
        };
        return isPresent ? id : 0;
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
