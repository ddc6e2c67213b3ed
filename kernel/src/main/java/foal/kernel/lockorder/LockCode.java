package foal.kernel.lockorder;

import foal.kernel.file.RegularFile;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Mapping;
import foal.kernel.trace.CodePlace;
import foal.kernel.trace.ElfSymbols;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where in an address space there are functions for locks, and where calls of them return to. */
final class LockCode {
    private final List<Mapping> known = new ArrayList<>();
    private final Map<Long, LockCall> functions = new HashMap<>();
    private final Set<Long> returns = new HashSet<>();

    /** The function that begins at an address; null if it is none for locks. */
    LockCall at(AddressSpace space, long pc) {
        LockCall call = functions.get(pc);
        if (call == null && !returns.contains(pc) && known.stream().noneMatch(mapping -> mapping.start() <= pc && pc < mapping.end())) {
            space.find(pc).ifPresent(this::learn);
            call = functions.get(pc);
        }
        return call;
    }

    private void learn(Mapping mapping) {
        known.add(mapping);
        if (!(mapping.backing().orElse(null) instanceof RegularFile file)) {
            return;
        }
        CodePlace.of(List.of(mapping), mapping.start()).image().ifPresent(image -> ElfSymbols.of(file).forEach((name, value) -> {
            long address = value - image.address() + mapping.start();
            if (mapping.start() <= address && address < mapping.end()) {
                LockCall.named(name).ifPresent(call -> functions.putIfAbsent(address, call));
            }
        }));
    }

    /** Calls return to an address. @return whether that is news */
    boolean addReturn(long address) {
        return returns.add(address);
    }

    boolean isReturn(long address) {
        return returns.contains(address);
    }
}
