package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.explore.SchedulingPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten million messages through each mechanism: the guest program {@code stress}, of which the other tests send a few. */
@Tag("campaign")
class StressCampaignTest {
    /** By each of eight producers. */
    private static final int MESSAGES = 1_250_000;

    @ParameterizedTest
    @ValueSource(strings = {
        "a_pipe_carries_everything",
        "a_fifo_carries_everything",
        "a_socket_of_a_stream_carries_everything",
        "sockets_of_packets_carry_everything",
        "sockets_of_datagrams_carry_everything",
        "a_system_v_queue_carries_everything",
        "a_posix_queue_carries_everything",
        "direct_messages_carry_everything",
        "a_mailbox_without_storage_carries_everything",
        "a_bounded_mailbox_carries_everything",
        "an_unbounded_mailbox_carries_everything"})
    void nothingIsLostDoubledReorderedOrTorn_AndAllMemoryComesBack(String test) {
        // Round robin switches least often: half of the time for as many messages.
        GuestRun run = Guest.program("tests", "stress").arguments(String.valueOf(MESSAGES), test)
                .with(Options.DEFAULT.withPolicy(SchedulingPolicy.parse("rr").orElseThrow())).run().assertExit(0);
        assertEquals("ok " + test + "\n", run.output());
    }
}
