package foal.kernel.net;

/**
 * The network of the host, to which sockets of the family AF_INET belong with {@code --net host}: everything about it
 * that the machine sees comes through here, and could be written down and given again. Nothing here waits but
 * {@link #await}.
 *
 * <p>Results are those of system calls: 0 or a count, or an error as {@link foal.kernel.syscall.Errno#result()} has it. An
 * address is its first byte in the highest bits, as in {@code struct in_addr} read in network order.
 */
public interface HostNetwork extends AutoCloseable {
    /** A new socket. @param isStream whether for TCP, else for UDP */
    Endpoint open(boolean isStream);

    /** Looks once. @return whether an endpoint may have become ready for what it was asked to */
    boolean poll();

    /** Waits until an endpoint may be ready, {@link #wakeUp} is called, or that many nanoseconds have passed. */
    void await(long nanoseconds);

    /** Ends {@link #await}, also one that has not begun. May be called by any thread. */
    void wakeUp();

    /** Closes all that is open. */
    @Override
    void close();

    /** A socket of the host's. */
    interface Endpoint {
        /** @param reuse SO_REUSEADDR */
        long bind(int host, int port, boolean reuse);

        long listen(int backlog, boolean reuse);

        /** A connection that somebody has made to this listener; null if there is none. */
        Endpoint accept();

        /** @return 0, EINPROGRESS, or why there can be no connection */
        long connect(int host, int port);

        /** What has become of {@link #connect}. @return as that */
        long finishConnect();

        /** UDP: receives from that address only, or with port 0 from all again. */
        long setPeer(int host, int port);

        /** Bytes, or one message, whose sender is then {@link #remoteHost} and {@link #remotePort}. @return −EAGAIN if there are none; of TCP 0 at the end */
        long read(byte[] into);

        /** @return how many bytes were taken, or −EAGAIN */
        long write(byte[] from, int length);

        /** UDP: sends a message to an address. */
        long send(byte[] from, int length, int host, int port);

        void shutdown(boolean receive, boolean send);

        int localHost();

        /** 0 while it is not bound. */
        int localPort();

        int remoteHost();

        int remotePort();

        /** What {@link HostNetwork#poll} is to look for; a listener's connections count as input, the end of connecting as output. */
        void watch(boolean input, boolean output);

        void close();
    }
}
