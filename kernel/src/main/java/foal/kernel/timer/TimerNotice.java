package foal.kernel.timer;

import foal.kernel.syscall.Symbolic;

/** How a timer tells that it has gone off (sigevent(7)). */
public enum TimerNotice implements Symbolic {
    SIGEV_SIGNAL(0), SIGEV_NONE(1),
    /** For the C library, which makes a thread; to the kernel the same as SIGEV_SIGNAL. */
    SIGEV_THREAD(2),
    SIGEV_THREAD_ID(4);

    private final int value;

    TimerNotice(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
