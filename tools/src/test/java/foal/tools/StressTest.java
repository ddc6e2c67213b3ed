package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's stress-ng sets many processes upon one mechanism, and looks whether each does what it should. */
class StressTest {
    /** Of the machine's time, after which a stressor that makes no progress ends. */
    private static final String PATIENCE_SECONDS = "60";

    @ParameterizedTest
    @ValueSource(strings = {"pipe", "fifo", "mq", "msg", "sem", "sem-sysv", "shm", "shm-sysv", "futex", "mutex", "sock",
            "eventfd", "switch"})
    void aMechanismStandsStress(String stressor) throws Exception {
        stress(stressor, "2", "20");
    }

    @Tag("campaign")
    @ParameterizedTest
    @ValueSource(strings = {"pipe", "fifo", "mq", "msg", "sem", "sem-sysv", "shm", "shm-sysv", "futex", "mutex", "sock",
            "eventfd", "switch"})
    void aMechanismStandsLongStress(String stressor) throws Exception {
        stress(stressor, "4", "2000");
    }

    private static void stress(String stressor, String instances, String operations) throws Exception {
        Foal.Result result = foal("boot", "--mem", "1G", "--root", DebianRoot.get().toString(), "/usr/bin/stress-ng", "--verify",
                "--timeout", PATIENCE_SECONDS, "--" + stressor, instances, "--" + stressor + "-ops", operations);
        assertEquals(0, result.status(), result::toString);
        String all = result.out() + result.err();
        assertTrue(all.contains("passed: " + instances + ": " + stressor + " (" + instances + ")"), all);
        assertTrue(all.contains("failed: 0"), all);
    }
}
