package foal.kernel.race;

import foal.cpu.MemoryWatch.AccessKind;

/**
 * Finds pairs of accesses to the same bytes where neither happens before the other. An access of a kind, by whoever is the present
 * task, is compared with the last store, and a store with the last loads as well: one epoch each, in nearly all cases.
 */
final class FastTrack {
    private final Locations locations = new Locations();
    private final Conflicts conflicts;

    // The access that is being looked at.
    private TaskClock task;
    private AccessKind kind;
    private long physical;
    private long pc;
    private long link;
    private boolean acquires;
    private boolean releases;
    private final Locations.Visitor visitor = this::visit;

    /** Is told of accesses that nothing orders. */
    interface Conflicts {
        /** @param earlier the one that came first in this run, a store or a load; the other is the present access */
        void found(Location location, Location.Past earlier, boolean isEarlierStore, long physical, boolean isStore, long pc, long link);
    }

    FastTrack(Conflicts conflicts) {
        this.conflicts = conflicts;
    }

    /** A task accesses memory. */
    void access(TaskClock by, AccessKind newKind, long newPhysical, int size, long newPc, long newLink, boolean aq, boolean rl) {
        task = by;
        kind = newKind;
        physical = newPhysical;
        pc = newPc;
        link = newLink;
        acquires = aq;
        releases = rl;
        locations.visit(physical, size, visitor);
        if (rl) {
            by.advance();
        }
    }

    private void visit(Location location) {
        boolean isStore = kind == AccessKind.STORE || kind == AccessKind.FENCED_STORE || kind == AccessKind.ATOMIC;
        boolean isPlain = kind == AccessKind.STORE || kind == AccessKind.LOAD;
        if (isPlain && location.isRepeated(task, isStore)) {
            return; // which of these we hear of depends on the host
        }
        location.isForSynchronisation |= !isPlain;
        if (!location.isForSynchronisation) {
            compare(location, isStore);
        }
        if (kind != AccessKind.STORE && kind != AccessKind.FENCED_STORE) {
            see(location);
        }
        if (isStore) {
            tell(location);
            location.stored(task, pc, link);
        } else {
            location.loaded(task, pc, link);
        }
    }

    private void compare(Location location, boolean isStore) {
        if (!task.now.covers(location.store.epoch)) {
            conflicts.found(location, location.store, true, physical, isStore, pc, link);
        } else if (isStore) {
            Location.Past load = location.unorderedLoad(task.now);
            if (load != null) {
                conflicts.found(location, load, false, physical, true, pc, link);
            }
        }
    }

    /** A load: what the location tells of has happened before what follows the next fence that acquires, or this instruction. */
    private void see(Location location) {
        VectorClock told = location.told;
        if (told == null) {
            return;
        }
        if (acquires) {
            task.now.join(told);
        } else if (told != task.seenLast) {
            if (task.seen == null) {
                task.seen = new VectorClock();
            }
            task.seen.join(told);
            task.seenLast = told;
        }
    }

    /** A store: the location tells of what has happened before the last fence that released, or before this instruction. */
    private void tell(Location location) {
        VectorClock mine = releases ? task.now.copy() : task.released;
        if (kind != AccessKind.ATOMIC || location.told == null) {
            location.told = mine;
        } else if (mine != null) {
            // An atomic operation goes on with what others have told (a release sequence).
            VectorClock both = releases ? mine : mine.copy();
            both.join(location.told);
            location.told = both;
        }
    }

    /** A task comes to a fence. */
    void fence(TaskClock by, boolean acquiring, boolean releasing) {
        if (acquiring && by.seen != null) {
            by.now.join(by.seen);
            by.seen = null;
            by.seenLast = null;
        }
        if (releasing) {
            by.released = by.now.copy();
            by.advance();
        }
    }

    /** The kernel stores to a word, for others to see what a task has done. */
    void publish(TaskClock by, long address, int size) {
        locations.visit(address, size, location -> {
            location.isForSynchronisation = true;
            location.told = by.now.copy();
            location.stored(by, 0, 0);
        });
        by.advance();
    }

    /** A frame holds something else from now on. */
    void forget(long frame) {
        locations.forget(frame);
    }
}
