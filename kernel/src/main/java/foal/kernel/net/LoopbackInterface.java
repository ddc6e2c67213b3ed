package foal.kernel.net;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.ENODEV;
import static foal.kernel.syscall.Errno.ENOTTY;

import foal.kernel.file.IoctlRequest;
import foal.kernel.memory.Struct;
import foal.kernel.task.Task;

/**
 * What sockets tell of the machine's only network interface, {@code lo} (netdevice(7)). Nothing about it can be changed.
 *
 * <p>Requests have a {@code struct ifreq}: the interface's name in 16 bytes, and then what is told.
 */
final class LoopbackInterface {
    private static final String NAME = "lo";
    private static final int INDEX = 1;
    /** Bytes of {@code struct ifreq}, and of the name in it, after which comes the value. */
    private static final int IFREQ = 40, VALUE = 16;
    /** Bytes of {@code struct ifconf}, and where it has the address of the array. */
    private static final int IFCONF = 16, ARRAY = 8;
    private static final int IFF_UP = 1, IFF_LOOPBACK = 8, IFF_RUNNING = 0x40;
    private static final int MTU = 65536, QUEUE_LENGTH = 1000, ARPHRD_LOOPBACK = 772;
    private static final int NETMASK = 0xff00_0000;

    private final Struct request = new Struct(IFREQ);
    private final Struct list = new Struct(IFCONF);

    /**
     * Does a request of ioctl(2).
     *
     * @param isInet whether it comes by a socket of AF_INET, which alone tell of IP addresses
     * @return 0 or an error: ENOTTY if it is no request about an interface
     */
    long ioctl(Task task, IoctlRequest wanted, long argument, boolean isInet) {
        return switch (wanted) {
            case SIOCGIFCONF -> list(task, argument);
            case SIOCGIFNAME, SIOCGIFFLAGS, SIOCGIFMETRIC, SIOCGIFMTU, SIOCGIFHWADDR, SIOCGIFINDEX, SIOCGIFTXQLEN ->
                    tell(task, wanted, argument);
            case SIOCGIFADDR, SIOCGIFDSTADDR, SIOCGIFBRDADDR, SIOCGIFNETMASK ->
                    isInet ? tell(task, wanted, argument) : ENOTTY.result();
            default -> ENOTTY.result();
        };
    }

    private long tell(Task task, IoctlRequest wanted, long argument) {
        if (!task.memory().read(argument, request)) {
            return EFAULT.result();
        }
        boolean isKnown = wanted == IoctlRequest.SIOCGIFNAME
                ? request.getInt(VALUE) == INDEX : request.getString(0, VALUE).equals(NAME);
        if (!isKnown) {
            return ENODEV.result();
        }
        switch (wanted) {
            case SIOCGIFNAME -> request.putString(0, NAME, VALUE);
            case SIOCGIFFLAGS -> request.putShort(VALUE, IFF_UP | IFF_LOOPBACK | IFF_RUNNING);
            case SIOCGIFADDR, SIOCGIFDSTADDR -> putAddress(InetAddress.LOOPBACK);
            case SIOCGIFBRDADDR -> putAddress(InetAddress.ANY);
            case SIOCGIFNETMASK -> putAddress(NETMASK);
            case SIOCGIFMTU -> request.putInt(VALUE, MTU);
            case SIOCGIFHWADDR -> request.putShort(VALUE, ARPHRD_LOOPBACK).putInt(VALUE + 2, 0).putShort(VALUE + 6, 0);
            case SIOCGIFINDEX -> request.putInt(VALUE, INDEX);
            case SIOCGIFTXQLEN -> request.putInt(VALUE, QUEUE_LENGTH);
            default -> request.putInt(VALUE, 0);
        }
        return task.memory().write(argument, request) ? 0 : EFAULT.result();
    }

    private void putAddress(int host) {
        byte[] address = new InetAddress(host, 0).bytes();
        for (int i = 0; i < address.length; i++) {
            request.putByte(VALUE + i, address[i]);
        }
    }

    /** Tells of all interfaces that have an address, or without an array how much room they take. */
    private long list(Task task, long argument) {
        if (!task.memory().read(argument, list)) {
            return EFAULT.result();
        }
        long array = list.getLong(ARRAY);
        int used = array == 0 || list.getInt(0) >= IFREQ ? IFREQ : 0;
        request.clear().putString(0, NAME, VALUE);
        putAddress(InetAddress.LOOPBACK);
        boolean isTold = (array == 0 || used == 0 || task.memory().write(array, request))
                && task.memory().write(argument, list.putInt(0, used));
        return isTold ? 0 : EFAULT.result();
    }
}
