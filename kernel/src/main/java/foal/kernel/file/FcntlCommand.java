package foal.kernel.file;

import foal.kernel.syscall.Command;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Parameter.FlagSet;
import foal.kernel.syscall.Parameter.Input;
import foal.kernel.syscall.Parameter.Output;
import foal.kernel.syscall.Parameter.Plain;
import foal.kernel.syscall.Parameter.Unused;
import foal.kernel.syscall.Rest;
import foal.kernel.task.Signal;

/** Commands of fcntl(2), and what its argument and its result are under each. */
public enum FcntlCommand implements Command {
    F_DUPFD(0, new Plain()),
    F_GETFD(1, new Unused(), new FlagSet(DescriptorCalls.DescriptorFlag.class, false, Rest.UNKNOWN)),
    F_SETFD(2, new FlagSet(DescriptorCalls.DescriptorFlag.class, false, Rest.UNKNOWN)),
    F_GETFL(3, new Unused(), new FlagSet(OpenFlag.class, false, Rest.UNKNOWN)),
    F_SETFL(4, new FlagSet(OpenFlag.class, false, Rest.UNKNOWN)),
    F_GETLK(5, new Output(Data.FLOCK_FOUND)),
    F_SETLK(6, new Input(Data.FLOCK)),
    F_SETLKW(7, new Input(Data.FLOCK)),
    F_SETOWN(8, new Plain()),
    F_GETOWN(9, new Unused()),
    F_SETSIG(10, new Parameter.Constant(Signal.class, Rest.UNKNOWN)),
    F_GETSIG(11, new Unused(), new Parameter.Constant(Signal.class, Rest.UNKNOWN)),
    F_SETOWN_EX(15, new Input(Data.F_OWNER_EX)),
    F_GETOWN_EX(16, new Output(Data.F_OWNER_EX)),
    F_OFD_GETLK(36, new Output(Data.FLOCK_FOUND)),
    F_OFD_SETLK(37, new Input(Data.FLOCK)),
    F_OFD_SETLKW(38, new Input(Data.FLOCK)),
    F_DUPFD_CLOEXEC(1030, new Plain()),
    F_SETPIPE_SZ(1031, new Plain()),
    F_GETPIPE_SZ(1032, new Unused()),
    F_ADD_SEALS(1033, new Plain()),
    F_GET_SEALS(1034, new Unused());

    private final int value;
    private final Parameter.Kind argument;
    private final Parameter.Kind result;

    FcntlCommand(int value, Parameter.Kind argument) {
        this(value, argument, new Plain());
    }

    FcntlCommand(int value, Parameter.Kind argument, Parameter.Kind result) {
        this.value = value;
        this.argument = argument;
        this.result = result;
    }

    /** Whether a descriptor that only stands for a path has it (O_PATH). */
    boolean isForPaths() {
        return switch (this) {
            case F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL -> true;
            default -> false;
        };
    }

    @Override
    public long value() {
        return value;
    }

    @Override
    public Parameter.Kind argument() {
        return argument;
    }

    @Override
    public Parameter.Kind result() {
        return result;
    }
}
