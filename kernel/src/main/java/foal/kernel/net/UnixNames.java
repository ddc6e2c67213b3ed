package foal.kernel.net;

import foal.kernel.file.FileTree;
import foal.kernel.file.Inode;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.HashMap;
import java.util.Map;

/** The names of sockets of the family AF_UNIX (unix(7)): abstract ones, and files that stand for a socket. */
final class UnixNames {
    /** Names that can be made up: five hexadecimal digits. */
    private static final int MOST_MADE_UP = 1 << 20;

    private final FileTree tree;
    private final Map<Abstract, Socket> byName = new HashMap<>();
    private final Map<Inode, Socket> byFile = new HashMap<>();
    private int madeUp;

    UnixNames(FileTree tree) {
        this.tree = tree;
    }

    /** Each type of sockets has abstract names of its own. */
    private record Abstract(SocketType type, String name) {}

    /** What is found under a name. @param error why there is nothing; null if there is a socket */
    record Found(Socket socket, Errno error) {
        private static Found of(Socket socket) {
            return new Found(socket, socket == null ? Errno.ECONNREFUSED : null);
        }
    }

    Found find(Task task, SocketType type, UnixAddress address) {
        if (address.isAbstract()) {
            return Found.of(byName.get(new Abstract(type, address.name())));
        }
        return switch (tree.findSocket(task, address.name())) {
            case FileTree.Found.Error(Errno errno) -> new Found(null, errno);
            case FileTree.Found.File file -> {
                Socket socket = byFile.get(file.inode());
                yield socket != null && socket.type() != type ? new Found(null, Errno.EPROTOTYPE) : Found.of(socket);
            }
        };
    }

    /** Gives a socket an abstract name. @return 0 or an error */
    long bind(Socket socket, String name) {
        return byName.putIfAbsent(new Abstract(socket.type(), name), socket) == null ? 0 : Errno.EADDRINUSE.result();
    }

    /** Makes a file that stands for a socket. */
    FileTree.Found makeFile(Task task, Socket socket, String path) {
        FileTree.Found made = tree.makeSocket(task, path);
        if (made instanceof FileTree.Found.File file) {
            file.inode().retain();
            byFile.put(file.inode(), socket);
        }
        return made;
    }

    /** A name that is not in use; null if all are. */
    UnixAddress makeUp(SocketType type) {
        for (int i = 0; i < MOST_MADE_UP; i++) {
            madeUp = (madeUp + 1) % MOST_MADE_UP;
            String name = "\0" + String.format("%05x", madeUp);
            if (!byName.containsKey(new Abstract(type, name))) {
                return new UnixAddress(name);
            }
        }
        return null;
    }

    /** The socket with an abstract name is closed. */
    void unbind(SocketType type, String name) {
        byName.remove(new Abstract(type, name));
    }

    /** The socket that a file stands for is closed; the file remains. */
    void unbind(Inode file) {
        byFile.remove(file);
        file.release();
    }
}
