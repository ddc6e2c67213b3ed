package foal.kernel.deadlock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.trace.CallStack;
import foal.kernel.trace.CodePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitForGraphTest {
    private static final int MANY = 50_000;
    private static final CodePlace NOWHERE = new CodePlace(0, Optional.empty());

    private static Wait wait(int tid, List<Integer> wakers) {
        return new Wait(tid, tid, "task", "waits", 0, new CallStack(NOWHERE, NOWHERE, List.of()), wakers, false);
    }

    @Test
    void aCircleIsFoundBehindTasksThatAreInNone() {
        List<Wait> waits = List.of(wait(2, List.of(9, 3)), wait(3, List.of(4)), wait(4, List.of(6, 5)), wait(5, List.of(3)),
                wait(6, List.of()));
        assertEquals(List.of(3, 4, 5), WaitForGraph.circle(waits));
    }

    @Test
    void aTaskThatWouldWakeItselfIsNoCircle() {
        assertEquals(List.of(), WaitForGraph.circle(List.of(wait(2, List.of(2)), wait(3, List.of(2, 3)))));
    }

    @Test
    void whoeverIsReachedInTwoWaysIsNoCircle() {
        assertEquals(List.of(), WaitForGraph.circle(List.of(wait(2, List.of(3, 4)), wait(3, List.of(5)), wait(4, List.of(5)),
                wait(5, List.of()))));
    }

    @Test
    void aLongCircleIsFound() {
        List<Integer> tids = IntStream.range(0, MANY).boxed().toList();
        List<Wait> waits = tids.stream().map(tid -> wait(tid, List.of((tid + 1) % MANY))).toList();
        assertEquals(tids, WaitForGraph.circle(waits));
    }

    @Test
    void aListThatManyShareIsFollowedOnce() {
        List<Integer> shared = IntStream.range(MANY, 2 * MANY).boxed().toList();
        List<Wait> waits = new ArrayList<>(IntStream.range(0, MANY).mapToObj(tid -> wait(tid, shared)).toList());
        shared.forEach(tid -> waits.add(wait(tid, List.of())));
        assertEquals(List.of(), WaitForGraph.circle(waits));
    }
}
