package foal.kernel.task;

import foal.kernel.syscall.Command;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Rest;

/** What prctl(2) is to do, and what its second argument is then. */
public enum PrctlOption implements Command {
    PR_SET_PDEATHSIG(1, new Parameter.Constant(Signal.class, Rest.SIGNAL)),
    PR_GET_PDEATHSIG(2, new Parameter.Output(Data.INT)),
    PR_GET_DUMPABLE(3, new Parameter.Unused()),
    PR_SET_DUMPABLE(4, new Parameter.Plain()),
    PR_GET_KEEPCAPS(7, new Parameter.Unused()),
    PR_SET_KEEPCAPS(8, new Parameter.Plain()),
    PR_GET_TIMING(13, new Parameter.Unused()),
    PR_SET_TIMING(14, new Parameter.Plain()),
    PR_SET_NAME(15, new Parameter.Input(Data.STRING)),
    PR_GET_NAME(16, new Parameter.Output(Data.STRING)),
    PR_GET_SECCOMP(21, new Parameter.Unused()),
    PR_CAPBSET_READ(23, new Parameter.Constant(Capability.class, Rest.UNKNOWN)),
    PR_CAPBSET_DROP(24, new Parameter.Constant(Capability.class, Rest.UNKNOWN)),
    PR_GET_SECUREBITS(27, new Parameter.Unused()),
    PR_SET_SECUREBITS(28, new Parameter.Hexadecimal()),
    PR_SET_TIMERSLACK(29, new Parameter.Plain()),
    PR_GET_TIMERSLACK(30, new Parameter.Unused()),
    PR_SET_CHILD_SUBREAPER(36, new Parameter.Plain()),
    PR_GET_CHILD_SUBREAPER(37, new Parameter.Output(Data.INT)),
    PR_SET_NO_NEW_PRIVS(38, new Parameter.Plain()),
    PR_GET_NO_NEW_PRIVS(39, new Parameter.Plain()),
    PR_SET_THP_DISABLE(41, new Parameter.Plain()),
    PR_GET_THP_DISABLE(42, new Parameter.Plain()),
    PR_CAP_AMBIENT(47, new Parameter.Plain());

    private final int value;
    private final Parameter.Kind argument;

    PrctlOption(int value, Parameter.Kind argument) {
        this.value = value;
        this.argument = argument;
    }

    @Override
    public long value() {
        return value;
    }

    @Override
    public Parameter.Kind argument() {
        return argument;
    }
}
