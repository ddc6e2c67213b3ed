package foal.kernel.poll;

import foal.kernel.file.PollEvent;
import foal.kernel.syscall.Symbolic;

/** What an epoll instance is asked to watch for, and how (epoll_ctl(2)). */
public enum EpollEvent implements Symbolic {
    EPOLLIN(PollEvent.POLLIN), EPOLLPRI(PollEvent.POLLPRI), EPOLLOUT(PollEvent.POLLOUT), EPOLLERR(PollEvent.POLLERR),
    EPOLLHUP(PollEvent.POLLHUP), EPOLLRDNORM(PollEvent.POLLRDNORM), EPOLLRDBAND(PollEvent.POLLRDBAND),
    EPOLLWRNORM(PollEvent.POLLWRNORM), EPOLLWRBAND(PollEvent.POLLWRBAND), EPOLLRDHUP(PollEvent.POLLRDHUP),
    EPOLLEXCLUSIVE(1 << 28), EPOLLWAKEUP(1 << 29), EPOLLONESHOT(1 << 30), EPOLLET(1L << 31);

    private final long value;

    EpollEvent(PollEvent event) {
        this(event.value());
    }

    EpollEvent(long value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
