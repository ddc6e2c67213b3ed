package foal.kernel.file;

import foal.kernel.syscall.Symbolic;

/** Requests of ioctl(2) that have a name here (ioctl_tty(2)). */
public enum IoctlRequest implements Symbolic {
    TCGETS(0x5401), TCSETS(0x5402), TCSETSW(0x5403), TCSETSF(0x5404), TIOCGPGRP(0x540f), TIOCSPGRP(0x5410),
    TIOCGWINSZ(0x5413), TIOCSWINSZ(0x5414), FIONREAD(0x541b), FIONBIO(0x5421);

    private final int value;

    IoctlRequest(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
