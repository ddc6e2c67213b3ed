package foal.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What options are rounded to, and what a connection that was accepted takes over. */
class SocketOptionsTest {
    private final SocketOptions options = new SocketOptions();

    @Test
    void buffersAreTwiceWhatWasAskedForWithinBounds() {
        options.setSendBuffer(10_000);
        assertEquals(20_000, options.sendBuffer());
        options.setSendBuffer(1);
        assertEquals(4608, options.sendBuffer());
        options.setReceiveBuffer(0);
        assertEquals(2304, options.receiveBuffer());
        options.setReceiveBuffer(-1); // it is unsigned
        assertEquals(SocketOptions.MOST_BUFFER, options.receiveBuffer());
    }

    @Test
    void flagsAreOneOrZero() {
        options.set(SocketOption.SO_REUSEADDR, 7);
        assertEquals(1, options.get(SocketOption.SO_REUSEADDR));
        options.set(SocketOption.SO_REUSEADDR, 0);
        assertFalse(options.isSet(SocketOption.SO_REUSEADDR));
        options.set(SocketOption.SO_PRIORITY, 5);
        assertEquals(5, options.get(SocketOption.SO_PRIORITY));
    }

    @Test
    void aReceiverWaitsForOneByteAtLeast() {
        assertEquals(1, options.leastReceived());
        options.setLeastReceived(0);
        assertEquals(1, options.leastReceived());
        options.setLeastReceived(-1);
        assertEquals(Integer.MAX_VALUE, options.leastReceived());
    }

    @Test
    void anAcceptedConnectionBeginsWithThoseOfItsListener() {
        options.setReceiveTimeout(5);
        options.setLeastReceived(3);
        options.set(SocketOption.SO_KEEPALIVE, 1);
        options.setPassesCredentials(true);
        SocketOptions accepted = new SocketOptions();
        accepted.copy(options);
        assertEquals(5, accepted.receiveTimeout());
        assertEquals(3, accepted.leastReceived());
        assertTrue(accepted.isSet(SocketOption.SO_KEEPALIVE));
        assertFalse(accepted.passesCredentials(), "this one is AF_UNIX's, which has its own rule");
    }
}
