package foal.kernel;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten million messages through each mechanism: the guest program {@code stress}, of which the other tests send a few. */
@Tag("campaign")
class StressCampaignTest {
    /** By each of eight producers. */
    private static final int MESSAGES = 1_250_000;

    /** @param mechanism a word in the name of one of the program's tests */
    @ParameterizedTest
    @ValueSource(strings = {"a_pipe", "a_fifo", "of_a_stream", "of_packets", "of_datagrams", "system_v", "posix", "direct",
        "without_storage", "a_bounded", "an_unbounded"})
    void nothingIsLostDoubledReorderedOrTorn_AndAllMemoryComesBack(String mechanism) {
        Guest.program("tests", "stress").arguments(String.valueOf(MESSAGES), mechanism).run().assertExit(0);
    }
}
