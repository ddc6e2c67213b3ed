package foal.kernel.file;

import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Symbolic;
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

    /** The process, or as a negative number the process group; 0 for none. */
    int get() {
        return type == Type.F_OWNER_PGRP ? -id : id;
    }

    /** @param number as {@link #get} has it @return 0 or an error */
    long set(int number) {
        if (number == Integer.MIN_VALUE) {
            return EINVAL.result();
        }
        type = number < 0 ? Type.F_OWNER_PGRP : Type.F_OWNER_PID;
        id = Math.abs(number);
        return 0;
    }

    /** Fills in {@code struct f_owner_ex}. */
    void put(Struct struct) {
        struct.putInt(0, (int) type.value()).putInt(4, id);
    }

    /** Takes {@code struct f_owner_ex}. @return 0 or an error */
    long take(Struct struct) {
        int wanted = struct.getInt(0);
        if (wanted < 0 || wanted >= Type.values().length) {
            return EINVAL.result();
        }
        type = Type.values()[wanted];
        id = struct.getInt(4);
        return 0;
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
