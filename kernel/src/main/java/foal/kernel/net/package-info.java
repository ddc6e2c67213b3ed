/**
 * Sockets: communication by addresses, within the machine or with others.
 *
 * <pre>
 *   {@code Socket} ── {@code ConnectionSocket} ── {@code UnixConnection}   AF_UNIX, SOCK_STREAM and SOCK_SEQPACKET
 *          │                      └── {@code TcpSocket}        AF_INET, SOCK_STREAM
 *          ├── {@code UnixDatagram}                            AF_UNIX, SOCK_DGRAM
 *          ├── {@code UdpSocket}                               AF_INET, SOCK_DGRAM
 *          └── {@code HostSocket}                              AF_INET with --net host
 *                   ├── {@code HostTcpSocket}
 *                   └── {@code HostUdpSocket}
 * </pre>
 *
 * <p>With {@code --net host} sockets of the family AF_INET belong to the network of the host instead, which the kernel
 * reaches through {@link foal.kernel.net.HostNetwork} alone: nothing else here depends on the world.
 *
 * <p>A socket is an open file. What is sent goes as a {@code Segment} straight into the {@code ReceiveQueue} of the
 * receiver: there are no packets, and what a network would add in losses and delays there is not. {@code UnixNames} and
 * {@code Ports} know who is to be found at which address.
 *
 * <p>Descriptors can be sent over sockets of the family AF_UNIX, sockets among them; {@code InFlight} sees to it that none is
 * forgotten on its way.
 *
 * <p>Invariants: what a socket has sent and nobody has received is bounded by its buffer, and the sum for all sockets by
 * {@code Network}; a reference that a segment holds is given back when the segment is received or thrown away.
 *
 * <p>Entry points: {@code SocketCalls}, {@code SocketMessageCalls}, {@code OptionCalls}.
 *
 * <p>Exercise: Lose every tenth datagram in {@code UdpSocket}, and write a program that gets its data across all the same.
 *
 * <p>Further reading: "Operating System Concepts", chapters 3 and 19; Stevens, Fenner, Rudoff, "UNIX Network Programming";
 * socket(7), unix(7), ip(7), tcp(7), udp(7).
 */
package foal.kernel.net;
