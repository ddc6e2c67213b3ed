package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree, compared with a sorted map that is searched from its end to its beginning. */
class MappingTreeTest {
    private static final int MOST_PAGES = 4000;

    private final TreeMap<Long, Mapping> model = new TreeMap<>();
    private MappingTree tree;

    private void put(long firstPage, long pages, Mapping.Kind kind) {
        Mapping mapping = new Mapping(firstPage * PAGE_SIZE, (firstPage + pages) * PAGE_SIZE, 0, kind, Optional.empty(), 0, "");
        model.put(mapping.start(), mapping);
        tree = MappingTree.with(tree, mapping);
    }

    private void take(Mapping mapping) {
        model.remove(mapping.start());
        tree = MappingTree.without(tree, mapping.start());
    }

    private long firstFitFromAbove(long length, long top) {
        long end = top;
        for (Mapping mapping : model.descendingMap().values()) {
            if (end - mapping.end() >= length) {
                break;
            }
            end = Math.min(end, mapping.start() - (mapping.growsDown() ? Mappings.GUARD_GAP : 0));
        }
        return end - length;
    }

    private static List<Mapping> list(MappingTree tree) {
        List<Mapping> all = new ArrayList<>();
        for (Iterator<Mapping> each = MappingTree.iterator(tree); each.hasNext(); ) {
            all.add(each.next());
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 50})
    void itHoldsAndFindsWhatTheMapDoes(int percentOfStacks) {
        Random random = new Random(percentOfStacks);
        for (int step = 0; step < 3000; step++) {
            change(random, percentOfStacks);
            long address = random.nextInt(MOST_PAGES) * (long) PAGE_SIZE;
            assertEquals(Optional.ofNullable(model.floorEntry(address)).map(entry -> entry.getValue()),
                    Optional.ofNullable(MappingTree.floor(tree, address)));
            assertEquals(Optional.ofNullable(model.ceilingEntry(address)).map(entry -> entry.getValue()),
                    Optional.ofNullable(MappingTree.ceiling(tree, address)));
            long length = (1L + random.nextInt(60)) * PAGE_SIZE;
            assertEquals(firstFitFromAbove(length, address), MappingTree.findFree(tree, length, address));
            assertEquals(model.size(), MappingTree.count(tree));
            assertEquals(model.values().stream().mapToLong(Mapping::length).sum(), MappingTree.bytes(tree));
        }
        assertEquals(List.copyOf(model.values()), list(tree));
        model.values().stream().toList().forEach(this::take);
        assertNull(tree);
    }

    /** Adds a mapping where there is room for it, or takes one away, so that about half of the pages are mapped. */
    private void change(Random random, int percentOfStacks) {
        long page = random.nextInt(MOST_PAGES);
        var floor = model.floorEntry(page * PAGE_SIZE);
        if (floor != null && floor.getValue().end() > page * PAGE_SIZE) {
            take(floor.getValue());
            return;
        }
        Long next = model.ceilingKey(page * PAGE_SIZE);
        long room = next == null ? 20 : Math.min(20, next / PAGE_SIZE - page);
        put(page, 1 + random.nextLong(room), random.nextInt(100) < percentOfStacks ? Mapping.Kind.STACK : Mapping.Kind.PRIVATE);
    }

    @Test
    void oneThatIsBeingWalkedThroughIsNotDisturbed() {
        for (int i = 0; i < 100; i++) {
            put(2L * i, 1, Mapping.Kind.PRIVATE);
        }
        List<Mapping> before = List.copyOf(model.values());
        Iterator<Mapping> walk = MappingTree.iterator(tree);
        for (Mapping expected : before) {
            assertEquals(expected, walk.next());
            take(expected);
        }
        assertFalse(walk.hasNext());
    }

    @Test
    void itStaysFlatWhenAddressesOnlyGrowOrShrink() {
        for (int i = 0; i < 1 << 16; i++) {
            tree = MappingTree.with(tree, Mapping.anonymous(2L * i * PAGE_SIZE, (2L * i + 1) * PAGE_SIZE, 0, ""));
        }
        assertEquals(17, MappingTree.height(tree));
        for (int i = 0; i < (1 << 16) - 1000; i++) {
            tree = MappingTree.without(tree, 2L * i * PAGE_SIZE);
        }
        assertEquals(10, MappingTree.height(tree), 1);
    }
}
