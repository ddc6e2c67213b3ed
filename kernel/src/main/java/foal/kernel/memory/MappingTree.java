package foal.kernel.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Mappings in the order of their addresses: an AVL tree, each of whose nodes also knows the widest gap between the mappings in
 * its subtree. So a mapping is found, added or removed, and a free place is found, in about log2 of their number of steps.
 *
 * <p>A node stands for its subtree, and the empty tree is null. Nodes are immutable: a change makes new ones from its place
 * up to the root and leaves all others as they are. So fork shares its parent's tree, and who walks through one is not disturbed.
 *
 * <p>Source: Knuth, The Art of Computer Programming 3, "Balanced Trees".
 */
final class MappingTree {
    private final MappingTree left;
    private final Mapping mapping;
    private final MappingTree right;
    private final int height;
    private final int count;
    private final long bytes;
    private final long lockedBytes;
    /** From where on the subtree takes addresses, with what is kept free below its stacks, and where it ends. */
    private final long low;
    private final long high;
    private final long widestGap;

    private MappingTree(MappingTree left, Mapping mapping, MappingTree right) {
        this.left = left;
        this.mapping = mapping;
        this.right = right;
        height = 1 + Math.max(height(left), height(right));
        count = 1 + count(left) + count(right);
        bytes = mapping.length() + bytes(left) + bytes(right);
        lockedBytes = (mapping.locked() ? mapping.length() : 0) + lockedBytes(left) + lockedBytes(right);
        long start = Math.min(startWithGuard(mapping), right == null ? Long.MAX_VALUE : right.low);
        low = left == null ? start : Math.min(left.low, start);
        high = right == null ? mapping.end() : right.high;
        long below = left == null ? 0 : Math.max(left.widestGap, start - left.high);
        long above = right == null ? 0 : Math.max(right.widestGap, right.low - mapping.end());
        widestGap = Math.max(below, above);
    }

    private static long startWithGuard(Mapping mapping) {
        return mapping.growsDown() ? mapping.start() - Mappings.GUARD_GAP : mapping.start();
    }

    // ---- looking -------------------------------------------------------------------------------------------------

    static int count(MappingTree tree) {
        return tree == null ? 0 : tree.count;
    }

    /** Bytes mapped. */
    static long bytes(MappingTree tree) {
        return tree == null ? 0 : tree.bytes;
    }

    /** Bytes of mappings that are locked. */
    static long lockedBytes(MappingTree tree) {
        return tree == null ? 0 : tree.lockedBytes;
    }

    static int height(MappingTree tree) {
        return tree == null ? 0 : tree.height;
    }

    /** The highest mapping that starts at an address or below, or null. */
    static Mapping floor(MappingTree tree, long address) {
        Mapping found = null;
        for (MappingTree at = tree; at != null; ) {
            if (at.mapping.start() <= address) {
                found = at.mapping;
                at = at.right;
            } else {
                at = at.left;
            }
        }
        return found;
    }

    /** The lowest mapping that starts at an address or above, or null. */
    static Mapping ceiling(MappingTree tree, long address) {
        Mapping found = null;
        for (MappingTree at = tree; at != null; ) {
            if (at.mapping.start() >= address) {
                found = at.mapping;
                at = at.left;
            } else {
                at = at.right;
            }
        }
        return found;
    }

    /** The start of the highest free range of that length that ends at an address or below; negative if there is none. */
    static long findFree(MappingTree tree, long length, long end) {
        long inGap = findGap(tree, length, end);
        return inGap >= 0 ? inGap : (tree == null ? end : Math.min(end, tree.low)) - length;
    }

    /** The same above the lowest mapping of a tree; -1 if there is none. */
    private static long findGap(MappingTree tree, long length, long end) {
        if (tree == null || tree.low >= end || tree.widestGap < length && end - tree.high < length) {
            return -1;
        }
        long found = findGap(tree.right, length, end);
        if (found >= 0) {
            return found;
        }
        long below = tree.right == null ? end : Math.min(end, tree.right.low);
        if (below - tree.mapping.end() >= length) {
            return below - length;
        }
        return findGap(tree.left, length, Math.min(below, startWithGuard(tree.mapping)));
    }

    /** All mappings, in ascending order. */
    static Iterator<Mapping> iterator(MappingTree tree) {
        Deque<MappingTree> path = new ArrayDeque<>();
        return new Iterator<>() {
            {
                descend(tree);
            }

            private void descend(MappingTree from) {
                for (MappingTree at = from; at != null; at = at.left) {
                    path.push(at);
                }
            }

            @Override
            public boolean hasNext() {
                return !path.isEmpty();
            }

            @Override
            public Mapping next() {
                if (path.isEmpty()) {
                    throw new NoSuchElementException();
                }
                MappingTree next = path.pop();
                descend(next.right);
                return next.mapping;
            }
        };
    }

    // ---- changing ------------------------------------------------------------------------------------------------

    /** A tree with a mapping more, or with it in the place of the one that has the same start. */
    static MappingTree with(MappingTree tree, Mapping mapping) {
        if (tree == null) {
            return new MappingTree(null, mapping, null);
        }
        int order = Long.compare(mapping.start(), tree.mapping.start());
        if (order == 0) {
            return new MappingTree(tree.left, mapping, tree.right);
        }
        return order < 0 ? balance(with(tree.left, mapping), tree.mapping, tree.right)
                : balance(tree.left, tree.mapping, with(tree.right, mapping));
    }

    /** A tree without the mapping that starts at an address. */
    static MappingTree without(MappingTree tree, long start) {
        int order = Long.compare(start, tree.mapping.start());
        if (order < 0) {
            return balance(without(tree.left, start), tree.mapping, tree.right);
        }
        if (order > 0) {
            return balance(tree.left, tree.mapping, without(tree.right, start));
        }
        if (tree.right == null) {
            return tree.left;
        }
        Mapping next = ceiling(tree.right, start);
        return balance(tree.left, next, without(tree.right, next.start()));
    }

    /** A node whose subtrees differ in height by 2 at most, rotated so that they differ by 1 at most. */
    private static MappingTree balance(MappingTree left, Mapping mapping, MappingTree right) {
        int difference = height(left) - height(right);
        if (difference > 1) {
            return height(left.left) >= height(left.right)
                    ? new MappingTree(left.left, left.mapping, new MappingTree(left.right, mapping, right))
                    : new MappingTree(new MappingTree(left.left, left.mapping, left.right.left), left.right.mapping,
                            new MappingTree(left.right.right, mapping, right));
        }
        if (difference < -1) {
            return height(right.right) >= height(right.left)
                    ? new MappingTree(new MappingTree(left, mapping, right.left), right.mapping, right.right)
                    : new MappingTree(new MappingTree(left, mapping, right.left.left), right.left.mapping,
                            new MappingTree(right.left.right, right.mapping, right.right));
        }
        return new MappingTree(left, mapping, right);
    }
}
