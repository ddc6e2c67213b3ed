package foal.kernel.race;

import java.util.Arrays;

/** Some of the eight bytes of a granule of memory that are always accessed together, and who did so last. */
final class Location {
    /** A bit for each byte. */
    int bytes;
    /** The others in the same granule. */
    Location next;

    /** Whether tasks use it to synchronise: no race is reported of it. */
    boolean isForSynchronisation;
    /** What had happened before its present value was stored, as far as who loads it may know; null for nothing. */
    VectorClock told;

    final Past store = new Past();
    /** The last load, if it had happened before all that came later or has been forgotten with a store. */
    final Past load = new Past();
    /** The last loads of several tasks, of which none has happened before another; else null. */
    private Past[] loads;

    /** An access that is over. */
    static final class Past {
        long epoch = VectorClock.NEVER;
        long pc;
        long link;

        void set(long newEpoch, long newPc, long newLink) {
            epoch = newEpoch;
            pc = newPc;
            link = newLink;
        }

        void set(Past other) {
            set(other.epoch, other.pc, other.link);
        }
    }

    Location(int bytes, Location next) {
        this.bytes = bytes;
        this.next = next;
    }

    /** Takes some of its bytes out, as a location of their own with the same past. */
    Location split(int part) {
        Location split = new Location(part, next);
        next = split;
        bytes &= ~part;
        split.isForSynchronisation = isForSynchronisation;
        split.told = told;
        split.store.set(store);
        split.load.set(load);
        if (loads != null) {
            split.loads = new Past[loads.length];
            Arrays.setAll(split.loads, i -> {
                Past copy = new Past();
                copy.set(loads[i]);
                return copy;
            });
        }
        return split;
    }

    /** Whether the task has done the same in the same epoch, or more, and nobody has stored anything since. */
    boolean isRepeated(TaskClock task, boolean isStore) {
        long epoch = task.epoch();
        if (store.epoch == epoch) {
            return !isStore || loads == null && (load.epoch == VectorClock.NEVER || load.epoch == epoch);
        }
        if (isStore) {
            return false;
        }
        if (loads == null) {
            return load.epoch == epoch;
        }
        for (Past one : loads) {
            if (one.epoch == epoch) {
                return true;
            }
        }
        return false;
    }

    /** A load that has not happened before; null if there is none. */
    Past unorderedLoad(VectorClock now) {
        if (loads == null) {
            return now.covers(load.epoch) ? null : load;
        }
        for (Past one : loads) {
            if (!now.covers(one.epoch)) {
                return one;
            }
        }
        return null;
    }

    void loaded(TaskClock task, long pc, long link) {
        if (loads == null && (load.epoch == VectorClock.NEVER || task.now.covers(load.epoch))) {
            load.set(task.epoch(), pc, link);
            return;
        }
        if (loads == null) {
            Past first = new Past();
            first.set(load);
            loads = new Past[] {first};
        }
        for (Past one : loads) {
            if (VectorClock.taskOf(one.epoch) == task.index) {
                one.set(task.epoch(), pc, link);
                return;
            }
        }
        loads = Arrays.copyOf(loads, loads.length + 1);
        loads[loads.length - 1] = new Past();
        loads[loads.length - 1].set(task.epoch(), pc, link);
    }

    void stored(TaskClock task, long pc, long link) {
        store.set(task.epoch(), pc, link);
        load.set(VectorClock.NEVER, 0, 0);
        loads = null;
    }
}
