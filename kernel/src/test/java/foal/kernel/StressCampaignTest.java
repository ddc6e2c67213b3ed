package foal.kernel;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two million messages through each mechanism: the guest program {@code stress}, of which the other tests send a few. */
@Tag("campaign")
class StressCampaignTest {
    /** By each of eight producers. */
    private static final int MESSAGES = 250_000;

    @Test
    void nothingIsLostDoubledReorderedOrTorn_AndAllMemoryComesBack() {
        Guest.program("tests", "stress").arguments(String.valueOf(MESSAGES)).run().assertExit(0);
    }
}
