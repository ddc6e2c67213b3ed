package foal.kernel.lockorder;

import foal.kernel.lockorder.LockCycle.Member;
import foal.kernel.lockorder.LockCycle.Taking;
import foal.kernel.trace.TaskName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which locks tasks wanted while they held others, and the circles that come of it. */
final class LockOrder {
    /** A program with more than that is not looked at further. */
    private static final int MOST_RELATIONS = 4096, MOST_STEPS = 1_000_000;
    private static final int LONGEST_CYCLE = 16;

    private final Map<Key, Relation> byKey = new HashMap<>();
    private final List<Relation> relations = new ArrayList<>();
    private long now;
    private int steps;

    private record Key(Holder holder, Lock wanted, boolean isShared, List<Lock> held) {}

    /** A lock, and whether it is to be held as others may hold it too. */
    private record Part(Lock lock, boolean isShared) {
        /** Whether two tasks cannot have both. */
        boolean excludes(Part other) {
            return lock.equals(other.lock) && !(isShared && other.isShared);
        }
    }

    /** A task that holds locks has wanted another, perhaps more than once. */
    private static final class Relation {
        final Holder holder;
        final List<Part> held;
        final Part wanted;
        final Member member;
        /** When it last did. */
        long last;

        Relation(Holder holder, List<Part> held, Part wanted, Member member) {
            this.holder = holder;
            this.held = held;
            this.wanted = wanted;
            this.member = member;
        }
    }

    /** The present, to be compared with what comes later. */
    long now() {
        return ++now;
    }

    /** A task waits for a lock, if it must. @param link where its call returns to */
    void wants(Holder holder, Lock lock, long address, boolean isShared, long link) {
        if (holder.held.isEmpty() || holder.holds(lock)) {
            return;
        }
        Key key = new Key(holder, lock, isShared, holder.held.stream().map(held -> held.lock).toList());
        Relation relation = byKey.get(key);
        if (relation == null) {
            if (relations.size() == MOST_RELATIONS) {
                return;
            }
            List<Taking> taken = holder.held.stream().map(held -> taking(holder, held.address, held.link)).toList();
            relation = new Relation(holder, holder.held.stream().map(held -> new Part(held.lock, held.isShared)).toList(),
                    new Part(lock, isShared), new Member(TaskName.of(holder.task), taken, taking(holder, address, link)));
            byKey.put(key, relation);
            relations.add(relation);
        }
        relation.last = now();
    }

    private static Taking taking(Holder holder, long address, long link) {
        return new Taking(holder.code.place(address), holder.code.at(link - 1));
    }

    // ---- circles -----------------------------------------------------------------------------------------------

    /** One circle for each set of locks. */
    List<LockCycle> cycles() {
        Map<Set<Lock>, LockCycle> found = new LinkedHashMap<>();
        steps = 0;
        for (int first = 0; first < relations.size(); first++) {
            extend(new ArrayList<>(List.of(relations.get(first))), first, found);
        }
        return List.copyOf(found.values());
    }

    /** Goes on with a chain of relations, all of which come after its first: so no circle is found twice. */
    private void extend(List<Relation> chain, int first, Map<Set<Lock>, LockCycle> found) {
        Relation last = chain.getLast();
        if (chain.size() > 1 && meets(last, chain.getFirst())) {
            found.putIfAbsent(chain.stream().map(one -> one.wanted.lock()).collect(Collectors.toSet()),
                    new LockCycle(chain.stream().map(one -> one.member).toList()));
            return;
        }
        for (int i = first + 1; i < relations.size() && chain.size() < LONGEST_CYCLE && steps < MOST_STEPS; i++) {
            Relation next = relations.get(i);
            steps++;
            if (meets(last, next) && chain.stream().allMatch(one -> canMeet(one, next))) {
                chain.add(next);
                extend(chain, first, found);
                chain.removeLast();
            }
        }
    }

    /** Whether one wants what the other holds. */
    private static boolean meets(Relation one, Relation other) {
        return other.held.stream().anyMatch(one.wanted::excludes);
    }

    /** Whether two can have come so far at the same time. */
    private static boolean canMeet(Relation one, Relation other) {
        return one.holder != other.holder && one.held.stream().noneMatch(gate -> other.held.stream().anyMatch(gate::excludes))
                && !isBeforeBirth(one, other.holder) && !isBeforeBirth(other, one.holder);
    }

    /** Whether all of it was over before its task, or one that this has made, made the other. */
    private static boolean isBeforeBirth(Relation relation, Holder other) {
        Holder child = other;
        while (child.parent != null && child.parent != relation.holder) {
            child = child.parent;
        }
        return child.parent != null && relation.last < child.born;
    }
}
