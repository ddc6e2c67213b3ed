package foal.kernel.net;

import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.Optional;

/** The name that a socket of the family AF_UNIX is bound to, if it is. */
final class UnixName {
    private final Socket owner;
    private final UnixNames names;
    private UnixAddress address = UnixAddress.UNNAMED;

    UnixName(Socket owner, UnixNames names) {
        this.owner = owner;
        this.names = names;
    }

    UnixAddress address() {
        return address;
    }

    /** The address as receivers are told it; null for none. */
    UnixAddress source() {
        return address.isUnnamed() ? null : address;
    }

    /** The name of a connection that was accepted: its listener's, which goes on having it. */
    void show(UnixAddress listeners) {
        address = listeners;
    }

    long bind(Task task, byte[] given) {
        if (UnixAddress.asksForName(given)) {
            return bindToAny();
        }
        Optional<UnixAddress> wanted = UnixAddress.of(given);
        if (wanted.isEmpty() || !address.isUnnamed()) {
            return Errno.EINVAL.result();
        }
        Errno error = wanted.get().isAbstract() ? names.bind(owner, wanted.get()) : Errno.EROFS;
        if (error != null) {
            return error.result();
        }
        address = wanted.get();
        return 0;
    }

    /** Binds to a name that is made up, unless it is bound. */
    long bindToAny() {
        if (!address.isUnnamed()) {
            return 0;
        }
        UnixAddress free = names.makeUp();
        if (free == null) {
            return Errno.ENOSPC.result();
        }
        names.bind(owner, free);
        address = free;
        return 0;
    }

    /** The socket is closed. */
    void release() {
        if (address.isAbstract() && names.find(address).socket() == owner) {
            names.unbind(address);
        }
    }
}
