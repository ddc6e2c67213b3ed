package foal.kernel.lockorder;

import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Mapping;
import java.util.Optional;

/**
 * What a lock is known by, whichever task looks at it.
 *
 * @param memory what processes share, or the address space of the only one that has it
 * @param offset in that, in bytes
 */
record Lock(Object memory, long offset) {
    /** The lock at an address; none where nothing is mapped. */
    static Optional<Lock> at(AddressSpace space, long address) {
        return space.find(address).map(mapping -> mapping.shared() && mapping.backing().isPresent()
                ? new Lock(mapping.backing().get(), inBacking(mapping, address)) : new Lock(space, address));
    }

    private static long inBacking(Mapping mapping, long address) {
        return address - mapping.start() + mapping.offset();
    }
}
