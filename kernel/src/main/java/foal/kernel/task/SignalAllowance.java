package foal.kernel.task;

import foal.kernel.memory.KernelMemory;
import java.util.HashMap;
import java.util.Map;

/**
 * How many signals wait, queued, for the processes of each user, and how many timers those have made that keep one
 * (RLIMIT_SIGPENDING). It is the user to whom they are sent that counts.
 */
public final class SignalAllowance {
    private final KernelMemory memory;
    private final Map<Integer, Integer> byUser = new HashMap<>();

    SignalAllowance(KernelMemory memory) {
        this.memory = memory;
    }

    KernelMemory memory() {
        return memory;
    }

    /** Takes one for a process. @return whether its limit and the kernel's memory allow for it */
    public boolean take(Process process) {
        int user = process.credentials().realUser();
        int before = byUser.getOrDefault(user, 0);
        if (process.limits().isBeyond(Resource.RLIMIT_SIGPENDING, before + 1) || !memory.take(KernelMemory.Kind.QUEUED_SIGNAL, 1)) {
            return false;
        }
        byUser.put(user, before + 1);
        return true;
    }

    /** Gives one back. @param user for whom it was taken */
    public void giveBack(int user) {
        byUser.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
        memory.giveBack(KernelMemory.Kind.QUEUED_SIGNAL, 1);
    }
}
