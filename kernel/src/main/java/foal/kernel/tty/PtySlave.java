package foal.kernel.tty;

import foal.kernel.file.Dentry;
import foal.kernel.file.FileStatus;
import java.util.Optional;

/** The slave of a pseudoterminal as an open file: a terminal with a name in /dev/pts. */
final class PtySlave extends TerminalFile {
    private final Pty pty;

    PtySlave(Pty pty, TerminalControl control, int flags) {
        super(pty.terminal(), control, flags);
        this.pty = pty;
    }

    Pty pty() {
        return pty;
    }

    @Override
    public Optional<Object> channel() {
        return Optional.of(pty);
    }

    @Override
    protected void released() {
        pty.slaveReleased();
    }

    @Override
    public Optional<Dentry> entry() {
        return Optional.of(pty.entry());
    }

    @Override
    public FileStatus status() {
        return pty.entry().inode().status();
    }

    @Override
    public String description() {
        return pty.entry().path();
    }
}
