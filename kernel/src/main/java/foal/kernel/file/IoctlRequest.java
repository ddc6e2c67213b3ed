package foal.kernel.file;

import foal.kernel.syscall.Command;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Parameter.Input;
import foal.kernel.syscall.Parameter.Output;

/** Requests of ioctl(2) that have a name here (ioctl_tty(2)). */
public enum IoctlRequest implements Command {
    TCGETS(0x5401, new Output(Data.TERMIOS)),
    TCSETS(0x5402, new Input(Data.TERMIOS)),
    TCSETSW(0x5403, new Input(Data.TERMIOS)),
    TCSETSF(0x5404, new Input(Data.TERMIOS)),
    TIOCGPGRP(0x540f, new Output(Data.INT)),
    TIOCSPGRP(0x5410, new Input(Data.INT)),
    TIOCGWINSZ(0x5413, new Output(Data.WINSIZE)),
    TIOCSWINSZ(0x5414, new Input(Data.WINSIZE)),
    FIONREAD(0x541b, new Output(Data.INT)),
    FIONBIO(0x5421, new Input(Data.INT));

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
