package foal.kernel.net;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EDOM;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOPROTOOPT;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.EPERM;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.About;
import foal.kernel.syscall.ByCommand;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Capability;
import foal.kernel.task.Task;
import java.util.Optional;

/** System calls on the options of sockets. */
@About(Topic.NETWORK)
public final class OptionCalls {
    private static final ByNumber<OptionLevel> LEVELS = ByNumber.of(OptionLevel.class);
    private static final int TIMEVAL = 16, LINGER = 8, INT = 4;
    private static final long MICROS = 1_000_000, NANOS = 1_000_000_000, NANOS_PER_MICRO = 1000;
    /** The highest SO_PRIORITY that anybody may choose. */
    private static final int MOST_PRIORITY = 6;
    /** Longer times are without end. */
    private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS / 2;

    private final Struct value = new Struct(TIMEVAL);
    private final Struct length = new Struct(INT);

    @Syscall(nr = 208, doc = "set an option of a socket",
            differs = "Options that are about packets are remembered and change nothing. Nothing can be sent to a multicast address.")
    public long setsockopt(Task task, @Fd int sockfd, @OneOf(OptionLevel.class) int level, @ByCommand("level") int optname,
            @In(value = Data.SOCKOPT, length = "optlen") long optval, int optlen) {
        Socket socket = SocketCalls.find(task, sockfd);
        if (socket == null) {
            return SocketCalls.noSocket(task, sockfd);
        }
        if (optlen < 0) {
            return EINVAL.result();
        }
        Optional<? extends Option> found = find(socket, level, optname);
        if (found.isEmpty()) {
            return unknown(socket, level, false);
        }
        Option option = found.get();
        int size = size(option);
        // A byte is enough for a number of IP's.
        boolean isShort = level == OptionLevel.SOL_IP.value() && optlen >= 1 && optlen < INT;
        if (optlen < size && !isShort) {
            return EINVAL.result();
        }
        if (!task.memory().read(optval, isShort ? value.clear() : value, isShort ? 1 : size)) {
            return EFAULT.result();
        }
        if (option.kind() == Option.Kind.TOLD) {
            return ENOPROTOOPT.result();
        }
        long refusal = task.process().credentials().has(Capability.CAP_NET_ADMIN) ? 0 : refusal(option);
        return refusal != 0 ? refusal : set(socket, option);
    }

    /** Why only who has CAP_NET_ADMIN may set an option to this value, or 0. */
    private long refusal(Option option) {
        int number = value.getInt(0);
        return switch (option) {
            case SocketOption.SO_DEBUG -> number == 0 ? 0 : EACCES.result();
            case SocketOption.SO_PRIORITY -> number >= 0 && number <= MOST_PRIORITY ? 0 : EPERM.result();
            case SocketOption.SO_SNDBUFFORCE, SocketOption.SO_RCVBUFFORCE, SocketOption.SO_MARK -> EPERM.result();
            default -> 0;
        };
    }

    /** The option of that name, if sockets of this kind have it. */
    private static Optional<? extends Option> find(Socket socket, int level, int name) {
        return LEVELS.find(level).filter(known -> switch (known) {
            case SOL_SOCKET -> true;
            case SOL_IP -> socket.family() == AddressFamily.AF_INET;
            case SOL_TCP -> socket.protocol() == IpProtocol.IPPROTO_TCP.value();
        }).flatMap(known -> known.option(name));
    }

    /** Why there is no such option. IP has another error for asking about the options of others than for setting them. */
    private static long unknown(Socket socket, int level, boolean isAsked) {
        boolean isKnown = level == OptionLevel.SOL_SOCKET.value()
                || socket.family() == AddressFamily.AF_INET && (level == OptionLevel.SOL_IP.value() || level == socket.protocol());
        boolean isElsewhere = !isKnown && (socket.family() == AddressFamily.AF_UNIX || socket.family() == AddressFamily.AF_INET && isAsked);
        return isElsewhere ? EOPNOTSUPP.result() : ENOPROTOOPT.result();
    }

    private static int size(Option option) {
        return switch (option) {
            case SocketOption.SO_LINGER -> LINGER;
            case SocketOption.SO_RCVTIMEO, SocketOption.SO_SNDTIMEO -> TIMEVAL;
            case SocketOption.SO_PEERCRED -> Sender.SIZE;
            default -> INT;
        };
    }

