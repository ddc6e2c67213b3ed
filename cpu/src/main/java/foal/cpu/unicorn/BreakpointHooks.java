package foal.cpu.unicorn;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stops an engine before the instructions at certain virtual addresses. There is a hook for each address, which the engine calls
 * from what it translates while the hook is there; so all translations are dropped when one comes. One that is no longer
 * wanted stays until there are too many, since a debugger takes its breakpoints away and sets them again all the time.
 */
public final class BreakpointHooks {
    private static final int MOST_UNWANTED = 64;

    private final Unicorn unicorn;
    private final MemorySegment function;
    private final MemorySegment data;
    private final List<HookRange> hooks = new ArrayList<>();
    /** What the first of the hooks are for, in their order. */
    private final List<Long> hooked = new ArrayList<>();
    private final Set<Long> addresses = new HashSet<>();
    private List<Long> wanted = List.of();

    /** @param function of the host's code, to be called with {@code data} as the last of its four arguments */
    BreakpointHooks(Unicorn unicorn, MemorySegment function, MemorySegment data) {
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
        if (wanted == newAddresses) {
            return true;
        }
        if (hooked.size() > newAddresses.size() + MOST_UNWANTED) {
            hooks.forEach(HookRange::setEmpty);
            hooked.clear();
            addresses.clear();
        }
        boolean isNew = false;
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
            Optional<HookRange> added = unicorn.onInstruction(function, data);
            if (added.isEmpty()) {
                return false;
            }
            hooks.add(added.get());
        }
        hooks.get(index).setOnly(address);
        return true;
    }

    /** Whether the engine stops before the instruction at an address; it may do so at more than are wanted. */
    public boolean isAt(long address) {
        return addresses.contains(address);
    }

    /** Whether there are any. */
    public boolean isEmpty() {
        return addresses.isEmpty();
    }
}
