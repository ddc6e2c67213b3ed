package foal.cpu.engine;

import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stops an engine before the instructions at certain virtual addresses. There is a hook for each address, which the engine calls
 * from what it translates while the hook is there; so all translations are dropped when one comes. One that is no longer
 * wanted stays until it is too much of a nuisance, since a debugger takes its breakpoints away and sets them again all the time.
 */
public final class BreakpointHooks {
    /** Stops at addresses that are not wanted, before these go. */
    private static final int MOST_IN_VAIN = 100;

    private final Unicorn unicorn;
    private final MemorySegment function;
    private final MemorySegment data;
    private final List<HookRange> hooks = new ArrayList<>();
    /** What the first of the hooks are for, in their order. */
    private final List<Long> hooked = new ArrayList<>();
    private final Set<Long> addresses = new HashSet<>();
    private List<Long> wanted = List.of();
    private int inVain;

    /** @param hook is called before those instructions, and others; the engine must be one that can call Java */
    public BreakpointHooks(Unicorn unicorn, Unicorn.InstructionHook hook) {
        this(unicorn, unicorn.hooks().function(hook), MemorySegment.NULL);
    }

    /** @param function of the host's code, to be called with {@code data} as the last of its four arguments */
    public BreakpointHooks(Unicorn unicorn, MemorySegment function, MemorySegment data) {
        this.unicorn = unicorn;
        this.function = function;
        this.data = data;
    }

    /**
     * Sets the addresses, which may not change as long as it is the same list. Only between runs.
     *
     * @return false if this libunicorn does not allow it
     */
    public boolean set(List<Long> newAddresses) {
        if (wanted == newAddresses && inVain < MOST_IN_VAIN) {
            return true;
        }
        boolean isNew = false;
        if (inVain >= MOST_IN_VAIN || newAddresses.isEmpty() && !hooked.isEmpty()) {
            hooks.forEach(HookRange::setEmpty);
            hooked.clear();
            addresses.clear();
            inVain = 0;
            isNew = true;
        }
        for (long address : newAddresses) {
            if (addresses.add(address)) {
                isNew = true;
                hooked.add(address);
                if (!hook(hooked.size() - 1, address)) {
                    return false;
                }
            }
        }
        if (isNew) {
            unicorn.end();
            unicorn.flushTranslations();
        }
        wanted = newAddresses;
        return true;
    }

    private boolean hook(int index, long address) {
        if (index == hooks.size()) {
            Optional<HookRange> added = HookRange.onInstruction(unicorn, function, data);
            if (added.isEmpty()) {
                return false;
            }
            hooks.add(added.get());
        }
        hooks.get(index).setOnly(address);
        return true;
    }

    /** Whether the engine, which is to go on there, would stop before the instruction at an address; it may do so at more than are wanted. */
    public boolean isAt(long address) {
        if (!addresses.contains(address)) {
            return false;
        }
        inVain += wanted.contains(address) ? 0 : 1;
        return true;
    }

    /** The same for an instruction that the engine has come to. */
    public boolean stopsAt(long address) {
        return addresses.contains(address);
    }

    /** Whether there are any. */
    public boolean isEmpty() {
        return addresses.isEmpty();
    }
}
