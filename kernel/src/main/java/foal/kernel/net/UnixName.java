package foal.kernel.net;

import foal.kernel.file.FileTree;
import foal.kernel.file.Inode;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.Optional;

/** The name that a socket of the family AF_UNIX is bound to, if it is. */
final class UnixName {
    private final Socket owner;
    private final UnixNames names;
    private UnixAddress address = UnixAddress.UNNAMED;
    /** Whether the name is this socket's own, not that of the listener by which it was connected. */
    private boolean isOwn;
    /** The file that stands for the socket, if the name is a path. */
    private Optional<Inode> file = Optional.empty();

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
        long error = wanted.get().isAbstract() ? names.bind(owner, wanted.get().name()) : makeFile(task, wanted.get().name());
        if (error == 0) {
            address = wanted.get();
            isOwn = true;
        }
        return error;
    }

    private long makeFile(Task task, String path) {
        return switch (names.makeFile(task, owner, path)) {
            case FileTree.Found.Error(Errno errno) -> (errno == Errno.EEXIST ? Errno.EADDRINUSE : errno).result();
            case FileTree.Found.File made -> {
                file = Optional.of(made.inode());
                yield 0;
            }
        };
    }

    /** Binds to a name that is made up, unless it is bound. */
    long bindToAny() {
        if (!address.isUnnamed()) {
            return 0;
        }
        UnixAddress free = names.makeUp(owner.type());
        if (free == null) {
            return Errno.ENOSPC.result();
        }
        names.bind(owner, free.name());
        address = free;
        isOwn = true;
        return 0;
    }

    /** The socket is closed. */
    void release() {
        file.ifPresent(names::unbind);
        if (isOwn && address.isAbstract()) {
            names.unbind(owner.type(), address.name());
        }
    }
}
