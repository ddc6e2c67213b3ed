package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.task.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the mechanisms of {@code userland/sync} ask of the kernel. */
class SyncTest {
    @Test
    void whoHasNobodyToWaitForMakesNoSystemCall() {
        List<String> futexCalls = new ArrayList<>();
        Guest.program("tests", "sync_waiting").arguments("alone").watchedBy(event -> {
            if (event instanceof Event.CallEntered(_, var call) && call.name().equals("futex")) {
                futexCalls.add(call.name());
            }
        }).run().assertExit(0);
        assertEquals(List.of(), futexCalls);
    }
}