    private long set(Socket socket, Option option) {
        SocketOptions options = socket.options();
        int number = value.getInt(0);
        switch (option) {
            case SocketOption.SO_SNDBUF, SocketOption.SO_SNDBUFFORCE -> options.setSendBuffer(number);
            case SocketOption.SO_RCVBUF, SocketOption.SO_RCVBUFFORCE -> options.setReceiveBuffer(number);
            case SocketOption.SO_RCVLOWAT -> options.setLeastReceived(number);
            case SocketOption.SO_PASSCRED -> options.setPassesCredentials(number != 0);
            case SocketOption.SO_LINGER -> options.setLinger(number == 0 ? SocketOptions.NO_LINGER : Math.max(0, value.getInt(4)));
            case SocketOption.SO_RCVTIMEO, SocketOption.SO_SNDTIMEO -> {
                long micros = value.getLong(8);
                if (micros < 0 || micros >= MICROS) {
                    return EDOM.result();
                }
                long timeout = timeout(value.getLong(0), micros);
                if (option == SocketOption.SO_RCVTIMEO) {
                    options.setReceiveTimeout(timeout);
                } else {
                    options.setSendTimeout(timeout);
                }
            }
            default -> options.set(option, number);
        }
        return 0;
    }

    /** Nanoseconds; 0 for a time without end, and 1 for one that is over. */
    private static long timeout(long seconds, long micros) {
        if (seconds < 0) {
            return 1;
        }
        return seconds > MOST_SECONDS ? 0 : seconds * NANOS + micros * NANOS_PER_MICRO;
    }

    @Syscall(nr = 209, doc = "get an option of a socket")
    public long getsockopt(Task task, @Fd int sockfd, @OneOf(OptionLevel.class) int level, @ByCommand("level") int optname,
            @Out(value = Data.SOCKOPT, length = "optlen") long optval, @Out(Data.SOCKLEN) long optlen) {
        Socket socket = SocketCalls.find(task, sockfd);
        if (socket == null) {
            return SocketCalls.noSocket(task, sockfd);
        }
        if (!task.memory().read(optlen, length)) {
            return EFAULT.result();
        }
        int room = length.getInt(0);
        if (room < 0) {
            return EINVAL.result();
        }
        Optional<? extends Option> found = find(socket, level, optname);
        if (found.isEmpty()) {
            return unknown(socket, level, true);
        }
        Option option = found.get();
        put(socket, option);
        int size = Math.min(room, size(option));
        boolean isWritten = task.memory().write(optval, value, size) && task.memory().writeInt(optlen, size);
        return isWritten ? 0 : EFAULT.result();
    }

    private void put(Socket socket, Option option) {
        SocketOptions options = socket.options();
        switch (option) {
            case SocketOption.SO_LINGER -> value.putInt(0, options.linger() == SocketOptions.NO_LINGER ? 0 : 1)
                    .putInt(4, Math.max(0, options.linger()));
            case SocketOption.SO_RCVTIMEO -> putTime(options.receiveTimeout());
            case SocketOption.SO_SNDTIMEO -> putTime(options.sendTimeout());
            case SocketOption.SO_PEERCRED -> {
                Sender peer = socket.peer();
                value.putInt(0, peer.pid()).putInt(4, peer.uid()).putInt(8, peer.gid());
            }
            default -> value.putInt(0, number(socket, option));
        }
    }

    private void putTime(long nanoseconds) {
        value.putLong(0, nanoseconds / NANOS).putLong(8, nanoseconds % NANOS / NANOS_PER_MICRO);
    }

    private static int number(Socket socket, Option option) {
        SocketOptions options = socket.options();
        return switch (option) {
            case SocketOption.SO_TYPE -> (int) socket.type().value();
            case SocketOption.SO_DOMAIN -> (int) socket.family().value();
            case SocketOption.SO_PROTOCOL -> socket.protocol();
            case SocketOption.SO_ERROR -> (int) -socket.takeError();
            case SocketOption.SO_ACCEPTCONN -> socket.isListening() ? 1 : 0;
            case SocketOption.SO_SNDLOWAT -> 1;
            case SocketOption.SO_PASSCRED -> options.passesCredentials() ? 1 : 0;
            case SocketOption.SO_SNDBUF -> options.sendBuffer();
            case SocketOption.SO_RCVBUF -> options.receiveBuffer();
            case SocketOption.SO_RCVLOWAT -> options.leastReceived();
            default -> options.get(option);
        };
    }
}
