package foal.kernel.hostfs;

import java.util.ArrayDeque;
import java.util.Deque;

/** Where a file is in its folder. What lies in a directory that is renamed on the host moves along. */
final class HostPath {
    private HostPath parent;
    private String name;

    private HostPath(HostPath parent, String name) {
        this.parent = parent;
        this.name = name;
    }

    /** The folder itself. */
    static HostPath top() {
        return new HostPath(null, "");
    }

    HostPath below(String fileName) {
        return new HostPath(this, fileName);
    }

    HostPath parent() {
        return parent;
    }

    String name() {
        return name;
    }

    /** The names that lead there. */
    Deque<String> names() {
        Deque<String> names = new ArrayDeque<>();
        for (HostPath at = this; at.parent != null; at = at.parent) {
            names.push(at.name);
        }
        return names;
    }

    void move(HostPath newParent, String newName) {
        parent = newParent;
        name = newName;
    }
}
