package foal.kernel.file;

import java.util.Optional;

/** An open file that was opened by a name. It keeps the file alive when the name is gone. */
public abstract class OpenEntry extends OpenFile {
    private final Dentry entry;

    protected OpenEntry(Dentry entry, int flags) {
        super(flags);
        this.entry = entry;
        entry.inode().retain();
    }

    @Override
    public final boolean isPositional() {
        return true;
    }

    @Override
    public final Optional<Dentry> entry() {
        return Optional.of(entry);
    }

    @Override
    protected void released() {
        entry.inode().release();
    }

    @Override
    public final FileStatus status() {
        return entry.inode().status();
    }

    @Override
    public final Object label() {
        return entry; // whose path may change
    }

    @Override
    public final String description() {
        return entry.path();
    }
}
