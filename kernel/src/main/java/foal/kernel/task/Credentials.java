package foal.kernel.task;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The users and groups of a process (credentials(7)), and what it may do beyond their rights. */
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

        int file() {
            return file;
        }

        /** All four, as /proc/PID/status shows them. */
        @Override
        public String toString() {
            return real + "\t" + effective + "\t" + saved + "\t" + file;
        }

        private boolean has(int id) {
            return id == real || id == effective || id == saved;
        }

        private boolean isEffectiveRoot() {
            return effective == ROOT;
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

        /** setfsuid(2). @return false if it may not be changed so; callers are not told */
        boolean setFile(int id, boolean privileged) {
            boolean permitted = id != SAME && (privileged || has(id) || id == file);
            file = permitted ? id : file;
            return permitted;
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
    private Capabilities capabilities = new Capabilities();

    /** The same for a child. */
    Credentials copy() {
        Credentials copy = new Credentials();
        copy.user.copy(user);
        copy.group.copy(group);
        copy.supplementary = supplementary;
        copy.capabilities = capabilities.copy();
        return copy;
    }

    /** Whether the effective user and group are the real ones. */
    boolean hasOwnRights() {
        return user.real == user.effective && group.real == group.effective;
    }

    /** Whether access(2) sees others than these. */
    public boolean differsForReal() {
        return user.real != user.file || group.real != group.file
                || capabilities.effective() != (user.real == ROOT ? capabilities.permitted() : 0);
    }

    /** The same as access(2) looks at them: the real user's and the real group's. */
    public Credentials forReal() {
        Credentials copy = copy();
        copy.user.file = user.real;
        copy.group.file = group.real;
        copy.capabilities.actForReal(user.real == ROOT);
        return copy;
    }

    Ids user() {
        return user;
    }

    /** What it may do beyond its user's rights. */
    public Capabilities capabilities() {
        return capabilities;
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

    /** Whether a number is that of its real or saved user, who may be sent signals by others of that number. */
    public boolean isRealOrSavedUser(int id) {
        return id == user.real || id == user.saved;
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

    /** Whether this is its real, effective or saved user. */
    public boolean isUser(int id) {
        return user.has(id);
    }

    /** Whether this is its real, effective or saved group. */
    public boolean isGroup(int id) {
        return group.has(id);
    }

    /** Whether a group's rights to a file are its own. */
    public boolean isInGroup(int id) {
        return id == group.file || Arrays.stream(supplementary).anyMatch(one -> one == id);
    }

    /** How many supplementary groups there are. */
    public int supplementaryCount() {
        return supplementary.length;
    }

    int[] supplementary() {
        return supplementary;
    }

    void setSupplementary(int[] groups) {
        supplementary = groups;
    }

    /** Whether it has a capability, as root has all of them. */
    public boolean has(Capability one) {
        return capabilities.has(one);
    }

    /** Changes the user with {@link Ids#set}, and has the capabilities follow. @return false for EPERM */
    boolean changeUser(Predicate<Ids> change) {
        boolean wasRoot = user.has(ROOT), wasEffectiveRoot = user.isEffectiveRoot();
        boolean changed = change.test(user);
        capabilities.userChanged(wasRoot, wasEffectiveRoot, user.has(ROOT), user.isEffectiveRoot());
        return changed;
    }

    /** setfsuid(2), with the capabilities that go with it. @return false if it may not be changed so */
    boolean changeFileUser(int id, boolean privileged) {
        boolean wasRoot = user.file == ROOT;
        boolean permitted = user.setFile(id, privileged);
        capabilities.fileUserChanged(wasRoot, user.file == ROOT);
        return permitted;
    }

    /** execve(2): what it can return to is what it is now. */
    void exec() {
        user.saved = user.effective;
        group.saved = group.effective;
        capabilities.exec(user.real == ROOT, user.isEffectiveRoot());
    }

    /** Whether it acts for the user and the group that it belongs to, and no others. */
    public boolean areOfOneUser() {
        return user.real == user.effective && user.real == user.saved && user.real == user.file
                && group.real == group.effective && group.real == group.saved && group.real == group.file;
    }

    /** Whether one who has these may send signals to one who has those (kill(2)). */
    public boolean mayKill(Credentials target) {
        return has(Capability.CAP_KILL) || isOneOf(user.effective, target) || isOneOf(user.real, target);
    }

    private static boolean isOneOf(int id, Credentials target) {
        return id == target.user.real || id == target.user.saved;
    }

    /** Whether it may change limits of that process (prlimit(2)). */
    public boolean mayLimit(Credentials target) {
        return has(Capability.CAP_SYS_RESOURCE) || target.user.has(user.real) && target.user.real == target.user.effective
                && target.user.real == target.user.saved && target.group.real == group.real
                && target.group.effective == group.real && target.group.saved == group.real;
    }

    /** Whether it may change how that process is scheduled (setpriority(2), sched(7)). */
    public boolean maySchedule(Credentials target) {
        return has(Capability.CAP_SYS_NICE) || user.effective == target.user.real || user.effective == target.user.effective;
    }
}
