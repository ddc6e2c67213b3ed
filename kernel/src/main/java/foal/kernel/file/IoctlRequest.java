package foal.kernel.file;

import foal.kernel.syscall.Command;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Parameter.Input;
import foal.kernel.syscall.Parameter.Output;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;

/** Requests of ioctl(2) that have a name here (ioctl_tty(2), tcp(7), netdevice(7)). */
public enum IoctlRequest implements Command {
    TCGETS(0x5401, new Output(Data.TERMIOS)),
    TCSETS(0x5402, new Input(Data.TERMIOS)),
    TCSETSW(0x5403, new Input(Data.TERMIOS)),
    TCSETSF(0x5404, new Input(Data.TERMIOS)),
    TCSBRK(0x5409, new Parameter.Plain()),
    TCXONC(0x540a, new Parameter.Constant(FlowAction.class, Rest.HEXADECIMAL)),
    TCFLSH(0x540b, new Parameter.Constant(FlushedQueue.class, Rest.HEXADECIMAL)),
    TIOCSCTTY(0x540e, new Parameter.Plain()),
    TIOCGPGRP(0x540f, new Output(Data.INT)),
    TIOCSPGRP(0x5410, new Input(Data.INT)),
    TIOCOUTQ(0x5411, new Output(Data.INT)),
    TIOCGWINSZ(0x5413, new Output(Data.WINSIZE)),
    TIOCSWINSZ(0x5414, new Input(Data.WINSIZE)),
    FIONREAD(0x541b, new Output(Data.INT)),
    FIONBIO(0x5421, new Input(Data.INT)),
    TIOCNOTTY(0x5422, new Parameter.Unused()),
    TCSBRKP(0x5425, new Parameter.Plain()),
    TIOCGSID(0x5429, new Output(Data.INT)),
    TIOCGPTN(0x8004_5430, new Output(Data.INT)),
    TIOCSPTLCK(0x4004_5431, new Input(Data.INT)),
    TIOCSIG(0x4004_5436, new Parameter.Plain()),
    TIOCGPTLCK(0x8004_5439, new Output(Data.INT)),
    TIOCGPTPEER(0x5441, new Parameter.Plain()),
    FIONCLEX(0x5450, new Parameter.Unused()),
    FIOASYNC(0x5452, new Input(Data.INT)),
    FIOCLEX(0x5451, new Parameter.Unused()),
    SIOCATMARK(0x8905, new Output(Data.INT)),
    SIOCGIFNAME(0x8910, new Parameter.Address()),
    SIOCGIFCONF(0x8912, new Parameter.Address()),
    SIOCGIFFLAGS(0x8913, new Parameter.Address()),
    SIOCGIFADDR(0x8915, new Parameter.Address()),
    SIOCGIFDSTADDR(0x8917, new Parameter.Address()),
    SIOCGIFBRDADDR(0x8919, new Parameter.Address()),
    SIOCGIFNETMASK(0x891b, new Parameter.Address()),
    SIOCGIFMETRIC(0x891d, new Parameter.Address()),
    SIOCGIFMTU(0x8921, new Parameter.Address()),
    SIOCGIFHWADDR(0x8927, new Parameter.Address()),
    SIOCGIFINDEX(0x8933, new Parameter.Address()),
    SIOCGIFTXQLEN(0x8942, new Parameter.Address());

    /** What TCXONC does: stops and starts output, or tells the other side to stop and start input. */
    public enum FlowAction implements Symbolic {
        TCOOFF, TCOON, TCIOFF, TCION;

        @Override
        public long value() {
            return ordinal();
        }
    }

    /** What TCFLSH forgets: input, output or both. */
    public enum FlushedQueue implements Symbolic {
        TCIFLUSH, TCOFLUSH, TCIOFLUSH;

        @Override
        public long value() {
            return ordinal();
        }
    }

    private final int value;
    private final Parameter.Kind argument;

    IoctlRequest(int value, Parameter.Kind argument) {
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
