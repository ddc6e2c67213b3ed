package foal.kernel.task;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * For whom a process runs (credentials(7)). User 0, root, may do everything: here it has all capabilities, and
 * nobody else has any.
 */
public final class Credentials {
    /** What set*id calls take for "leave it as it is". */
    static final int SAME = -1;
    /** Supplementary groups that there can be (NGROUPS_MAX). */
    static final int MOST_GROUPS = 65_536;
    private static final int ROOT = 0;

    /** The four numbers that a process has of a user, or of a group. */
    static final class Ids {
        private int real;
        private int effective;
        private int saved;
        private int file;

        int real() {
            return real;
        }

        int effective() {
            return effective;
        }

        int saved() {
            return saved;
        }

        /** All four, as /proc/PID/status shows them. */
        @Override
        public String toString() {
            return real + "\t" + effective + "\t" + saved + "\t" + file;
        }

        private boolean has(int id) {
            return id == real || id == effective || id == saved;
        }

        /** setuid(2): for the privileged all of them, for others the effective one. @return false for EPERM */
        boolean set(int id, boolean privileged) {
            if (privileged) {
                real = id;
                saved = id;
            } else if (id != real && id != saved) {
                return false;
            }
            effective = id;
            file = id;
            return true;
        }

        /** setreuid(2). @return false for EPERM */
        boolean set(int newReal, int newEffective, boolean privileged) {
            boolean realIsOwn = newReal == SAME || newReal == real || newReal == effective;
            if (!privileged && !(realIsOwn && (newEffective == SAME || has(newEffective)))) {
                return false;
            }
            boolean savesEffective = newReal != SAME || newEffective != SAME && newEffective != real;
            real = newReal == SAME ? real : newReal;
            effective = newEffective == SAME ? effective : newEffective;
            saved = savesEffective ? effective : saved;
            file = effective;
            return true;
        }

        /** setresuid(2). @return false for EPERM */
        boolean set(int newReal, int newEffective, int newSaved, boolean privileged) {
            for (int id : new int[] {newReal, newEffective, newSaved}) {
                if (!privileged && id != SAME && !has(id)) {
                    return false;
                }
            }
            real = newReal == SAME ? real : newReal;
            effective = newEffective == SAME ? effective : newEffective;
            saved = newSaved == SAME ? saved : newSaved;
            file = effective;
            return true;
        }

        /** setfsuid(2). @return the one before, whether or not it has changed */
        int setFile(int id, boolean privileged) {
            int before = file;
            if (id != SAME && (privileged || has(id) || id == file)) {
                file = id;
            }
            return before;
        }

        private void copy(Ids other) {
            real = other.real;
            effective = other.effective;
            saved = other.saved;
            file = other.file;
        }
    }

    private final Ids user = new Ids();
    private final Ids group = new Ids();
    private int[] supplementary = {};

    /** The same for a child. */
    Credentials copy() {
        Credentials copy = new Credentials();
        copy.user.copy(user);
        copy.group.copy(group);
        copy.supplementary = supplementary;
        return copy;
    }

    Ids user() {
        return user;
    }

    Ids group() {
        return group;
    }

    /** The user's numbers, as /proc/PID/status shows them. */
    public String usersText() {
        return user.toString();
    }

    /** The group's. */
    public String groupsText() {
        return group.toString();
    }

    /** The supplementary groups. */
    public String supplementaryText() {
        return Arrays.stream(supplementary).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    /** The user whom it belongs to. */
    public int realUser() {
        return user.real;
    }

    public int effectiveUser() {
        return user.effective;
    }

    public int realGroup() {
        return group.real;
    }

    public int effectiveGroup() {
        return group.effective;
    }

    /** The user that decides what files it may use. */
    public int fileUser() {
        return user.file;
    }

    /** The group that decides so, and that its new files get. */
    public int fileGroup() {
        return group.file;
    }

    /** Whether a group's rights to a file are its own. */
    public boolean isInGroup(int id) {
        return id == group.file || Arrays.stream(supplementary).anyMatch(one -> one == id);
    }

    int[] supplementary() {
        return supplementary;
    }

    void setSupplementary(int[] groups) {
        supplementary = groups;
    }

    /** Whether it may do what only root may. */
    public boolean isPrivileged() {
        return user.effective == ROOT;
    }

    /** execve(2): what it can return to is what it is now. */
    void exec() {
        user.saved = user.effective;
        group.saved = group.effective;
    }

    /** Whether one who has these may send signals to one who has those (kill(2)). */
    public boolean mayKill(Credentials target) {
        return isPrivileged() || isOneOf(user.effective, target) || isOneOf(user.real, target);
    }

    private static boolean isOneOf(int id, Credentials target) {
        return id == target.user.real || id == target.user.saved;
    }

    /** Whether it may change limits of that process (prlimit(2)). */
    boolean mayLimit(Credentials target) {
        return isPrivileged() || target.user.has(user.real) && target.user.real == target.user.effective
                && target.user.real == target.user.saved && target.group.real == group.real
                && target.group.effective == group.real && target.group.saved == group.real;
    }

    /** Whether it may change how that process is scheduled (setpriority(2), sched(7)). */
    public boolean maySchedule(Credentials target) {
        return isPrivileged() || user.effective == target.user.real || user.effective == target.user.effective;
    }
}
