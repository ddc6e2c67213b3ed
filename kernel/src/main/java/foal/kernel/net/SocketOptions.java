package foal.kernel.net;

import java.util.HashMap;
import java.util.Map;

/** What the options of a socket are set to. */
final class SocketOptions {
    /** SO_SNDBUF and SO_RCVBUF at first (net.core.wmem_default), and what they can be set to (net.core.wmem_max). */
    static final int DEFAULT_BUFFER = 212_992, MOST_BUFFER = 2 * DEFAULT_BUFFER;
    private static final int LEAST_SEND_BUFFER = 4608, LEAST_RECEIVE_BUFFER = 2304;
    static final int NO_LINGER = -1;

    private final Map<Option, Integer> remembered = new HashMap<>(4);
    private int sendBuffer = DEFAULT_BUFFER;
    private int receiveBuffer = DEFAULT_BUFFER;
    private long sendTimeout;
    private long receiveTimeout;
    private int leastReceived = 1;
    private int linger = NO_LINGER;
    private boolean passesCredentials;

    /** A connection that was accepted begins with the options of its listener. */
    void copy(SocketOptions from) {
        remembered.putAll(from.remembered);
        sendBuffer = from.sendBuffer;
        receiveBuffer = from.receiveBuffer;
        sendTimeout = from.sendTimeout;
        receiveTimeout = from.receiveTimeout;
        leastReceived = from.leastReceived;
        linger = from.linger;
    }

    int get(Option option) {
        return remembered.getOrDefault(option, option.initial());
    }

    boolean isSet(Option option) {
        return get(option) != 0;
    }

    void set(Option option, int value) {
        remembered.put(option, option.kind() == Option.Kind.FLAG && value != 0 ? 1 : value);
    }

    int sendBuffer() {
        return sendBuffer;
    }

    /** Sets it to the double of what is asked for, as Linux does (socket(7)). */
    void setSendBuffer(int wanted) {
        sendBuffer = Math.max(LEAST_SEND_BUFFER, 2 * bounded(wanted));
    }

    int receiveBuffer() {
        return receiveBuffer;
    }

    void setReceiveBuffer(int wanted) {
        receiveBuffer = Math.max(LEAST_RECEIVE_BUFFER, 2 * bounded(wanted));
    }

    private static int bounded(int wanted) {
        return (int) Math.min(Integer.toUnsignedLong(wanted), DEFAULT_BUFFER);
    }

    /** Nanoseconds for which sending may block; 0 for any time. */
    long sendTimeout() {
        return sendTimeout;
    }

    void setSendTimeout(long nanoseconds) {
        sendTimeout = nanoseconds;
    }

    /** Nanoseconds for which receiving may block; 0 for any time. */
    long receiveTimeout() {
        return receiveTimeout;
    }

    void setReceiveTimeout(long nanoseconds) {
        receiveTimeout = nanoseconds;
    }

    /** Bytes of a stream that a receiver waits for, if it wants so many (SO_RCVLOWAT). */
    int leastReceived() {
        return leastReceived;
    }

    /** @param bytes at least 1; below 0 for as many as the receive buffer holds */
    void setLeastReceived(int bytes) {
        leastReceived = bytes < 0 ? Integer.MAX_VALUE : Math.max(1, bytes);
    }

    /** Seconds of SO_LINGER, or {@link #NO_LINGER}. */
    int linger() {
        return linger;
    }

    void setLinger(int seconds) {
        linger = seconds;
    }

    /** Whether who has sent a message is to be told with it (SO_PASSCRED). */
    boolean passesCredentials() {
        return passesCredentials;
    }

    void setPassesCredentials(boolean passes) {
        passesCredentials = passes;
    }
}
