package foal.kernel.file;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.ELOOP;
import static foal.kernel.syscall.Errno.ENAMETOOLONG;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOTDIR;

import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.Optional;

/** One walk along a path (path_resolution(7)). */
final class Walk {
    /** Bytes of the longest name. */
    static final int NAME_MAX = 255;
    private static final int MOST_SYMLINKS = 40;

    private final Task task;
    private final Dentry root;
    /** Where the walk has come to. */
    private Dentry at;
    /** The path that is left, from the position on. Following a link puts its target in front. */
    private String path;
    private int position;
    private int symlinks;
    /** The name that was taken off the path last, and whether slashes followed it. */
    private String name = "";
    private boolean slash;

    /**
     * @param task on whose behalf; null for the kernel itself, which may do all
     * @param root where absolute paths begin, and beyond which ".." does not lead
     * @param start where a relative path begins
     */
    Walk(Task task, Dentry root, Dentry start, String path) {
        this.task = task;
        this.root = root;
        this.path = path;
        at = path.startsWith("/") ? root : start;
    }

    /** Where a path leads. */
    sealed interface Place {
        /**
         * To a name in a directory, whether or not there is such a file.
         *
         * @param directory that holds the name
         * @param name the last of the path; {@code .}, {@code ..} and {@code /} are no real names
         * @param entry of that name, if there is one
         * @param slash whether slashes followed the name, so that it must be a directory's
         */
        record Name(Dentry directory, String name, Optional<Dentry> entry, boolean slash) implements Place {
            boolean isReal() {
                return !name.equals(".") && !name.equals("..") && !name.equals("/");
            }
        }

        /** Nowhere. */
        record Nowhere(Errno errno) implements Place {}
    }

    /** Walks to a file. @param followLast whether a symbolic link at the end is followed, too; before a slash it always is */
    Place toFile(boolean followLast) {
        return go(followLast || path.endsWith("/"));
    }

    /** Walks to a name that is to be made or taken away: a symbolic link of that name is not followed. */
    Place toName() {
        return go(false);
    }

    private Place go(boolean followLast) {
        if (path.isEmpty()) {
            return new Place.Nowhere(ENOENT);
        }
        while (true) {
            skipSlashes();
            if (position == path.length()) {
                return new Place.Name(at, "/", Optional.of(at), false);
            }
            Errno error = takeName();
            boolean isLast = position == path.length();
            if (error != null) {
                return new Place.Nowhere(error);
            }
            if (name.equals(".") || name.equals("..")) {
                Dentry next = name.equals(".") ? at : up(at);
                if (isLast) {
                    return new Place.Name(at, name, Optional.of(next), slash);
                }
                at = next;
                continue;
            }
            if (name.length() > NAME_MAX) {
                return new Place.Nowhere(ENAMETOOLONG);
            }
            Optional<Dentry> found = ((Directory) at.inode()).find(task, at, name);
            if (found.isPresent() && found.get().inode() instanceof Symlink link && (followLast || !isLast)) {
                Optional<Dentry> jumped = link.jump(task);
                error = follow(link, jumped);
                if (error != null) {
                    return new Place.Nowhere(error);
                }
                if (jumped.isPresent() && isLast) {
                    return new Place.Name(at.parent(), at.name(), jumped, slash);
                }
            } else if (isLast) {
                return new Place.Name(at, name, found, slash);
            } else if (found.isEmpty()) {
                return new Place.Nowhere(ENOENT);
            } else {
                at = found.get();
            }
        }
    }

    private void skipSlashes() {
        while (position < path.length() && path.charAt(position) == '/') {
            position++;
        }
    }

    /** Takes the next name off the path. @return an error if it cannot be looked up where the walk is, else null */
    private Errno takeName() {
        int end = path.indexOf('/', position);
        name = path.substring(position, end < 0 ? path.length() : end);
        slash = end >= 0;
        position += name.length();
        skipSlashes();
        if (!(at.inode() instanceof Directory directory)) {
            return ENOTDIR;
        }
        return Permission.allows(task, at.inode(), Permission.EXECUTE) ? directory.prepare(at) : EACCES;
    }

    /** @return an error, or null */
    private Errno follow(Symlink link, Optional<Dentry> jumped) {
        if (++symlinks > MOST_SYMLINKS) {
            return ELOOP;
        }
        if (jumped.isPresent()) {
            at = jumped.get();
            return null;
        }
        String target = link.target(task);
        if (target.isEmpty()) {
            return ENOENT;
        }
        link.touchAccessed();
        path = target + (slash ? "/" : "") + path.substring(position);
        position = 0;
        at = target.startsWith("/") ? root : at;
        return null;
    }

    private Dentry up(Dentry directory) {
        return directory == root ? directory : directory.parent();
    }
}
