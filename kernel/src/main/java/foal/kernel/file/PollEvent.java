package foal.kernel.file;

import foal.kernel.syscall.Symbolic;

/** What can be waited for on a descriptor, and what is reported of it (poll(2), epoll_ctl(2)). */
public enum PollEvent implements Symbolic {
    POLLIN(0x1), POLLPRI(0x2), POLLOUT(0x4), POLLERR(0x8), POLLHUP(0x10), POLLNVAL(0x20),
    POLLRDNORM(0x40), POLLRDBAND(0x80), POLLWRNORM(0x100), POLLWRBAND(0x200), POLLRDHUP(0x2000);

    /** There is something to read, or the end. */
    public static final int READABLE = (int) (POLLIN.value | POLLRDNORM.value);
    /** A write would not block. */
    public static final int WRITABLE = (int) (POLLOUT.value | POLLWRNORM.value);
    /** Reported whether or not they were asked for. */
    public static final int ALWAYS = (int) (POLLERR.value | POLLHUP.value | POLLNVAL.value);

    private final long value;

    PollEvent(long value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
